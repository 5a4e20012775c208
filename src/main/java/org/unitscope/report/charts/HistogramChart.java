package org.unitscope.report.charts;

import java.util.Map;
import java.util.TreeMap;
import org.unitscope.format.ScalarFormat;
import org.unitscope.report.Html;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.BinFates;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;

/// The elements of a sampled tensor by octave of magnitude, colored by their fate in the format
/// that it is judged against, over the ranges of that format.
public final class HistogramChart {
    private static final int LEFT = 8;
    private static final int TOP = 18;
    private static final int FOOT = 20;

    /// Octaves shown to either side of format and values.
    private static final int MARGIN = 1;

    /// No more octaves than this are drawn; what lies beyond is said in words.
    private static final int MOST = 90;

    private final TensorStatistics statistics;
    private final ScalarFormat format;
    private final int first;
    private final int last;
    private final int width;
    private final int height;

    /// How many elements of an octave have which fate.
    private record Octave(double flushed, double subnormal, double overflow, double all) {
        Octave and(BinFates bin) {
            double over = (bin.overflowLow() + bin.overflowHigh()) / 2.0;
            double flush = (bin.flushedLow() + bin.flushedHigh()) / 2.0;
            double sub = (bin.subnormalLow() + bin.subnormalHigh()) / 2.0;
            return new Octave(
                    flushed + flush, subnormal + sub, overflow + over, all + bin.bin().count());
        }
    }

    private HistogramChart(TensorStatistics statistics, int width, int height) {
        this.statistics = statistics;
        this.format = statistics.format();
        this.width = width;
        this.height = height;
        int lowest = statistics.histogram().lowestOctave().orElse(0);
        int highest = statistics.histogram().highestOctave().orElse(0);
        int top = Math.getExponent(format.overflowThreshold());
        int bottom = Math.getExponent(format.flushThreshold());
        int end = Math.max(highest, Math.min(top, highest + 40)) + MARGIN;
        int start = Math.min(lowest, Math.max(bottom, lowest - 40)) - MARGIN;
        this.last = end;
        this.first = Math.max(start, end - MOST + 1);
    }

    /// Whether there is anything to draw: sampled values whose fates bins can tell.
    public static boolean canDraw(TensorRecord tensor) {
        return tensor.measured().isPresent() && FormatFates.canTell(tensor.format());
    }

    /// The chart of a tensor for which [#canDraw] holds.
    ///
    /// @param id of the image on its page
    public static String of(
            TensorRecord tensor, String id, int width, int height, ChartTheme theme) {
        TensorStatistics statistics = tensor.measured().orElseThrow().statistics();
        Svg svg =
                new Svg(
                        id,
                        width,
                        height,
                        "Histogram of " + tensor.key(),
                        description(tensor, statistics),
                        theme);
        new HistogramChart(statistics, width, height).draw(svg);
        return svg.finish();
    }

    private static String description(TensorRecord tensor, TensorStatistics statistics) {
        return "%s elements by octave, against %s: %s flushed, %s subnormal, %s overflow."
                .formatted(
                        statistics.count(),
                        tensor.format().displayName(),
                        Html.percent(statistics.fates().underflowFraction()),
                        Html.percent(statistics.fates().subnormalFraction()),
                        Html.percent(statistics.fates().overflowFraction()));
    }

    private void draw(Svg svg) {
        bands(svg);
        if (statistics.nonzeroFinite() == 0) {
            String what = statistics.zeros() == statistics.count() ? "all zero" : "no finite value";
            svg.text(width / 2.0, height / 2.0, Svg.Anchor.MIDDLE, what);
            return;
        }
        Map<Integer, Octave> octaves = new TreeMap<>();
        for (BinFates bin : FormatFates.bins(statistics, statistics.target(), 0)) {
            octaves.merge(
                    Math.max(first, Math.getExponent(bin.bin().low())),
                    new Octave(0, 0, 0, 0).and(bin),
                    (a, b) ->
                            new Octave(
                                    a.flushed + b.flushed,
                                    a.subnormal + b.subnormal,
                                    a.overflow + b.overflow,
                                    a.all + b.all));
        }
        double most = octaves.values().stream().mapToDouble(Octave::all).max().orElse(1);
        octaves.forEach((octave, counts) -> bar(svg, octave, counts, most));
        axis(svg);
    }

    private double x(double octave) {
        return LEFT + (octave - first) * (width - 2.0 * LEFT) / (last - first + 1);
    }

    private double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }

    /// The format's ranges behind the bars: pale, with a word where there is room for it.
    private void bands(Svg svg) {
        double flush = format.flushThreshold() > 0 ? log2(format.flushThreshold()) : first;
        double normal = log2(format.minNormal());
        double over = log2(format.overflowThreshold());
        ChartTheme theme = svg.theme();
        band(svg, first, flush, theme.flushed(), "flushed", true);
        band(svg, flush, normal, theme.subnormal(), "subnormal", false);
        band(svg, normal, over, theme.soft(), "normal", false);
        band(svg, over, last + 1.0, theme.overflow(), "overflow", true);
        svg.line(LEFT, height - FOOT, width - LEFT, height - FOOT, theme.muted());
    }

    private void band(
            Svg svg, double from, double to, String color, String word, boolean isHatched) {
        double left = x(Math.clamp(from, first, last + 1.0));
        double right = x(Math.clamp(to, first, last + 1.0));
        if (right - left < 0.5) {
            return;
        }
        svg.rect(left, TOP, right - left, height - TOP - FOOT, svg.theme().soft());
        if (isHatched) {
            svg.hatch(left, TOP, right - left, height - TOP - FOOT, svg.theme().line());
        }
        svg.rect(
                left,
                TOP - 3,
                right - left,
                3,
                color.equals(svg.theme().soft()) ? svg.theme().normal() : color);
        if (right - left > 7 * word.length()) {
            svg.text((left + right) / 2, TOP - 7, Svg.Anchor.MIDDLE, 10, svg.theme().muted(), word);
        }
    }

    private void bar(Svg svg, int octave, Octave counts, double most) {
        double full = height - TOP - FOOT - 4;
        double left = x(octave) + 0.75;
        double wide = x(octave + 1.0) - x(octave) - 1.5;
        double base = height - FOOT;
        ChartTheme theme = svg.theme();
        double normal = counts.all - counts.flushed - counts.subnormal - counts.overflow;
        double[] parts = {counts.flushed, counts.subnormal, normal, counts.overflow};
        String[] colors = {theme.flushed(), theme.subnormal(), theme.normal(), theme.overflow()};
        for (int i = 0; i < parts.length; i++) {
            // An octave that holds anything shows a pixel.
            double tall = parts[i] <= 0 ? 0 : Math.max(1, parts[i] / most * full);
            if (tall > 0) {
                base -= tall;
                svg.rect(left, base, wide, tall, colors[i]);
            }
        }
    }

    private void axis(Svg svg) {
        int octaves = last - first + 1;
        int step = octaves > 60 ? 16 : octaves > 30 ? 8 : 4;
        for (int k = Math.ceilDiv(first, step) * step; k <= last + 1; k += step) {
            double x = x(k);
            if (x > LEFT + 8 && x < width - LEFT - 8) {
                svg.line(x, height - FOOT, x, height - FOOT + 4, svg.theme().muted());
                svg.power(x, height - 3, Svg.Anchor.MIDDLE, svg.theme().muted(), k);
            }
        }
    }
}
