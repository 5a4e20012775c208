package org.unitscope.app.theme;

import javafx.scene.paint.Color;
import org.unitscope.report.DivergingScale;

/// The report's diverging color map as colors of a canvas, neutral in the middle and clamped at the
/// ends.
public record ScaleColors(boolean dark) {
    /// The octaves at either end when scales are shown.
    public static final double SCALE_RANGE = DivergingScale.RANGE;

    /// The octaves at either end when deviations are shown.
    public static final double DEVIATION_RANGE = 1;

    /// The color at a position from -1 (smallest) over 0 (neutral) to 1 (largest); positions beyond
    /// are clamped.
    public Color at(double position) {
        int argb = DivergingScale.argb(position * DivergingScale.RANGE, dark);
        return Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
    }

    /// Black or white, whichever contrasts more with a fill: at least 4.5 to 1 (WCAG 2 relative
    /// luminance; the better of the two never falls below 4.58).
    public static Color textOn(Color fill) {
        double luminance =
                0.2126 * linear(fill.getRed())
                        + 0.7152 * linear(fill.getGreen())
                        + 0.0722 * linear(fill.getBlue());
        boolean darkTextWins = (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05);
        return darkTextWins ? Color.BLACK : Color.WHITE;
    }

    private static double linear(double channel) {
        return channel <= 0.04045
                ? channel / 12.92
                : StrictMath.pow((channel + 0.055) / 1.055, 2.4);
    }
}
