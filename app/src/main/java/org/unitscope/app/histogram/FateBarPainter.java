package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.RectangularShape;
import org.jfree.chart.renderer.xy.XYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.unitscope.app.theme.Fate;
import org.unitscope.app.theme.Palette;

/// Fills a bar with the color and pattern of its fate; the fate is the number of the series.
record FateBarPainter(Palette palette) implements XYBarPainter {
    @Override
    public void paintBar(
            Graphics2D g2,
            XYBarRenderer renderer,
            int row,
            int column,
            RectangularShape bar,
            RectangleEdge base) {
        Fate fate = Fate.values()[row];
        g2.setPaint(ChartColors.awt(palette.fate(fate)));
        g2.fill(bar);
        Hatching.draw(g2, bar.getFrame(), fate, ChartColors.awt(palette.background(), 0.75));
        if (bar.getWidth() > 4) {
            g2.setPaint(ChartColors.awt(palette.text(), 0.7));
            g2.setStroke(new BasicStroke(1f));
            g2.draw(bar);
        }
    }

    @Override
    public void paintBarShadow(
            Graphics2D g2,
            XYBarRenderer renderer,
            int row,
            int column,
            RectangularShape bar,
            RectangleEdge base,
            boolean pegShadow) {
        // Bars cast no shadow.
    }
}
