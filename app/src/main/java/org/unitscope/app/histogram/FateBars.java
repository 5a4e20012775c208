package org.unitscope.app.histogram;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.app.histogram.HistogramData.Bar;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.BinFates;
import org.unitscope.statistics.FineHistogram;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;

/// Stacks the fates of bins into bars.
final class FateBars {
    private final BinWidth width;
    private final TreeMap<Integer, Column> columns = new TreeMap<>();

    private FateBars(BinWidth width) {
        this.width = width;
    }

    /// Counts between bounds.
    private static final class Column {
        private final Map<Fate, Long> low = new EnumMap<>(Fate.class);
        private final Map<Fate, Long> high = new EnumMap<>(Fate.class);
        private long count;

        void add(Fate fate, long atLeast, long atMost) {
            low.merge(fate, atLeast, Long::sum);
            high.merge(fate, atMost, Long::sum);
        }

        long low(Fate fate) {
            return low.getOrDefault(fate, 0L);
        }

        boolean isOpen(Fate fate) {
            return low(fate) < high.getOrDefault(fate, 0L);
        }

        /// Elements that neither lie in the three other ranges nor may.
        long normal() {
            return Math.max(0, count - high.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /// The bars of a tensor times `2^shift`.
    static List<Bar> of(
            TensorStatistics statistics, TargetFormat target, int shift, BinWidth width) {
        FateBars bars = new FateBars(width);
        if (FormatFates.canTell(target)) {
            FormatFates.bins(statistics, target, shift).forEach(bars::add);
            if (Judgment.isCounted(statistics, target, shift)) {
                bars.settle(statistics);
            }
        } else {
            statistics.fine().bins().forEach(bars::addUntold);
        }
        return bars.stacks(shift, statistics.count());
    }

    private Column column(FineHistogram.Bin bin) {
        int octave = Math.getExponent(bin.low());
        int key = octave * width.parts() + width.partOf(bin.low());
        Column column = columns.computeIfAbsent(key, absent -> new Column());
        column.count += bin.count();
        return column;
    }

    private void add(BinFates fates) {
        Column column = column(fates.bin());
        column.add(Fate.FLUSHED, fates.flushedLow(), fates.flushedHigh());
        column.add(Fate.SUBNORMAL, fates.subnormalLow(), fates.subnormalHigh());
        column.add(Fate.OVERFLOW, fates.overflowLow(), fates.overflowHigh());
    }

    private void addUntold(FineHistogram.Bin bin) {
        column(bin).add(Fate.OTHER, 0, bin.count());
    }

    /// Where the totals are counted and only one bar is open, the rest of the total is its.
    private void settle(TensorStatistics statistics) {
        settle(statistics, Fate.FLUSHED, statistics.fates().underflowFraction());
        settle(statistics, Fate.SUBNORMAL, statistics.fates().subnormalFraction());
        settle(statistics, Fate.OVERFLOW, statistics.fates().overflowFraction());
    }

    private void settle(TensorStatistics statistics, Fate fate, double share) {
        List<Column> open = columns.values().stream().filter(c -> c.isOpen(fate)).toList();
        if (open.size() == 1) {
            long total = Math.round(share * statistics.nonzeroFinite());
            long known = columns.values().stream().mapToLong(c -> c.low(fate)).sum();
            long exact = open.getFirst().low(fate) + Math.max(0, total - known);
            open.getFirst().low.put(fate, exact);
            open.getFirst().high.put(fate, exact);
        }
    }

    private List<Bar> stacks(int shift, long total) {
        List<Bar> bars = new ArrayList<>();
        columns.forEach((key, column) -> {
            long normal = column.normal();
            long flushed = column.low(Fate.FLUSHED);
            long subnormal = column.low(Fate.SUBNORMAL);
            long overflow = column.low(Fate.OVERFLOW);
            long other = column.count - flushed - subnormal - normal - overflow;
            Stack stack = new Stack(bars, key, shift, total);
            stack.add(Fate.FLUSHED, flushed);
            stack.add(Fate.SUBNORMAL, subnormal);
            stack.add(Fate.NORMAL, normal);
            stack.add(Fate.OTHER, other);
            stack.add(Fate.OVERFLOW, overflow);
        });
        return List.copyOf(bars);
    }

    /// Bars of one bin on top of each other.
    private final class Stack {
        private final List<Bar> bars;
        private final int octave;
        private final int part;
        private final double total;
        private long below;

        Stack(List<Bar> bars, int key, int shift, double total) {
            this.bars = bars;
            this.octave = Math.floorDiv(key, width.parts()) + shift;
            this.part = Math.floorMod(key, width.parts());
            this.total = total;
        }

        void add(Fate fate, long count) {
            if (count > 0) {
                bars.add(
                        new Bar(
                                octave,
                                part,
                                width.parts(),
                                fate,
                                below / total,
                                (below + count) / total,
                                count));
                below += count;
            }
        }
    }
}
