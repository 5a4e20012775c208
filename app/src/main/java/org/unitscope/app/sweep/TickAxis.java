package org.unitscope.app.sweep;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/// An axis of logarithms with labels at given places, as many as there is room for, from the lowest
/// on.
@SuppressWarnings("serial") // charts are drawn, never serialized
final class TickAxis extends NumberAxis {
    /// Pixels from one label to the next: across, and upward.
    private static final double LETTER = 8;

    private static final double LINE = 22;

    private final List<Place> places;

    /// @param value ascending, in octaves
    record Place(double value, String label) {}

    TickAxis(double low, double high, List<Place> places) {
        this.places = List.copyOf(places);
        setRange(low, high);
    }

    @Override
    public List<NumberTick> refreshTicks(
            Graphics2D g2, AxisState state, Rectangle2D area, RectangleEdge edge) {
        boolean across = RectangleEdge.isTopOrBottom(edge);
        List<NumberTick> ticks = new ArrayList<>();
        double free = Double.NEGATIVE_INFINITY;
        for (Place place : places) {
            double at = valueToJava2D(place.value(), area, edge);
            double half = across ? LETTER * (place.label().length() + 1) / 2 : LINE / 2;
            double position = across ? at : -at;
            if (position - half >= free) {
                free = position + half;
                ticks.add(
                        new NumberTick(
                                place.value(),
                                place.label(),
                                across ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT,
                                TextAnchor.CENTER,
                                0));
            }
        }
        return ticks;
    }
}
