package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.unitscope.app.theme.Palette;

/// A vertical line at an RMS with its label in a row of its own, so that labels of lines that
/// almost coincide do not overlap.
@SuppressWarnings("serial") // charts are drawn, never serialized
final class RmsAnnotation extends AbstractXYAnnotation {
    private static final Stroke SOLID = new BasicStroke(2f);
    private static final Stroke DASHED =
            new BasicStroke(
                    2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 4}, 0);
    private static final double ROW = 15;

    private final double log2;
    private final String label;
    private final boolean predicted;
    private final Palette palette;

    RmsAnnotation(double log2, String label, boolean predicted, Palette palette) {
        this.log2 = log2;
        this.label = label;
        this.predicted = predicted;
        this.palette = palette;
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
        if (!domain.getRange().contains(log2)) {
            return;
        }
        double x = domain.valueToJava2D(log2, area, RectangleEdge.BOTTOM);
        double top = area.getMinY() + 17 + (predicted ? 0 : ROW);
        Color ink = ChartColors.awt(predicted ? palette.predicted() : palette.sampled());
        g2.setPaint(ink);
        g2.setStroke(predicted ? DASHED : SOLID);
        g2.draw(new Line2D.Double(x, top, x, area.getMaxY()));
        g2.setFont(BandAnnotation.FONT);
        // The chart's font metrics come out a little narrower than what is drawn.
        double width = 1.25 * g2.getFontMetrics().stringWidth(label);
        boolean fitsRight = x + 8 + width < area.getMaxX();
        double left = fitsRight ? x + 5 : x - 5 - width;
        g2.setPaint(ChartColors.awt(palette.background(), 0.85));
        g2.fill(new Rectangle2D.Double(left - 2, top, width + 4, ROW - 1));
        g2.setPaint(ink);
        g2.drawString(label, (float) left, (float) (top + 11));
    }
}
