package org.unitscope.app.histogram;

import java.util.OptionalInt;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.task.CancellationToken;

/// The power of two that a tensor is best multiplied by before it is rounded to a format.
final class BestShift {
    /// Largest magnitude of a shift that can be chosen.
    static final int MOST = 24;

    private BestShift() {}

    /// The shift with the highest estimated SQNR among those under which nothing can overflow; of
    /// equals, the smallest in magnitude. Empty if every shift may overflow or nothing can be told.
    static OptionalInt of(
            TensorStatistics statistics, TargetFormat target, CancellationToken token) {
        OptionalInt best = OptionalInt.empty();
        double highest = Double.NEGATIVE_INFINITY;
        if (!FormatFates.canTell(target) || statistics.nonzeroFinite() == 0) {
            return best;
        }
        for (int i = 0; i <= 2 * MOST && !token.isCancelled(); i++) {
            int shift = (i & 1) == 0 ? i / 2 : -(i + 1) / 2;
            FormatFates fates = FormatFates.of(statistics, target, shift);
            double sqnr = fates.sqnrDecibels().estimate();
            if (fates.overflow().high() == 0 && (best.isEmpty() || sqnr > highest)) {
                best = OptionalInt.of(shift);
                highest = sqnr;
            }
        }
        return best;
    }
}
