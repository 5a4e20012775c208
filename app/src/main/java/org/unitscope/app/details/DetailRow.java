package org.unitscope.app.details;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unitscope.analysis.Prediction;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.TensorStatistics;

/// One line of the details: a name and the number in every role.
///
/// @param text the cell of a tensor; empty where the line does not apply to it
public record DetailRow(String name, Function<TensorRecord, String> text) {
    /// All lines but the verdict, in order.
    public static final List<DetailRow> ALL =
            List.of(
                    new DetailRow("shape", DetailRow::shape),
                    new DetailRow("predicted RMS", tensor -> predicted(tensor, Moments::rms)),
                    new DetailRow("sampled RMS", tensor -> moments(tensor, Moments::rms)),
                    new DetailRow("standard error", DetailRow::standardError),
                    new DetailRow("sampled − predicted", DetailRow::deviation),
                    new DetailRow("prediction basis", DetailRow::basis),
                    new DetailRow("predicted mean", tensor -> predicted(tensor, Moments::mean)),
                    new DetailRow("sampled mean", tensor -> moments(tensor, Moments::mean)),
                    new DetailRow(
                            "predicted std",
                            tensor -> predicted(tensor, Moments::standardDeviation)),
                    new DetailRow(
                            "sampled std", tensor -> moments(tensor, Moments::standardDeviation)),
                    new DetailRow("largest |x|", tensor -> sampled(tensor, s -> number(s.amax()))),
                    new DetailRow("smallest |x| > 0", tensor -> sampled(tensor, DetailRow::least)),
                    new DetailRow(
                            "zeros", tensor -> sampled(tensor, s -> NumberText.count(s.zeros()))),
                    new DetailRow(
                            "non-finite",
                            tensor -> sampled(tensor, s -> NumberText.count(s.nonfinite()))),
                    new DetailRow("judged in", tensor -> tensor.format().toString()),
                    new DetailRow(
                            "rounded to",
                            tensor ->
                                    tensor.appliedFormat()
                                            .map(TargetFormat::toString)
                                            .orElse("not")),
                    new DetailRow("SQNR", tensor -> sampled(tensor, DetailRow::sqnr)));

    /// `30522×768`: the column is narrow.
    private static String shape(TensorRecord tensor) {
        List<Integer> extents = tensor.shape().extents();
        return extents.isEmpty()
                ? "scalar"
                : extents.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }

    private static String number(double value) {
        return NumberText.number(value);
    }

    private static String predicted(TensorRecord tensor, Function<Moments, Double> value) {
        return tensor.predicted() instanceof Prediction.Known known
                ? number(value.apply(known.moments()))
                : NumberText.NOT_COMPUTED;
    }

    private static String basis(TensorRecord tensor) {
        return tensor.predicted() instanceof Prediction.Known known
                ? known.basis().title()
                : "no rule";
    }

    private static String moments(TensorRecord tensor, Function<Moments, Double> value) {
        return sampled(tensor, statistics -> number(value.apply(statistics.moments())));
    }

    private static String sampled(TensorRecord tensor, Function<TensorStatistics, String> text) {
        return tensor.measured()
                .map(measured -> text.apply(measured.statistics()))
                .orElse(NumberText.NOT_COMPUTED);
    }

    private static String standardError(TensorRecord tensor) {
        return tensor.measured()
                .filter(measured -> measured.rmsStandardError().isPresent())
                .map(measured -> "± " + number(measured.rmsStandardError().getAsDouble()))
                .orElse(NumberText.NOT_COMPUTED);
    }

    private static String deviation(TensorRecord tensor) {
        boolean both = Scales.predicted(tensor).isPresent() && Scales.sampled(tensor).isPresent();
        return both
                ? NumberText.deviation(
                        Scales.predicted(tensor).getAsDouble(),
                        Scales.sampled(tensor).getAsDouble())
                : NumberText.NOT_COMPUTED;
    }

    private static String least(TensorStatistics statistics) {
        return statistics.minNonzero().isPresent()
                ? number(statistics.minNonzero().getAsDouble())
                : NumberText.NOT_COMPUTED;
    }

    private static String sqnr(TensorStatistics statistics) {
        return statistics.sqnrDecibels().isPresent()
                ? TensorFacts.decibels(statistics.sqnrDecibels().getAsDouble())
                : NumberText.NOT_COMPUTED;
    }
}
