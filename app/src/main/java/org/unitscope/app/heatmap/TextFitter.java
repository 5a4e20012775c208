package org.unitscope.app.heatmap;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures text and shortens what does not fit, in the middle, because paths differ at their ends.
final class TextFitter {
    private static final int MOST_REMEMBERED = 20_000;

    private record Asked(String text, double size, int width) {}

    private final Text measure = new Text();
    private final Map<Asked, String> fitted = new HashMap<>();

    double width(String text, Font font) {
        measure.setFont(font);
        measure.setText(text);
        return measure.getLayoutBounds().getWidth();
    }

    String fit(String text, Font font, double width) {
        if (fitted.size() > MOST_REMEMBERED) {
            fitted.clear();
        }
        return fitted.computeIfAbsent(
                new Asked(text, font.getSize(), (int) width), asked -> shorten(text, font, width));
    }

    private String shorten(String text, Font font, double width) {
        if (width(text, font) <= width) {
            return text;
        }
        int low = 0;
        int high = text.length();
        while (low < high) {
            int keep = (low + high + 1) / 2;
            if (width(shortened(text, keep), font) <= width) {
                low = keep;
            } else {
                high = keep - 1;
            }
        }
        return shortened(text, low);
    }

    private static String shortened(String text, int keep) {
        int head = keep / 2;
        return text.substring(0, head) + "…" + text.substring(text.length() - (keep - head));
    }
}
