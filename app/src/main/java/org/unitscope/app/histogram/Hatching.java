package org.unitscope.app.histogram;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.unitscope.app.theme.Fate;

/// The pattern of each fate, drawn as clipped lines because texture paints do not show on the FX
/// canvas.
final class Hatching {
    private static final double DISTANCE = 6;

    private Hatching() {}

    static void draw(Graphics2D g2, Rectangle2D area, Fate fate, Color ink) {
        if (fate == Fate.NORMAL || area.getWidth() < 1 || area.getHeight() < 1) {
            return;
        }
        Shape clip = g2.getClip();
        g2.clip(area);
        g2.setPaint(ink);
        g2.setStroke(new BasicStroke(0.8f));
        switch (fate) {
            case SUBNORMAL -> lines(g2, area, area.getHeight());
            case OVERFLOW -> {
                lines(g2, area, area.getHeight());
                lines(g2, area, -area.getHeight());
            }
            case FLUSHED -> dots(g2, area);
            case OTHER -> lines(g2, area, -area.getHeight());
            case NORMAL -> {}
        }
        g2.setClip(clip);
    }

    /// Lines at 45 degrees that rise by `rise` from the lower edge, or fall from the upper one.
    private static void lines(Graphics2D g2, Rectangle2D area, double rise) {
        double start = rise > 0 ? area.getMaxY() : area.getMinY();
        double height = Math.abs(rise);
        double first = Math.floor((area.getMinX() - height) / DISTANCE) * DISTANCE;
        for (double x = first; x < area.getMaxX(); x += DISTANCE) {
            g2.draw(new Line2D.Double(x, start, x + height, start - rise));
        }
    }

    private static void dots(Graphics2D g2, Rectangle2D area) {
        double first = Math.floor(area.getMinX() / DISTANCE) * DISTANCE;
        double top = Math.floor(area.getMinY() / DISTANCE) * DISTANCE;
        for (double y = top; y < area.getMaxY(); y += DISTANCE) {
            for (double x = first; x < area.getMaxX(); x += DISTANCE) {
                g2.fill(new Ellipse2D.Double(x + 2, y + 2, 1.6, 1.6));
            }
        }
    }
}
