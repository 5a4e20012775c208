package org.unitscope.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Text for HTML: everything that comes from a model or a run is data and is escaped here.
public final class Html {
    /// Control characters and lone surrogates: no XML parser takes them, escaped or not.
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private Html() {}

    /// The text with the five characters that have a meaning in HTML replaced, and those that XML
    /// has no place for.
    public static String escape(String text) {
        return FORBIDDEN
                .matcher(text)
                .replaceAll("\uFFFD")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// A template filled in with digits and points that no locale changes.
    @SuppressWarnings(
            "AnnotateFormatMethod") // the annotation is Error Prone's own, not worth a dependency
    public static String fill(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }

    /// Four significant digits, or a dash.
    public static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "–";
    }

    /// Four significant digits.
    public static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value).replace("Infinity", "∞");
        }
        double magnitude = Math.abs(value);
        return magnitude >= 1e-3 && magnitude < 1e5
                ? new BigDecimal(value).round(new MathContext(4)).toPlainString()
                : fill("%.3e", value);
    }

    /// A share as a percentage, not escaped: `0`, `< 0.001 %`, or three significant digits.
    public static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0) {
            return "0";
        }
        if (percent < 1e-3) {
            return "< 0.001 %";
        }
        String form = percent < 0.1 ? "%.3f %%" : percent < 10 ? "%.2f %%" : "%.1f %%";
        return String.format(Locale.ROOT, form, percent);
    }

    /// A relative difference with its sign.
    public static String deviation(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * value.getAsDouble())
                : "–";
    }
}
