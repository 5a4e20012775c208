package org.unitscope.app.histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.app.text.NumberText;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// What is said beside a histogram: degenerate tensors and the edges of the format.
final class HistogramNotes {
    private static final long FEW = 32;

    private HistogramNotes() {}

    /// What stands in the place of a chart where there is nothing to draw, in one line or two.
    static Optional<String> insteadOfChart(TensorRecord tensor) {
        if (tensor.measured().isEmpty()) {
            OptionalDouble predicted = Scales.predicted(tensor);
            boolean drawn = predicted.isPresent() && predicted.getAsDouble() > 0;
            return drawn
                    ? Optional.empty()
                    : Optional.of("Not sampled\nSample the model to count its values");
        }
        TensorStatistics statistics = tensor.measured().get().statistics();
        boolean zero = statistics.count() > 0 && statistics.zeros() == statistics.count();
        return zero
                ? Optional.of(
                        "All zero\n"
                                + NumberText.count(statistics.count())
                                + (statistics.count() == 1 ? " element" : " elements"))
                : Optional.empty();
    }

    /// What is unusual about the values, empty if nothing is.
    static String unusual(HistogramData data) {
        if (data.predicted()) {
            return data.isCounted()
                    ? "expected from the prediction, not counted: sample the model to count"
                    : "predicted only: sample the model to count its values";
        }
        TensorStatistics statistics = data.statistics();
        List<String> notes = new ArrayList<>();
        if (statistics.histogram().nan() > 0) {
            notes.add("NaN " + NumberText.count(statistics.histogram().nan()));
        }
        if (statistics.histogram().infinite() > 0) {
            notes.add("±∞ " + NumberText.count(statistics.histogram().infinite()));
        }
        boolean constant =
                statistics.nonzeroFinite() > 1
                        && statistics.minNonzero().stream().anyMatch(x -> x == statistics.amax());
        if (constant) {
            notes.add("all non-zero magnitudes equal " + NumberText.number(statistics.amax()));
        }
        if (statistics.count() < FEW) {
            notes.add(
                    statistics.count() == 1
                            ? "a single number"
                            : "only " + statistics.count() + " numbers");
        }
        return String.join("  ·  ", notes);
    }

    /// The thresholds of a format with the strokes they are drawn in.
    static String edges(Bands bands) {
        String flush =
                bands.flush() > 0
                        ? "┈ %s ≤ %s"
                                .formatted(
                                        bands.certain() ? "flush" : "may flush",
                                        power(bands.flush()))
                        : "nothing flushes";
        String overflow =
                Double.isInfinite(bands.overflow())
                        ? "nothing overflows"
                        : "─ %s %s%s"
                                .formatted(
                                        bands.certain() ? "overflow" : "may overflow",
                                        bands.inclusive() ? "≥ " : "> ",
                                        exactly(bands.overflow()));
        return "%s    ╌ min normal %s    ━ max %s    %s"
                .formatted(flush, power(bands.normal()), exactly(bands.max()), overflow);
    }

    private static String power(double value) {
        int exponent = Math.getExponent(value);
        return Math.scalb(1.0, exponent) == value
                ? NumberText.powerOfTwo(exponent)
                : NumberText.number(value);
    }

    private static String exactly(double value) {
        return value < 1e6 && value == Math.rint(value)
                ? NumberText.count((long) value)
                : NumberText.number(value);
    }
}
