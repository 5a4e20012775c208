package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.unitscope.app.theme.Fate;
import org.unitscope.app.theme.Palette;
import org.unitscope.run.Scales;

/// The ranges of a format behind the bars. Edges are the thresholds of rounding, not the constants
/// of the format: dotted where values flush, dashed at the smallest normal value, solid at the
/// largest finite value and thin where rounding overflows.
@SuppressWarnings("serial") // charts are drawn, never serialized
final class BandAnnotation extends AbstractXYAnnotation {
    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
    static final Stroke DOTTED = dashed(1.4f, 1.5f, 3f);
    static final Stroke DASHED = dashed(1.4f, 6f, 4f);
    static final Stroke SOLID = new BasicStroke(1.6f);
    static final Stroke THIN = new BasicStroke(0.7f);

    private final HistogramData data;
    private final Palette palette;
    private final boolean namedBelow;

    BandAnnotation(HistogramData data, Palette palette) {
        this(data, palette, false);
    }

    /// @param namedBelow whether the names of the bands stand at their lower end
    BandAnnotation(HistogramData data, Palette palette, boolean namedBelow) {
        this.data = data;
        this.palette = palette;
        this.namedBelow = namedBelow;
    }

    private static Stroke dashed(float width, float... dashes) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0);
    }

    @Override
    public void draw(
            Graphics2D g2,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis domain,
            ValueAxis range,
            int rendererIndex,
            PlotRenderingInfo info) {
        Pen pen = new Pen(g2, area, domain, data.low(), data.high());
        gutters(pen);
        data.bands().ifPresent(bands -> draw(pen, bands));
    }

    private void draw(Pen pen, Bands bands) {
        double flush = Scales.log2(bands.flush());
        double normal = Scales.log2(bands.normal());
        double overflow = Scales.log2(bands.overflow());
        band(pen, Double.NEGATIVE_INFINITY, flush, Fate.FLUSHED);
        band(pen, flush, normal, Fate.SUBNORMAL);
        band(pen, Math.max(flush, normal), overflow, Fate.NORMAL);
        band(pen, overflow, Double.POSITIVE_INFINITY, Fate.OVERFLOW);
        pen.g2.setPaint(ChartColors.awt(palette.text(), 0.8));
        pen.line(flush, DOTTED);
        pen.line(normal, DASHED);
        pen.line(Scales.log2(bands.max()), SOLID);
        pen.line(overflow, THIN);
    }

    /// Zero, infinity and NaN have no place on a logarithmic axis: they stand outside its ends.
    private void gutters(Pen pen) {
        pen.g2.setPaint(ChartColors.awt(palette.subtle()));
        double left = pen.x(data.low());
        double right = pen.x(data.high());
        Rectangle2D area = pen.area;
        pen.g2.fill(box(area, area.getMinX(), left));
        pen.g2.fill(box(area, right, area.getMaxX()));
        pen.g2.setPaint(ChartColors.awt(palette.border()));
        pen.g2.setStroke(new BasicStroke(1f));
        pen.g2.draw(new Line2D.Double(left, area.getMinY(), left, area.getMaxY()));
        pen.g2.draw(new Line2D.Double(right, area.getMinY(), right, area.getMaxY()));
    }

    private static Rectangle2D box(Rectangle2D area, double left, double right) {
        return new Rectangle2D.Double(left, area.getMinY(), right - left, area.getHeight());
    }

    private void band(Pen pen, double from, double to, Fate fate) {
        double left = pen.x(Math.clamp(from, data.low(), data.high()));
        Rectangle2D band = box(pen.area, left, pen.x(Math.clamp(to, data.low(), data.high())));
        if (band.getWidth() < 1) {
            return;
        }
        if (fate != Fate.NORMAL) {
            pen.g2.setPaint(ChartColors.awt(palette.fate(fate), 0.16));
            pen.g2.fill(band);
        }
        if (fate == Fate.SUBNORMAL || fate == Fate.OVERFLOW) {
            Hatching.draw(pen.g2, band, fate, ChartColors.awt(palette.fate(fate), 0.3));
        }
        name(pen, band, fate);
    }

    private void name(Pen pen, Rectangle2D band, Fate fate) {
        pen.g2.setFont(FONT);
        pen.g2.setPaint(ChartColors.awt(palette.mutedText()));
        String full = fate.glyph() + " " + fate.word();
        String first = fate.glyph() + " " + fate.word().split(" ", 2)[0];
        for (String text : new String[] {full, first, fate.glyph()}) {
            double width = pen.g2.getFontMetrics().stringWidth(text);
            if (width + 6 <= band.getWidth()) {
                double x = band.getCenterX() - width / 2;
                double y = namedBelow ? band.getMaxY() - 5 : band.getMinY() + 13;
                pen.g2.drawString(text, (float) x, (float) y);
                return;
            }
        }
    }

    /// Draws at exponents of two.
    private record Pen(Graphics2D g2, Rectangle2D area, ValueAxis domain, int low, int high) {
        double x(double octave) {
            return domain.valueToJava2D(octave, area, RectangleEdge.BOTTOM);
        }

        void line(double octave, Stroke stroke) {
            if (octave >= low && octave <= high) {
                g2.setStroke(stroke);
                g2.draw(new Line2D.Double(x(octave), area.getMinY(), x(octave), area.getMaxY()));
            }
        }
    }
}
