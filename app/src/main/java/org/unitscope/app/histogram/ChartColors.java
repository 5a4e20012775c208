package org.unitscope.app.histogram;

import java.awt.Color;

/// JavaFX colors as JFreeChart wants them.
final class ChartColors {
    private ChartColors() {}

    static Color awt(javafx.scene.paint.Color color) {
        return awt(color, 1);
    }

    static Color awt(javafx.scene.paint.Color color, double opacity) {
        return new Color(
                (float) color.getRed(),
                (float) color.getGreen(),
                (float) color.getBlue(),
                (float) (color.getOpacity() * opacity));
    }
}
