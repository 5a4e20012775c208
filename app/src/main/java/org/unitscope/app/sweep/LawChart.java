package org.unitscope.app.sweep;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.unitscope.app.histogram.ChartColors;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Palette;
import org.unitscope.app.theme.SeriesColors;
import org.unitscope.graph.Role;
import org.unitscope.run.Scales;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepPoint;
import org.unitscope.sweep.SweepRange;

/// Scales over a size, both in octaves: points as they were predicted, lines as they were fitted.
/// Signs are those of the roles: round for activations, pointed for weights, hollow for gradients.
final class LawChart {
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /// Octaves shown at least, so that a scale that does not change looks flat.
    private static final double LEAST_HEIGHT = 4;

    private static final double PADDING = 0.5;

    private final ScaleLaws laws;
    private final List<ScaleLaw> drawn;
    private final Palette palette;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    private LawChart(ScaleLaws laws, List<ScaleLaw> drawn, Palette palette) {
        this.laws = laws;
        this.drawn = drawn;
        this.palette = palette;
    }

    /// @param drawn at most [SeriesColors#COUNT], in the order of the colors
    static JFreeChart of(ScaleLaws laws, List<ScaleLaw> drawn, Palette palette) {
        return new LawChart(laws, drawn, palette).build();
    }

    private JFreeChart build() {
        XYSeriesCollection points = new XYSeriesCollection();
        XYSeriesCollection lines = new XYSeriesCollection();
        XYLineAndShapeRenderer signs = new XYLineAndShapeRenderer(false, true);
        XYLineAndShapeRenderer strokes = new XYLineAndShapeRenderer(true, false);
        signs.setDefaultToolTipGenerator((dataset, series, item) -> tooltip(series, item));
        for (int i = 0; i < drawn.size(); i++) {
            points.addSeries(points(i));
            lines.addSeries(line(i));
            style(signs, strokes, i);
        }
        XYPlot plot = new XYPlot(points, sizes(), scales(), signs);
        plot.setDataset(1, lines);
        plot.setRenderer(1, strokes);
        plot.setBackgroundPaint(ChartColors.awt(palette.background()));
        plot.setOutlinePaint(ChartColors.awt(palette.border()));
        plot.setDomainGridlinePaint(ChartColors.awt(palette.grid()));
        plot.setRangeGridlinePaint(ChartColors.awt(palette.grid()));
        plot.setDomainGridlineStroke(new BasicStroke(1f));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(4, 2, 2, 8));
        JFreeChart chart = new JFreeChart(null, SMALL, plot, false);
        chart.setBackgroundPaint(ChartColors.awt(palette.background()));
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        return chart;
    }

    private XYSeries points(int index) {
        XYSeries series = new XYSeries(index, false, true);
        for (ScaleLaw.Point point : finite(drawn.get(index))) {
            add(series, Scales.log2(point.size()), Scales.log2(point.rms()));
        }
        return series;
    }

    private static List<ScaleLaw.Point> finite(ScaleLaw law) {
        return law.points().stream()
                .filter(point -> point.rms() > 0 && Double.isFinite(point.rms()))
                .toList();
    }

    private XYSeries line(int index) {
        XYSeries series = new XYSeries(index, false, true);
        ScaleLaw law = drawn.get(index);
        law.fit()
                .ifPresent(fit -> {
                    double from = law.points().getFirst().size();
                    double to = law.points().getLast().size();
                    add(series, Scales.log2(from), fit.log2At(from));
                    add(series, Scales.log2(to), fit.log2At(to));
                });
        return series;
    }

    private void add(XYSeries series, double x, double y) {
        series.add(x, y);
        low = Math.min(low, y);
        high = Math.max(high, y);
    }

    private void style(XYLineAndShapeRenderer signs, XYLineAndShapeRenderer strokes, int index) {
        Role role = drawn.get(index).key().role();
        Color ink = ChartColors.awt(SeriesColors.of(palette).at(index));
        signs.setSeriesPaint(index, ink);
        signs.setSeriesShape(index, sign(role));
        signs.setSeriesShapesFilled(index, !role.isGradient());
        signs.setSeriesOutlineStroke(index, new BasicStroke(1.6f));
        strokes.setSeriesPaint(index, ink);
        strokes.setSeriesStroke(index, new BasicStroke(1.6f));
    }

    private static Shape sign(Role role) {
        if (!role.isParameter()) {
            return new Ellipse2D.Double(-4, -4, 8, 8);
        }
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(-5, -4);
        triangle.lineTo(5, -4);
        triangle.lineTo(0, 5);
        triangle.closePath();
        return triangle;
    }

    private String tooltip(int series, int item) {
        ScaleLaw law = drawn.get(series);
        return LawText.point(law, finite(law).get(item), laws.range().name());
    }

    private ValueAxis sizes() {
        List<TickAxis.Place> places =
                laws.predicted().stream()
                        .map(SweepPoint::size)
                        .map(size -> new TickAxis.Place(Scales.log2(size), SweepRange.plain(size)))
                        .toList();
        double first = places.getFirst().value();
        double last = places.getLast().value();
        double margin = 0.06 * (last - first);
        return style(new TickAxis(first - margin, last + margin, places), laws.range().name());
    }

    private ValueAxis scales() {
        if (low > high) {
            low = 0;
            high = 0;
        }
        double missing = Math.max(0, LEAST_HEIGHT - 2 * PADDING - (high - low)) / 2;
        double from = low - PADDING - missing;
        double to = high + PADDING + missing;
        List<TickAxis.Place> places = new ArrayList<>();
        for (int octave = (int) Math.ceil(from); octave <= to; octave++) {
            places.add(new TickAxis.Place(octave, NumberText.powerOfTwo(octave)));
        }
        return style(new TickAxis(from, to, places), "RMS");
    }

    private ValueAxis style(ValueAxis axis, String label) {
        axis.setLabel(label);
        axis.setLabelFont(SMALL);
        axis.setLabelPaint(ChartColors.awt(palette.mutedText()));
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(ChartColors.awt(palette.mutedText()));
        axis.setAxisLinePaint(ChartColors.awt(palette.border()));
        axis.setTickMarkPaint(ChartColors.awt(palette.border()));
        return axis;
    }
}
