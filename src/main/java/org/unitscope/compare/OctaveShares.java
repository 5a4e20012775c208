package org.unitscope.compare;

import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.OctaveHistogram;

/// The octaves of a law, all that a study needs of it: a hundredth of its memory.
///
/// Magnitudes below 2^-149 count as zero, those from 2^128 on as not finite, as in float32.
final class OctaveShares {
    private static final int LOWEST = OctaveHistogram.LOWEST;
    private static final int HIGHEST = OctaveHistogram.HIGHEST;

    private final double zero;
    private final double[] shares;
    private final double nonfinite;

    private OctaveShares(double zero, double[] shares, double nonfinite) {
        this.zero = zero;
        this.shares = shares;
        this.nonfinite = nonfinite;
    }

    static OctaveShares of(ElementLaw law) {
        double zero = law.shareBelow(Math.scalb(1.0, LOWEST));
        double[] shares = law.octaveShares(LOWEST, HIGHEST);
        double sum = zero;
        for (double share : shares) {
            sum += share;
        }
        return new OctaveShares(zero, shares, Math.max(0, 1 - sum));
    }

    /// Half the sum of the absolute differences of the shares, zeros and non-finite elements being
    /// classes of their own.
    double totalVariation(OctaveHistogram sampled) {
        double count = (double) sampled.count();
        double sum =
                Math.abs(zero - sampled.zeros() / count)
                        + Math.abs(nonfinite - (sampled.infinite() + sampled.nan()) / count);
        for (int i = 0; i < shares.length; i++) {
            sum += Math.abs(shares[i] - sampled.share(LOWEST + i));
        }
        return sum / 2;
    }

    /// The share of the elements other than zero that lies below an octave; 0 if there is none.
    double shareBelow(int octave) {
        double below = 0;
        double all = nonfinite;
        for (int i = 0; i < shares.length; i++) {
            below += LOWEST + i < octave ? shares[i] : 0;
            all += shares[i];
        }
        return all == 0 ? 0 : below / all;
    }
}
