package org.unitscope.app.theme;

import javafx.scene.paint.Color;
import org.unitscope.statistics.Verdict;

/// The colors that canvases and charts of one theme draw with; controls get theirs from CSS.
///
/// The fate colors differ by at least 25 units of CIE76 color difference from each other under
/// normal, protan, deutan and tritan vision.
///
/// @param background behind charts and cells
/// @param subtle behind heads and group rows
/// @param text main text
/// @param mutedText labels and axes
/// @param border cell and plot borders
/// @param grid grid lines
/// @param accent selection and focus
/// @param predicted marker lines of predicted numbers
/// @param sampled marker lines of sampled numbers
/// @param scale colors of the logarithm of a scale
public record Palette(
        Color background,
        Color subtle,
        Color text,
        Color mutedText,
        Color border,
        Color grid,
        Color accent,
        Color predicted,
        Color sampled,
        Color normal,
        Color subnormal,
        Color flushed,
        Color overflow,
        Color other,
        ScaleColors scale) {
    static final Palette LIGHT =
            new Palette(
                    Color.web("#ffffff"),
                    Color.web("#f6f8fa"),
                    Color.web("#1f2328"),
                    Color.web("#59636e"),
                    Color.web("#d1d9e0"),
                    Color.web("#e7ebef"),
                    Color.web("#0969da"),
                    Color.web("#6639ba"),
                    Color.web("#0a6b2d"),
                    Color.web("#1F6FB2"),
                    Color.web("#56B4E9"),
                    Color.web("#E69F00"),
                    Color.web("#A3123A"),
                    Color.web("#9AA0A6"),
                    new ScaleColors(false));

    static final Palette DARK =
            new Palette(
                    Color.web("#0d1117"),
                    Color.web("#161b22"),
                    Color.web("#e6edf3"),
                    Color.web("#9da7b3"),
                    Color.web("#3d444d"),
                    Color.web("#22282f"),
                    Color.web("#58a6ff"),
                    Color.web("#c8a6ff"),
                    Color.web("#6fdd8b"),
                    Color.web("#4AA3DF"),
                    Color.web("#B8DDF5"),
                    Color.web("#F2B134"),
                    Color.web("#FF5D5D"),
                    Color.web("#6E7681"),
                    new ScaleColors(true));

    /// The color of a fate.
    public Color fate(Fate fate) {
        return switch (fate) {
            case NORMAL -> normal;
            case SUBNORMAL -> subnormal;
            case FLUSHED -> flushed;
            case OVERFLOW -> overflow;
            case OTHER -> other;
        };
    }

    /// The color of a verdict's sign.
    public Color verdict(Verdict verdict) {
        return switch (verdict) {
            case REPRESENTABLE -> normal;
            case AT_RISK, LOST -> flushed;
            case OVERFLOW -> overflow;
        };
    }
}
