package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Fate;
import org.unitscope.app.theme.Palette;
import org.unitscope.run.Scales;
import org.unitscope.statistics.OctaveHistogram;

/// Builds the chart of one histogram.
final class HistogramChart {
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /// Room above the highest bar for the names of the bands and the labels of the lines.
    private static final double HEADROOM = 1.45;

    private final HistogramData data;
    private final Palette palette;
    private final OctaveAxis octaves;

    private HistogramChart(HistogramData data, Palette palette) {
        this.data = data;
        this.palette = palette;
        double slot = Math.max(1.6, 0.055 * (data.high() - data.low()));
        this.octaves = new OctaveAxis(data.low(), data.high(), slot);
    }

    static JFreeChart of(
            HistogramData data,
            OptionalDouble predictedRms,
            Optional<LawOutline> predicted,
            boolean logarithmic,
            Palette palette) {
        return new HistogramChart(data, palette).build(predictedRms, predicted, logarithmic);
    }

    private JFreeChart build(
            OptionalDouble predictedRms, Optional<LawOutline> predicted, boolean logarithmic) {
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setBarPainter(new FateBarPainter(palette));
        renderer.setShadowVisible(false);
        renderer.setDefaultToolTipGenerator((dataset, series, item) -> tooltip(series, item));
        renderer.addAnnotation(new BandAnnotation(data, palette), Layer.BACKGROUND);
        predictedRms.ifPresent(rms -> addLine(renderer, rms, "predicted RMS ", true));
        if (!data.predicted()) {
            addLine(renderer, data.statistics().moments().rms(), "sampled RMS ", false);
        }
        XYPlot plot = new XYPlot(dataset(), style(octaves), shares(logarithmic), renderer);
        predicted.ifPresent(outline -> addOutline(plot, outline));
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

    /// What was predicted, over what was counted.
    private void addOutline(XYPlot plot, LawOutline outline) {
        XYSeries line = new XYSeries("predicted", false, true);
        double lowest = 1e-9;
        for (LawOutline.Step step : outline.steps()) {
            if (step.height() > lowest) {
                line.add(step.left(), step.height());
                line.add(step.right(), step.height());
            }
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setSeriesPaint(0, ChartColors.awt(palette.predicted()));
        renderer.setSeriesStroke(0, new BasicStroke(1.6f));
        plot.setDataset(1, new XYSeriesCollection(line));
        plot.setRenderer(1, renderer);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    }

    private void addLine(XYBarRenderer renderer, double rms, String label, boolean predicted) {
        if (rms > 0 && !Double.isInfinite(rms)) {
            renderer.addAnnotation(
                    new RmsAnnotation(
                            Scales.log2(rms) + data.shift(),
                            label
                                    + NumberText.number(rms)
                                    + (data.shift() == 0
                                            ? ""
                                            : " " + FateText.factor(data.shift())),
                            predicted,
                            palette),
                    Layer.FOREGROUND);
        }
    }

    private XYIntervalSeriesCollection dataset() {
        XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
        for (Fate fate : Fate.values()) {
            XYIntervalSeries series = new XYIntervalSeries(fate, false, true);
            for (HistogramData.Bar bar : data.bars()) {
                if (bar.fate() == fate) {
                    double left = bar.left();
                    double right = bar.right();
                    series.add((left + right) / 2, left, right, bar.top(), bar.bottom(), bar.top());
                }
            }
            if (fate == Fate.OTHER) {
                OctaveHistogram histogram = data.statistics().histogram();
                addGutter(series, octaves.zeroCenter(), histogram.zeros());
                addGutter(series, octaves.infiniteCenter(), histogram.infinite());
                addGutter(series, octaves.nanCenter(), histogram.nan());
            }
            dataset.addSeries(series);
        }
        return dataset;
    }

    private void addGutter(XYIntervalSeries series, double center, long count) {
        if (count > 0) {
            double share = (double) count / data.statistics().count();
            double half = 0.36 * octaves.slotWidth();
            series.add(center, center - half, center + half, share, 0, share);
        }
    }

    private String tooltip(int series, int item) {
        Fate fate = Fate.values()[series];
        HistogramData.Bar[] bars =
                data.bars().stream()
                        .filter(bar -> bar.fate() == fate)
                        .toArray(HistogramData.Bar[]::new);
        if (item >= bars.length) {
            return "zero, infinite or NaN";
        }
        HistogramData.Bar bar = bars[item];
        return "%s to %s: %s, %s elements, %s"
                .formatted(
                        edge(bar.octave(), bar.part(), bar.parts()),
                        edge(bar.octave(), bar.part() + 1, bar.parts()),
                        NumberText.percent(bar.to() - bar.from()),
                        NumberText.count(bar.count()),
                        fate == Fate.OTHER ? "fate not known" : fate.word());
    }

    /// `2⁻³`, or `1.125·2⁻³` inside an octave.
    private static String edge(int octave, int part, int parts) {
        if (part % parts == 0) {
            return NumberText.powerOfTwo(octave + part / parts);
        }
        return Double.toString(1 + (double) part / parts) + "·" + NumberText.powerOfTwo(octave);
    }

    private ValueAxis shares(boolean logarithmic) {
        double most = Math.max(data.highestShare(), 1e-9);
        if (!logarithmic) {
            NumberAxis axis = new NumberAxis();
            axis.setRange(0, most * HEADROOM);
            axis.setTickLabelsVisible(data.isCounted());
            axis.setNumberFormatOverride(percentages("0.### %"));
            return style(axis);
        }
        double least = 0.5 / Math.max(1, data.statistics().count());
        LogAxis axis = new LogAxis();
        axis.setSmallestValue(least);
        double decades = Math.max(1, StrictMath.log10(most / least));
        axis.setRange(least, most * StrictMath.pow(10, (HEADROOM - 1) * decades));
        axis.setNumberFormatOverride(percentages("0.####### %"));
        return style(axis);
    }

    private static DecimalFormat percentages(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    private ValueAxis style(ValueAxis axis) {
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(ChartColors.awt(palette.mutedText()));
        axis.setAxisLinePaint(ChartColors.awt(palette.border()));
        axis.setTickMarkPaint(ChartColors.awt(palette.border()));
        return axis;
    }
}
