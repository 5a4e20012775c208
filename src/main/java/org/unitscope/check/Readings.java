package org.unitscope.check;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.unitscope.analysis.Prediction;
import org.unitscope.comparison.ScaleChange;
import org.unitscope.comparison.TensorPair;
import org.unitscope.run.Forecast;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// Reads quantities off recorded tensors, of one kind of numbers.
record Readings(Numbers numbers) {
    /// A quantity of one tensor, without a baseline.
    Reading of(Quantity quantity, TensorRecord tensor) {
        return numbers == Numbers.SAMPLED ? sampled(quantity, tensor) : predicted(quantity, tensor);
    }

    private static Reading sampled(Quantity quantity, TensorRecord tensor) {
        if (tensor.measured().isEmpty()) {
            return new Reading.Missing("it was not sampled");
        }
        TensorStatistics statistics = tensor.measured().get().statistics();
        if (quantity == Quantity.SQNR) {
            OptionalDouble sqnr = statistics.sqnrDecibels();
            return sqnr.isPresent() ? new Reading.Known(sqnr.getAsDouble()) : new Reading.Vacuous();
        }
        ToDoubleFunction<TensorStatistics> value =
                switch (quantity) {
                    case RMS -> found -> found.moments().rms();
                    case AMAX -> TensorStatistics::amax;
                    case UNDERFLOW -> found -> found.fates().underflowFraction();
                    case SUBNORMAL -> found -> found.fates().subnormalFraction();
                    case OVERFLOW -> found -> found.fates().overflowFraction();
                    case FLUSHED_ENERGY -> found -> found.fates().flushedEnergyFraction();
                    case NONFINITE -> TensorStatistics::nonfinite;
                    case VERDICT -> found -> found.verdict().ordinal();
                    default -> throw new IllegalArgumentException(quantity + " needs a baseline");
                };
        return new Reading.Known(value.applyAsDouble(statistics));
    }

    private static Reading predicted(Quantity quantity, TensorRecord tensor) {
        if (tensor.predicted() instanceof Prediction.Unknown unknown) {
            return new Reading.Missing("it is not predicted: " + unknown.reason());
        }
        Forecast forecast = tensor.forecast();
        boolean isZero = Scales.predicted(tensor).orElse(1) == 0;
        if (quantity == Quantity.SQNR && forecast.sqnrDecibels().isEmpty() && isZero) {
            return new Reading.Vacuous();
        }
        OptionalDouble value =
                switch (quantity) {
                    case RMS -> Scales.predicted(tensor);
                    case UNDERFLOW -> forecast.underflow();
                    case SUBNORMAL -> forecast.subnormal();
                    case OVERFLOW -> forecast.overflow();
                    case SQNR -> forecast.sqnrDecibels();
                    case VERDICT ->
                            forecast.verdict()
                                    .map(verdict -> OptionalDouble.of(verdict.ordinal()))
                                    .orElse(OptionalDouble.empty());
                    default -> OptionalDouble.empty();
                };
        return Reading.of(value, "its elements have no predicted law in " + tensor.format());
    }

    /// A quantity that compares a tensor with its baseline.
    ///
    /// @param pair the baseline's tensor, then this one
    Reading of(Quantity quantity, TensorPair pair) {
        return switch (quantity) {
            case RMS_DRIFT -> drift(pair);
            case UNDERFLOW_CHANGE -> change(Quantity.UNDERFLOW, pair);
            case SUBNORMAL_CHANGE -> change(Quantity.SUBNORMAL, pair);
            case OVERFLOW_CHANGE -> change(Quantity.OVERFLOW, pair);
            case FLUSHED_ENERGY_CHANGE -> change(Quantity.FLUSHED_ENERGY, pair);
            case SQNR_CHANGE -> change(Quantity.SQNR, pair);
            case VERDICT_DROP ->
                    change(Quantity.VERDICT, pair) instanceof Reading.Known known
                            ? new Reading.Known(Math.max(0, known.value()))
                            : change(Quantity.VERDICT, pair);
            default -> of(quantity, pair.b());
        };
    }

    /// The two scales of a pair.
    ScaleChange scale(TensorPair pair) {
        return numbers == Numbers.SAMPLED ? pair.measured() : pair.predicted();
    }

    /// Infinite where one of the two is zero: no number of octaves lies between.
    private Reading drift(TensorPair pair) {
        ScaleChange scale = scale(pair);
        return switch (scale.state(0)) {
            case NOT_COMPARABLE -> missing(Quantity.RMS, pair);
            case BOTH_ZERO -> new Reading.Known(0);
            case WAS_ZERO -> new Reading.Known(Double.POSITIVE_INFINITY);
            case BECAME_ZERO -> new Reading.Known(Double.NEGATIVE_INFINITY);
            case NOT_FINITE -> new Reading.Known(Double.NaN);
            case WITHIN, OUTSIDE -> new Reading.Known(scale.octaves().orElse(Double.NaN));
        };
    }

    /// Equal infinities differ by nothing.
    private Reading change(Quantity quantity, TensorPair pair) {
        Reading before = of(quantity, pair.a());
        Reading after = of(quantity, pair.b());
        if (before instanceof Reading.Known first && after instanceof Reading.Known second) {
            return new Reading.Known(
                    first.value() == second.value() ? 0 : second.value() - first.value());
        }
        boolean isMissing = before instanceof Reading.Missing || after instanceof Reading.Missing;
        return isMissing ? missing(quantity, pair) : new Reading.Vacuous();
    }

    private Reading missing(Quantity quantity, TensorPair pair) {
        return of(quantity, pair.b()) instanceof Reading.Missing here
                ? here
                : of(quantity, pair.a()) instanceof Reading.Missing there
                        ? new Reading.Missing("in the baseline, " + there.reason())
                        : new Reading.Missing("the two cannot be compared");
    }
}
