package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Fate;
import org.unitscope.app.theme.Palette;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.Scales;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// The histograms of one tensor in two runs on one axis, the first upward and the second downward,
/// each against the bands of the format it is judged in and both to the same height.
public final class MirroredChart {
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final double HEADROOM = 1.45;

    /// Where the share of a bar that was cut stands, in heights of the axis.
    private static final double CUT_LABEL = 1.06;

    private final HistogramData up;
    private final HistogramData down;
    private final Palette palette;
    private final OctaveAxis octaves;
    private final double most;

    private MirroredChart(HistogramData up, HistogramData down, Palette palette) {
        int low = Math.min(up.low(), down.low());
        int high = Math.max(up.high(), down.high());
        this.up = up.on(low, high);
        this.down = down.on(low, high);
        this.palette = palette;
        this.octaves = new OctaveAxis(low, high, Math.max(1.6, 0.055 * (high - low)));
        this.most = highest(this.up, this.down);
    }

    /// One run's half.
    ///
    /// @param statistics empty of a tensor that was not sampled
    /// @param target the format whose bands are drawn
    /// @param name of the run, a letter
    public record Half(Optional<TensorStatistics> statistics, TargetFormat target, String name) {
        private HistogramData data() {
            TensorStatistics counted =
                    statistics.orElseGet(
                            () -> new StatisticsAccumulator(target).finish(VerdictRule.DEFAULT));
            return HistogramData.of(counted, target);
        }
    }

    /// The chart of both.
    public static JFreeChart of(Half up, Half down, Palette palette) {
        return new MirroredChart(up.data(), down.data(), palette).build(up.name(), down.name());
    }

    /// What the axis reaches to: the highest bar of an octave, and more for zeros, infinities and
    /// NaN, but no more than twice as much, or many zeros would flatten everything.
    private static double highest(HistogramData up, HistogramData down) {
        double bars =
                Stream.concat(up.bars().stream(), down.bars().stream())
                        .mapToDouble(HistogramData.Bar::top)
                        .max()
                        .orElse(0);
        double all = Math.max(up.highestShare(), down.highestShare());
        return Math.max(1e-9, bars == 0 ? all : Math.min(all, 2 * bars));
    }

    private JFreeChart build(String upName, String downName) {
        XYBarRenderer bars = new XYBarRenderer();
        bars.setUseYInterval(true);
        bars.setBarPainter(new FateBarPainter(palette));
        bars.setShadowVisible(false);
        addHalf(bars, up, true, upName);
        addHalf(bars, down, false, downName);
        XYPlot plot = new XYPlot(dataset(up, 1), style(octaves), shares(), bars);
        XYBarRenderer lower = new XYBarRenderer();
        lower.setUseYInterval(true);
        lower.setBarPainter(new FateBarPainter(palette));
        lower.setShadowVisible(false);
        plot.setDataset(1, dataset(down, -1));
        plot.setRenderer(1, lower);
        ValueMarker zero = new ValueMarker(0, ChartColors.awt(palette.text()), new BasicStroke(1f));
        plot.addRangeMarker(zero, Layer.FOREGROUND);
        plot.setBackgroundPaint(ChartColors.awt(palette.background()));
        plot.setOutlinePaint(ChartColors.awt(palette.border()));
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(ChartColors.awt(palette.grid()));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(2, 2, 2, 6));
        JFreeChart chart = new JFreeChart(null, SMALL, plot, false);
        chart.setBackgroundPaint(ChartColors.awt(palette.background()));
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        return chart;
    }

    private void addHalf(XYBarRenderer renderer, HistogramData data, boolean upper, String name) {
        double rms = data.statistics().moments().rms();
        boolean drawn = data.isCounted() && rms > 0 && !Double.isInfinite(rms);
        String label =
                !data.isCounted()
                        ? name + ": not sampled"
                        : Double.isFinite(rms)
                                ? "%s: RMS %s".formatted(name, NumberText.number(rms))
                                : name + ": RMS not finite";
        BandAnnotation bands = new BandAnnotation(data, palette, !upper);
        double at = drawn ? Scales.log2(rms) : Double.NaN;
        renderer.addAnnotation(
                new HalfAnnotation(upper, bands, at, label, false, palette), Layer.BACKGROUND);
        renderer.addAnnotation(
                new HalfAnnotation(upper, bands, at, label, true, palette), Layer.FOREGROUND);
        OctaveHistogram histogram = data.statistics().histogram();
        long total = data.statistics().count();
        int sign = upper ? 1 : -1;
        labelCut(renderer, octaves.zeroCenter(), histogram.zeros(), total, sign);
        labelCut(renderer, octaves.infiniteCenter(), histogram.infinite(), total, sign);
        labelCut(renderer, octaves.nanCenter(), histogram.nan(), total, sign);
    }

    /// @param sign 1 upward, -1 downward
    private XYIntervalSeriesCollection dataset(HistogramData data, int sign) {
        XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
        for (Fate fate : Fate.values()) {
            XYIntervalSeries series = new XYIntervalSeries(fate, false, true);
            for (HistogramData.Bar bar : data.bars()) {
                if (bar.fate() == fate) {
                    add(series, bar.left(), bar.right(), sign * bar.bottom(), sign * bar.top());
                }
            }
            if (fate == Fate.OTHER) {
                OctaveHistogram histogram = data.statistics().histogram();
                double total = Math.max(1, data.statistics().count());
                gutter(series, octaves.zeroCenter(), sign * histogram.zeros() / total);
                gutter(series, octaves.infiniteCenter(), sign * histogram.infinite() / total);
                gutter(series, octaves.nanCenter(), sign * histogram.nan() / total);
            }
            dataset.addSeries(series);
        }
        return dataset;
    }

    /// Cut at the height of the axis; the label tells the share then.
    private void gutter(XYIntervalSeries series, double center, double share) {
        if (share != 0) {
            double half = 0.36 * octaves.slotWidth();
            add(series, center - half, center + half, 0, Math.clamp(share, -most, most));
        }
    }

    private void labelCut(XYBarRenderer renderer, double center, long count, long total, int sign) {
        double share = (double) count / Math.max(1, total);
        if (share > most) {
            // Away from the edge that the gutter lies at.
            boolean left = center < 0.5 * (up.low() + up.high());
            Range axis = octaves.getRange();
            XYTextAnnotation label =
                    new XYTextAnnotation(
                            NumberText.percent(share),
                            left ? axis.getLowerBound() : axis.getUpperBound(),
                            sign * most * CUT_LABEL);
            label.setTextAnchor(left ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT);
            label.setFont(BandAnnotation.FONT);
            label.setPaint(ChartColors.awt(palette.text()));
            renderer.addAnnotation(label, Layer.FOREGROUND);
        }
    }

    private static void add(
            XYIntervalSeries series, double left, double right, double from, double to) {
        series.add((left + right) / 2, left, right, to, Math.min(from, to), Math.max(from, to));
    }

    private ValueAxis shares() {
        NumberAxis axis = new NumberAxis();
        axis.setRange(-most * HEADROOM, most * HEADROOM);
        DecimalFormat percent =
                new DecimalFormat("0.### %", DecimalFormatSymbols.getInstance(Locale.ROOT));
        // Downward is a direction, not a sign.
        percent.setNegativePrefix("");
        axis.setNumberFormatOverride(percent);
        return style(axis);
    }

    private ValueAxis style(ValueAxis axis) {
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(ChartColors.awt(palette.mutedText()));
        axis.setAxisLinePaint(ChartColors.awt(palette.border()));
        axis.setTickMarkPaint(ChartColors.awt(palette.border()));
        return axis;
    }
}
