package org.unitscope.app.histogram;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.FloatFormat;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// The bars of a histogram in one format.
///
/// Octaves that a threshold cuts are split by exact counts where the record has them; what cannot
/// be told from the record has the fate [Fate#OTHER].
///
/// @param bars one per octave and fate, ascending, a second bar of an octave on top of the first
/// @param low left end of the axis, an exponent of two
/// @param high right end of the axis
public record HistogramData(
        TensorStatistics statistics, FloatFormat format, List<Bar> bars, int low, int high) {
    /// Octaves kept between the data and an end of the axis, even if the format reaches further.
    private static final int MOST_BEYOND = 26;

    private static final int PADDING = 2;

    /// Part of an octave `[2^octave, 2^(octave+1))`.
    ///
    /// @param from share of all elements at the lower end of the bar
    /// @param to share of all elements at its upper end
    /// @param count elements in it
    public record Bar(int octave, Fate fate, double from, double to, long count) {}

    /// The bars of a tensor in a format.
    public static HistogramData of(TensorStatistics statistics, FloatFormat format) {
        OctaveHistogram histogram = statistics.histogram();
        CutCounts cut = CutCounts.of(statistics, format);
        List<Bar> bars = new ArrayList<>();
        histogram.octaves().forEach(octave -> addBars(bars, histogram, octave, cut, format));
        int flush = Math.getExponent(format.flushThreshold());
        int overflow = Math.getExponent(format.overflowThreshold()) + 1;
        int least = histogram.lowestOctave().orElse(Math.max(flush, -MOST_BEYOND / 2));
        int most = histogram.highestOctave().orElse(Math.min(overflow, MOST_BEYOND / 2) - 1) + 1;
        return new HistogramData(
                statistics,
                format,
                List.copyOf(bars),
                Math.max(Math.min(least, flush) - PADDING, least - MOST_BEYOND),
                Math.min(Math.max(most, overflow) + PADDING, most + MOST_BEYOND));
    }

    /// The axis and bands of a tensor that was predicted only: no bars.
    ///
    /// @param log2 of the predicted RMS
    static HistogramData ofPrediction(double log2, FloatFormat format) {
        TensorStatistics nothing = new StatisticsAccumulator(format).finish(VerdictRule.DEFAULT);
        int flush = Math.getExponent(format.flushThreshold());
        int overflow = Math.getExponent(format.overflowThreshold()) + 1;
        int around = (int) Math.floor(log2);
        return new HistogramData(
                nothing,
                format,
                List.of(),
                Math.max(Math.min(around - PADDING, flush - PADDING), around - MOST_BEYOND),
                Math.min(Math.max(around + PADDING, overflow + PADDING), around + MOST_BEYOND));
    }

    private static void addBars(
            List<Bar> bars,
            OctaveHistogram histogram,
            int octave,
            CutCounts cut,
            FloatFormat format) {
        int flush = Math.getExponent(format.flushThreshold());
        int top = Math.getExponent(format.overflowThreshold());
        long all = histogram.count(octave);
        Fate plain = octave < format.minExponent() ? Fate.SUBNORMAL : Fate.NORMAL;
        Stack stack = new Stack(bars, octave, histogram.count());
        if (octave < flush) {
            stack.add(Fate.FLUSHED, all);
        } else if (octave == flush) {
            stack.add(Fate.FLUSHED, cut.flushed());
            stack.add(Fate.OTHER, cut.flushUnknown());
            stack.add(plain, all - cut.flushed() - cut.flushUnknown());
        } else if (octave < top) {
            stack.add(plain, all);
        } else if (octave == top) {
            stack.add(Fate.NORMAL, all - cut.overflow() - cut.overflowUnknown());
            stack.add(Fate.OTHER, cut.overflowUnknown());
            stack.add(Fate.OVERFLOW, cut.overflow());
        } else {
            stack.add(Fate.OVERFLOW, all);
        }
    }

    /// Bars of one octave on top of each other.
    private static final class Stack {
        private final List<Bar> bars;
        private final int octave;
        private final double total;
        private long below;

        Stack(List<Bar> bars, int octave, long total) {
            this.bars = bars;
            this.octave = octave;
            this.total = total;
        }

        void add(Fate fate, long count) {
            if (count > 0) {
                bars.add(new Bar(octave, fate, below / total, (below + count) / total, count));
                below += count;
            }
        }
    }

    /// Whether there are values to count, or only bands.
    public boolean isCounted() {
        return statistics.count() > 0;
    }

    /// The largest share that any bar or gutter reaches.
    public double highestShare() {
        double most = bars.stream().mapToDouble(Bar::to).max().orElse(0);
        OctaveHistogram histogram = statistics.histogram();
        long aside = Math.max(histogram.zeros(), Math.max(histogram.infinite(), histogram.nan()));
        return histogram.count() == 0 ? 0 : Math.max(most, (double) aside / histogram.count());
    }
}
