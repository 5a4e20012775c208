package org.unitscope.app.histogram;

import java.util.Optional;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.Fates;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.FormatFates.Bounded;
import org.unitscope.statistics.FormatFates.Estimate;
import org.unitscope.statistics.TensorStatistics;

/// The fates of a tensor in a format: counted where it was judged in just that, else from its bins.
final class Judgment {
    private Judgment() {}

    /// Whether the record has counted these fates on the elements themselves.
    static boolean isCounted(TensorStatistics statistics, TargetFormat target, int shift) {
        return shift == 0 && statistics.target().equals(target);
    }

    /// The fates of a tensor times `2^shift`; empty if they cannot be told.
    static Optional<FormatFates> of(TensorStatistics statistics, TargetFormat target, int shift) {
        if (isCounted(statistics, target, shift)) {
            Fates fates = statistics.fates();
            double sqnr = statistics.sqnrDecibels().orElse(Double.NaN);
            return Optional.of(
                    new FormatFates(
                            exactly(fates.underflowFraction()),
                            exactly(fates.subnormalFraction()),
                            exactly(fates.overflowFraction()),
                            exactly(fates.flushedEnergyFraction()),
                            new Estimate(sqnr, sqnr, sqnr)));
        }
        return FormatFates.canTell(target)
                ? Optional.of(FormatFates.of(statistics, target, shift))
                : Optional.empty();
    }

    private static Bounded exactly(double share) {
        return new Bounded(share, share);
    }
}
