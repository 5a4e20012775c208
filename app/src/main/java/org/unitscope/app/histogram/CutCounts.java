package org.unitscope.app.histogram;

import org.unitscope.format.FloatFormat;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.TensorStatistics;

/// How the two octaves that the flush and the overflow threshold lie in divide.
///
/// @param flushed elements of the lower one that become zero for certain
/// @param flushUnknown elements of it that may
/// @param overflow elements of the upper one that overflow for certain
/// @param overflowUnknown elements of it that may
record CutCounts(long flushed, long flushUnknown, long overflow, long overflowUnknown) {
    /// Exact in the format the tensor was judged in, where the fates were counted.
    static CutCounts of(TensorStatistics statistics, FloatFormat format) {
        OctaveHistogram histogram = statistics.histogram();
        FormatFates fates = FormatFates.of(statistics, format);
        FormatFates.Bounded under = fates.underflow();
        FormatFates.Bounded over = fates.overflow();
        if (statistics.format().equals(format)) {
            under = exactly(statistics.fates().underflowFraction());
            over = exactly(statistics.fates().overflowFraction());
        }
        long total = histogram.nonzeroFinite();
        long below = histogram.countBelow(Math.getExponent(format.flushThreshold()));
        int top = Math.getExponent(format.overflowThreshold());
        long above = total - histogram.countBelow(top + 1);
        return new CutCounts(
                Math.max(0, Math.round(total * under.low()) - below),
                Math.round(total * under.high()) - Math.round(total * under.low()),
                Math.max(0, Math.round(total * over.low()) - above),
                Math.round(total * over.high()) - Math.round(total * over.low()));
    }

    private static FormatFates.Bounded exactly(double share) {
        return new FormatFates.Bounded(share, share);
    }
}
