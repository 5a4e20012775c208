package org.unitscope.run;

import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.analysis.PredictedDetails;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.PredictedFates;
import org.unitscope.statistics.Verdict;
import org.unitscope.statistics.VerdictRule;

/// What is predicted of a tensor beyond its moments: the fates of its elements in the format it is
/// judged against, by the law of an element ([PredictedFates]), and how it scatters. Empty is what
/// is not known: fates where the format's scale does not follow from amax.
///
/// @param underflow share of the non-zero elements that becomes zero
/// @param subnormal share between the flush threshold and the smallest normal value
/// @param overflow share that rounds beyond the largest finite value
/// @param sqnrDecibels signal to quantization noise
/// @param scatter of one seed's RMS, as a share of it
/// @param coherent share of the mean square of a weight gradient that comes from pairs of rows
public record Forecast(
        OptionalDouble underflow,
        OptionalDouble subnormal,
        OptionalDouble overflow,
        OptionalDouble sqnrDecibels,
        Optional<Verdict> verdict,
        OptionalDouble scatter,
        OptionalDouble coherent) {
    /// Nothing is predicted.
    public static final Forecast NONE =
            new Forecast(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());

    /// From a prediction; makes the law of an element. Nothing where there is none, or where it was
    /// read from a file.
    ///
    /// @param elements of the tensor
    static Forecast of(Prediction prediction, long elements, TargetFormat format) {
        return prediction instanceof Prediction.Known known
                ? known.details().map(details -> of(details, elements, format)).orElse(NONE)
                : NONE;
    }

    private static Forecast of(PredictedDetails details, long elements, TargetFormat format) {
        OptionalDouble scatter = known(details.relativeScatter());
        OptionalDouble coherent = known(details.coherentShare());
        if (!FormatFates.canTell(format)) {
            return new Forecast(
                    NONE.underflow,
                    NONE.subnormal,
                    NONE.overflow,
                    NONE.sqnrDecibels,
                    NONE.verdict,
                    scatter,
                    coherent);
        }
        PredictedFates fates =
                PredictedFates.of(details.law(), elements, format, VerdictRule.DEFAULT);
        return new Forecast(
                OptionalDouble.of(fates.fates().underflowFraction()),
                OptionalDouble.of(fates.fates().subnormalFraction()),
                OptionalDouble.of(fates.fates().overflowFraction()),
                fates.sqnrDecibels(),
                Optional.of(fates.verdict()),
                scatter,
                coherent);
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
