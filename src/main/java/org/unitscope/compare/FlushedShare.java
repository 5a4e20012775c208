package org.unitscope.compare;

import java.util.OptionalInt;
import org.unitscope.format.Conversion;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.statistics.OctaveHistogram;

/// The share of a tensor's elements that rounding to a format flushes to zero when the tensor is
/// first shifted by a power of two: how well the lower tail of a law is met, whatever its scale.
///
/// The threshold is found by rounding. It must be a power of two, as it is for rounding to nearest
/// in formats with subnormals, so that octaves tell the share; the threshold itself, a tie, counts
/// as kept.
final class FlushedShare {
    /// The share must lie between this and one less this to say anything.
    static final double LEAST = 0.01;

    /// What the table uses.
    static final FlushedShare E4M3 = of(Formats.FP8_E4M3);

    private final int threshold;

    private FlushedShare(int threshold) {
        this.threshold = threshold;
    }

    /// In a format with its usual conversion.
    ///
    /// @throws IllegalArgumentException if the threshold is not a power of two
    static FlushedShare of(ScalarFormat format) {
        Quantizer quantizer = Quantizer.of(format, Conversion.usual(format));
        int exponent = OctaveHistogram.LOWEST;
        while (exponent < OctaveHistogram.HIGHEST
                && quantizer.quantize(Math.scalb(1.0, exponent + 1), 0) == 0) {
            exponent++;
        }
        double power = Math.scalb(1.0, exponent);
        boolean edge =
                quantizer.quantize(Math.nextDown(power), 0) == 0
                        && quantizer.quantize(Math.nextUp(power), 0) != 0;
        if (!edge) {
            throw new IllegalArgumentException(
                    "Flushed share: the threshold of '%s' must be a power of two."
                            .formatted(format.name()));
        }
        return new FlushedShare(exponent);
    }

    /// The exponent of the largest magnitude that becomes zero.
    int threshold() {
        return threshold;
    }

    /// The shift that brings the sampled share nearest to a half, the smaller of two; empty if none
    /// brings it between 0.01 and 0.99, as for a tensor of one magnitude.
    OptionalInt shift(OctaveHistogram sampled) {
        double nearest = 0.5 - LEAST;
        OptionalInt best = OptionalInt.empty();
        for (int octave = OctaveHistogram.LOWEST + 1; octave <= OctaveHistogram.HIGHEST; octave++) {
            double distance = Math.abs(below(sampled, octave) - 0.5);
            boolean better = best.isEmpty() ? distance <= nearest : distance < nearest;
            if (better) {
                nearest = distance;
                best = OptionalInt.of(threshold - octave);
            }
        }
        return best;
    }

    /// The sampled share of the finite elements other than zero.
    double sampled(OctaveHistogram octaves, int shift) {
        return below(octaves, threshold - shift);
    }

    /// The predicted share.
    double predicted(OctaveShares octaves, int shift) {
        return octaves.shareBelow(threshold - shift);
    }

    private static double below(OctaveHistogram octaves, int octave) {
        long all = octaves.nonzeroFinite();
        return all == 0 ? 0 : (double) octaves.countBelow(octave) / all;
    }
}
