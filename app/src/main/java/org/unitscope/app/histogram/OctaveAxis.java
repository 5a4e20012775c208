package org.unitscope.app.histogram;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.unitscope.app.text.NumberText;

/// The magnitude axis: labels `2^k` as densely as there is room, and the names of the gutters
/// beyond its ends.
@SuppressWarnings("serial") // charts are drawn, never serialized
final class OctaveAxis extends NumberAxis {
    private static final double LABEL_WIDTH = 30;

    /// From the middle of a label to that of a gutter.
    private static final double GUTTER_GAP = 24;

    private final int low;
    private final int high;
    private final double slot;

    /// @param slot width of a gutter in octaves
    OctaveAxis(int low, int high, double slot) {
        this.low = low;
        this.high = high;
        this.slot = slot;
        setRange(low - 1.5 * slot, high + 2.6 * slot);
    }

    double zeroCenter() {
        return low - 0.8 * slot;
    }

    double infiniteCenter() {
        return high + 0.8 * slot;
    }

    double nanCenter() {
        return high + 1.9 * slot;
    }

    double slotWidth() {
        return slot;
    }

    @Override
    public List<NumberTick> refreshTicks(
            Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
        List<NumberTick> ticks = new ArrayList<>();
        double octaveWidth = dataArea.getWidth() / getRange().getLength();
        int step = 1;
        while (step * octaveWidth < LABEL_WIDTH) {
            step *= 2;
        }
        for (int octave = Math.ceilDiv(low, step) * step; octave <= high; octave += step) {
            double gap = Math.min(octave - zeroCenter(), infiniteCenter() - octave);
            if (gap * octaveWidth >= GUTTER_GAP) {
                ticks.add(tick(octave, NumberText.powerOfTwo(octave)));
            }
        }
        ticks.add(tick(zeroCenter(), "0"));
        ticks.add(tick(infiniteCenter(), "∞"));
        ticks.add(tick(nanCenter(), "NaN"));
        return ticks;
    }

    private static NumberTick tick(double value, String label) {
        return new NumberTick(value, label, TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0);
    }
}
