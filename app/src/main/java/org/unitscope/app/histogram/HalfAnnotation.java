package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.unitscope.app.theme.Palette;

/// What stands behind and over one half of a mirrored histogram: the bands of that run's format,
/// and the line of its RMS with a label at the outer end.
@SuppressWarnings("serial") // charts are drawn, never serialized
final class HalfAnnotation extends AbstractXYAnnotation {
    private static final double LABEL = 15;

    private final boolean upper;
    private final BandAnnotation bands;
    private final double log2Rms;
    private final String label;
    private final boolean inFront;
    private final Palette palette;

    /// @param log2Rms where the line stands; NaN for none, the label alone is drawn then
    /// @param inFront the line, else the bands
    HalfAnnotation(
            boolean upper,
            BandAnnotation bands,
            double log2Rms,
            String label,
            boolean inFront,
            Palette palette) {
        this.upper = upper;
        this.bands = bands;
        this.log2Rms = log2Rms;
        this.label = label;
        this.inFront = inFront;
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
        double zero = range.valueToJava2D(0, area, RectangleEdge.LEFT);
        double top = upper ? area.getMinY() : zero;
        double bottom = upper ? zero : area.getMaxY();
        Rectangle2D half =
                new Rectangle2D.Double(area.getMinX(), top, area.getWidth(), bottom - top);
        if (inFront) {
            line(g2, half, domain);
        } else {
            bands.draw(g2, plot, half, domain, range, rendererIndex, info);
        }
    }

    private void line(Graphics2D g2, Rectangle2D half, ValueAxis domain) {
        Color ink = ChartColors.awt(palette.sampled());
        g2.setPaint(ink);
        g2.setStroke(new BasicStroke(2f));
        double row = upper ? half.getMinY() + 18 : half.getMaxY() - 18 - LABEL;
        if (!domain.getRange().contains(log2Rms)) {
            g2.setFont(BandAnnotation.FONT);
            double wide = g2.getFontMetrics().stringWidth(label);
            g2.drawString(label, (float) (half.getCenterX() - wide / 2), (float) (row + 11));
            return;
        }
        double x = domain.valueToJava2D(log2Rms, half, RectangleEdge.BOTTOM);
        g2.draw(
                new Line2D.Double(
                        x, upper ? row : half.getMinY(), x, upper ? half.getMaxY() : row + LABEL));
        g2.setFont(BandAnnotation.FONT);
        // The chart's font metrics come out a little narrower than what is drawn.
        double width = 1.25 * g2.getFontMetrics().stringWidth(label);
        double left = x + 8 + width < half.getMaxX() ? x + 5 : x - 5 - width;
        g2.setPaint(ChartColors.awt(palette.background(), 0.85));
        g2.fill(new Rectangle2D.Double(left - 2, row, width + 4, LABEL - 1));
        g2.setPaint(ink);
        g2.drawString(label, (float) left, (float) (row + 11));
    }
}
