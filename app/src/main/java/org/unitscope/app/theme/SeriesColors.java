package org.unitscope.app.theme;

import java.util.List;
import javafx.scene.paint.Color;

/// Colors of lines that share a chart.
///
/// Every one has a contrast of at least 3 to 1 with the background, and any two differ by at least
/// 20 units of CIE76 color difference under normal, protan, deutan and tritan vision (simulated as
/// Machado, Oliveira and Fernandes 2009 do at full severity).
///
/// @param dark for the dark theme
public record SeriesColors(boolean dark) {
    /// How many there are: more lines are not told apart.
    public static final int COUNT = 6;

    private static final List<Color> LIGHT =
            List.of(
                    Color.web("#0072b2"),
                    Color.web("#d55e00"),
                    Color.web("#7048e8"),
                    Color.web("#660066"),
                    Color.web("#57606a"),
                    Color.web("#1f2328"));

    private static final List<Color> DARK =
            List.of(
                    Color.web("#388bfd"),
                    Color.web("#f0883e"),
                    Color.web("#7ee787"),
                    Color.web("#ffd33d"),
                    Color.web("#8b949e"),
                    Color.web("#e6edf3"));

    /// The colors of a palette's theme.
    public static SeriesColors of(Palette palette) {
        return new SeriesColors(palette.scale().dark());
    }

    /// The color of a line, the same again after [#COUNT] lines.
    public Color at(int line) {
        return (dark ? DARK : LIGHT).get(line % COUNT);
    }
}
