package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FineHistogram.Bin;
import org.unitscope.statistics.PredictedBins.Sloped;

/// What rounding to a format is expected to do to a tensor of independent elements of a law.
///
/// The extremes are the medians of those of so many elements: a number beyond `amax` is put there,
/// so that an overflow is predicted where it is more likely than not. Shares are expectations, over
/// the random bits too where rounding is stochastic. In each of the bins, an eighth of an octave
/// wide or less, the density is linear, which leaves the noise of smooth laws exact to 0.01 dB.
///
/// @param fates shares as those of a measured tensor
/// @param amax largest magnitude of a finite element
/// @param minNonzero smallest magnitude that is not zero, if there is one
/// @param nonfinite number of elements beyond float32
/// @param sqnrDecibels signal to quantization noise, as that of [TensorStatistics]
/// @param verdict by the rule given
public record PredictedFates(
        Fates fates,
        double amax,
        OptionalDouble minNonzero,
        long nonfinite,
        OptionalDouble sqnrDecibels,
        Verdict verdict) {
    private static final double NODE = 0.5 / Math.sqrt(3);

    /// The fates of a tensor.
    ///
    /// @param elements number of elements
    /// @throws IllegalArgumentException if there are none, or if the fates cannot be told, see
    ///   [FormatFates#canTell]
    public static PredictedFates of(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule) {
        if (elements < 1 || !FormatFates.canTell(target)) {
            throw new IllegalArgumentException(
                    "Predicted fates: needs at least one element and a format whose scale follows from amax, got %d and '%s'."
                            .formatted(elements, target));
        }
        LawShares shares = new LawShares(law, 0);
        double rare = LawShares.rare(elements);
        double highest = shares.exceededBy(rare);
        double amax = Math.min((float) highest, Float.MAX_VALUE);
        boolean overflows = highest > Float.MAX_VALUE;
        long nonfinite =
                overflows ? Math.max(1, Math.round(elements * LawHistogram.nonfinite(shares))) : 0;
        ShiftedRounding rounding = new ShiftedRounding(target, 0, amax);
        Tally tally = new Tally(rounding, amax);
        if (amax > 0) {
            PredictedBins.of(law, amax, !overflows, rounding).forEach(tally::add);
        }
        double zeros = law.zero() + shares.below(Float.MIN_VALUE);
        Fates fates = tally.fates();
        return new PredictedFates(
                fates,
                amax,
                amax > 0 ? OptionalDouble.of(least(shares, rare, amax)) : OptionalDouble.empty(),
                nonfinite,
                tally.sqnrDecibels(zeros),
                rule.judge(fates, amax, target.format(), nonfinite));
    }

    private static double least(LawShares shares, double rare, double amax) {
        return Math.clamp((float) shares.undercutBy(rare), Float.MIN_VALUE, amax);
    }

    /// The statistics of a tensor of a law, in which every element is as expected: what all that
    /// reads measured statistics can read.
    ///
    /// Parameters as in [#of].
    public static TensorStatistics statistics(
            ElementLaw law, long elements, TargetFormat target, VerdictRule rule) {
        PredictedFates predicted = of(law, elements, target, rule);
        FineHistogram fine =
                LawHistogram.of(
                        law,
                        elements,
                        predicted.minNonzero.orElse(Float.MIN_VALUE),
                        Math.max(predicted.amax, Float.MIN_VALUE));
        return new TensorStatistics(
                elements,
                new Moments(law.mean(), law.secondMoment()),
                predicted.amax,
                predicted.minNonzero,
                fine.octaves().zeros(),
                fine.octaves().infinite(),
                fine,
                predicted.fates,
                target,
                predicted.sqnrDecibels,
                predicted.verdict);
    }

    /// Sums over bins.
    private static final class Tally {
        private final ShiftedRounding rounding;
        private final double amax;
        private double count;
        private double flushed;
        private double subnormal;
        private double overflowing;
        private double energy;
        private double flushedEnergy;
        private double error;

        Tally(ShiftedRounding rounding, double amax) {
            this.rounding = rounding;
            this.amax = amax;
        }

        void add(Sloped sloped) {
            Bin bin = sloped.bin();
            double width = bin.high() - bin.low();
            double center = bin.low() / 2 + bin.high() / 2;
            for (int side = -1; side <= 1; side += 2) {
                double offset = side * NODE * width;
                double weight = bin.count() / 2.0 * (1 + sloped.slope() * offset);
                double magnitude = center + offset;
                double x = PredictedBins.factor(bin.sign()) * magnitude;
                double flush = rounding.flushProbability(x);
                count += weight;
                energy += weight * x * x;
                flushed += weight * flush;
                flushedEnergy += weight * flush * x * x;
                subnormal += rounding.isBelowNormal(x) ? weight * (1 - flush) : 0;
                overflowing += weight * rounding.overflowProbability(x);
            }
            error += BinFates.of(bin, sloped.slope(), 0, amax, rounding).error();
        }

        Fates fates() {
            return count == 0
                    ? Fates.NONE
                    : new Fates(
                            flushed / count,
                            subnormal / count,
                            overflowing / count,
                            energy == 0 ? 0 : flushedEnergy / energy);
        }

        /// @param zeros probability of zero, which a format without zero does not keep
        OptionalDouble sqnrDecibels(double zeros) {
            double all = error + zeros * PredictedBins.ELEMENTS * rounding.squaredError(0);
            return energy == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(10 * StrictMath.log10(energy / all));
        }
    }
}
