package org.unitscope.report.charts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.unitscope.report.Html;

/// Writes one SVG image. All styling is in attributes, as readers of SVG in PDF do not know style
/// sheets of pages; positions have at most two decimals, so that equal charts have equal bytes.
public final class Svg {
    /// Families in order of preference: the screen's own, then the one that comes with the report.
    public static final String FONTS = "system-ui,'Segoe UI','DejaVu Sans Condensed',sans-serif";

    private final StringBuilder text = new StringBuilder();
    private final ChartTheme theme;

    /// Where a text stands to its position.
    public enum Anchor {
        START,
        MIDDLE,
        END;

        private String attribute() {
            return switch (this) {
                case START -> "";
                case MIDDLE -> " text-anchor=\"middle\"";
                case END -> " text-anchor=\"end\"";
            };
        }
    }

    /// Begins an image.
    ///
    /// @param id of the image on its page, the prefix of the ids of its title and description
    /// @param title what it shows
    /// @param description what it says, for who does not see it
    public Svg(
            String id,
            double width,
            double height,
            String title,
            String description,
            ChartTheme theme) {
        this.theme = theme;
        text.append(
                Html.fill(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"%s\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\" aria-labelledby=\"%s-t %s-d\" font-family=\"%s\" font-size=\"11\" fill=\"%s\">\n<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n",
                        id,
                        number(width),
                        number(height),
                        number(width),
                        number(height),
                        id,
                        id,
                        FONTS,
                        theme.ink(),
                        id,
                        Html.escape(title),
                        id,
                        Html.escape(description)));
    }

    /// The colors that it is drawn with.
    public ChartTheme theme() {
        return theme;
    }

    /// A filled rectangle.
    public Svg rect(double x, double y, double width, double height, String fill) {
        text.append(
                Html.fill(
                        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>",
                        number(x), number(y), number(width), number(height), fill));
        return this;
    }

    /// A line of one pixel.
    public Svg line(double x1, double y1, double x2, double y2, String stroke) {
        return path("M" + at(x1, y1) + "L" + at(x2, y2), "none", stroke);
    }

    /// A dashed line of one pixel.
    public Svg dashed(double x1, double y1, double x2, double y2, String stroke) {
        text.append(
                Html.fill(
                        "<path d=\"M%sL%s\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>",
                        at(x1, y1), at(x2, y2), stroke));
        return this;
    }

    /// A path; `none` for no fill or no stroke.
    public Svg path(String d, String fill, String stroke) {
        if (!d.isEmpty()) {
            text.append(Html.fill("<path d=\"%s\" fill=\"%s\"", d, fill));
            text.append(stroke.equals("none") ? "/>" : " stroke=\"" + stroke + "\"/>");
        }
        return this;
    }

    /// Text in the color of ink.
    public Svg text(double x, double y, Anchor anchor, String words) {
        return text(x, y, anchor, 11, theme.ink(), words);
    }

    /// Text.
    public Svg text(double x, double y, Anchor anchor, double size, String fill, String words) {
        return raw(x, y, anchor, size, fill, "", Html.escape(words));
    }

    /// Bold text.
    public Svg bold(double x, double y, Anchor anchor, String words) {
        return raw(x, y, anchor, 11, theme.ink(), " font-weight=\"bold\"", Html.escape(words));
    }

    /// A power of two, its exponent raised.
    public Svg power(double x, double y, Anchor anchor, String fill, int exponent) {
        String raised = String.valueOf(exponent).replace('-', '−');
        return raw(
                x,
                y,
                anchor,
                10,
                fill,
                "",
                "2<tspan dy=\"-4\" font-size=\"8\">" + raised + "</tspan>");
    }

    private Svg raw(
            double x,
            double y,
            Anchor anchor,
            double size,
            String fill,
            String attributes,
            String content) {
        String style =
                (size == 11 ? "" : " font-size=\"" + number(size) + "\"")
                        + (fill.equals(theme.ink()) ? "" : " fill=\"" + fill + "\"")
                        + attributes;
        text.append(
                Html.fill(
                        "<text x=\"%s\" y=\"%s\"%s%s>%s</text>",
                        number(x), number(y), anchor.attribute(), style, content));
        return this;
    }

    /// What follows has this tooltip, until [#end].
    public Svg titled(String title) {
        text.append("<g><title>").append(Html.escape(title)).append("</title>");
        return this;
    }

    /// Ends what [#titled] began.
    public Svg end() {
        text.append("</g>\n");
        return this;
    }

    /// Diagonal lines over a rectangle: a texture that gray print keeps and no viewer rasterizes.
    public Svg hatch(double x, double y, double width, double height, String stroke) {
        StringBuilder lines = new StringBuilder();
        double step = 5;
        for (double d = step; d < width + height; d += step) {
            double fromX = Math.max(0, d - height);
            double toX = Math.min(width, d);
            lines.append("M").append(at(x + fromX, y + d - fromX));
            lines.append("L").append(at(x + toX, y + d - toX));
        }
        return path(lines.toString(), "none", stroke);
    }

    /// The finished image.
    public String finish() {
        return text + "</svg>\n";
    }

    /// A pair of coordinates.
    public static String at(double x, double y) {
        return number(x) + " " + number(y);
    }

    /// At most two decimals, no more than needed.
    public static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
