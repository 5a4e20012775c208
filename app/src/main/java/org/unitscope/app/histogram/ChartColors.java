package org.unitscope.app.histogram;

import java.awt.Color;

/// JavaFX colors as JFreeChart wants them.
public final class ChartColors {
    private ChartColors() {}

    /// The same color.
    public static Color awt(javafx.scene.paint.Color color) {
        return awt(color, 1);
    }

    /// The same color, less opaque.
    public static Color awt(javafx.scene.paint.Color color, double opacity) {
        return new Color(
                (float) color.getRed(),
                (float) color.getGreen(),
                (float) color.getBlue(),
                (float) (color.getOpacity() * opacity));
    }
}
