package org.unitscope.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.graph.Role;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// The scale heatmap as SVG: a row per node, a column per role, each cell predicted (left half) and
/// sampled (right half) in the diverging color of [DivergingScale].
final class HeatmapSvg {
    private static final List<Role> ROLES = List.of(Role.values());
    private static final int LABEL = 300;
    private static final int CELL = 84;
    private static final int ROW = 15;
    private static final int HEAD = 22;

    private HeatmapSvg() {}

    static String of(RunRecord run) {
        List<OutlineItem> rows =
                Outline.of(run).flattened().stream()
                        .filter(item -> !item.tensors().isEmpty())
                        .toList();
        int width = LABEL + ROLES.size() * CELL + 8;
        int height = HEAD + rows.size() * ROW + 46;
        StringBuilder svg = new StringBuilder();
        svg.append(
                Html.fill(
                        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"scale heatmap\">\n",
                        width, height, width));
        svg.append(
                "<defs><pattern id=\"none\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\""
                        + " patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\""
                        + " class=\"hatch\"/></pattern></defs>\n");
        for (int column = 0; column < ROLES.size(); column++) {
            int x = LABEL + column * CELL + CELL / 2;
            svg.append(
                    Html.fill(
                            "<text x=\"%d\" y=\"14\" class=\"head\" text-anchor=\"middle\">%s</text>\n",
                            x, ROLES.get(column).symbol()));
        }
        for (int row = 0; row < rows.size(); row++) {
            appendRow(svg, rows.get(row), HEAD + row * ROW);
        }
        appendColorBar(svg, HEAD + rows.size() * ROW + 14);
        return svg.append("</svg>\n").toString();
    }

    private static void appendRow(StringBuilder svg, OutlineItem item, int y) {
        String path = item.path();
        String cut = path.length() > 46 ? "…" + path.substring(path.length() - 45) : path;
        svg.append(
                Html.fill(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\"><title>%s</title>%s</text>\n",
                        LABEL - 8, y + 11, Html.escape(path), Html.escape(cut)));
        for (int column = 0; column < ROLES.size(); column++) {
            Optional<TensorRecord> shown = item.shown(ROLES.get(column));
            if (shown.isPresent()) {
                appendCell(svg, shown.get(), LABEL + column * CELL, y);
            }
        }
    }

    private static void appendCell(StringBuilder svg, TensorRecord tensor, int x, int y) {
        svg.append("<g><title>").append(Html.escape(tooltip(tensor))).append("</title>");
        int half = (CELL - 4) / 2;
        appendHalf(svg, Scales.predicted(tensor), x + 2, y, half);
        appendHalf(svg, Scales.sampled(tensor), x + 2 + half, y, half);
        svg.append("</g>\n");
    }

    private static void appendHalf(
            StringBuilder svg, OptionalDouble scale, int x, int y, int width) {
        double log2 = scale.isPresent() ? Scales.log2(scale.getAsDouble()) : Double.NaN;
        String fill = Double.isNaN(log2) ? "fill=\"url(#none)\"" : colors(log2);
        svg.append(
                Html.fill(
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>",
                        x, y + 1, width, ROW - 2, fill));
        if (!Double.isNaN(log2) && DivergingScale.isClamped(log2)) {
            int top = y + 1;
            int bottom = y + ROW - 1;
            String points =
                    log2 > 0
                            ? Html.fill("%d,%d %d,%d %d,%d", x, top, x + 6, top, x, top + 6)
                            : Html.fill(
                                    "%d,%d %d,%d %d,%d", x, bottom, x + 6, bottom, x, bottom - 6);
            svg.append(Html.fill("<polygon points=\"%s\" class=\"clamped\"/>", points));
        }
    }

    /// Both themes' colors; the style sheet picks one.
    private static String colors(double log2) {
        return Html.fill(
                "class=\"c\" style=\"--l:%s;--d:%s\"",
                DivergingScale.css(log2, false), DivergingScale.css(log2, true));
    }

    private static String tooltip(TensorRecord tensor) {
        return tensor.key()
                + " "
                + tensor.shape()
                + "\npredicted RMS "
                + Html.number(Scales.predicted(tensor))
                + "\nsampled RMS "
                + Html.number(Scales.sampled(tensor))
                + tensor.measured()
                        .map(m ->
                                " ± "
                                        + Html.number(m.rmsStandardError())
                                        + "\n"
                                        + m.statistics().verdict().label()
                                        + " in "
                                        + tensor.format().displayName())
                        .orElse("");
    }

    private static void appendColorBar(StringBuilder svg, int y) {
        int width = ROLES.size() * CELL - 4;
        int steps = 64;
        for (int i = 0; i < steps; i++) {
            double log2 = ((i + 0.5) / steps * 2 - 1) * DivergingScale.RANGE;
            svg.append(
                    Html.fill(
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"9\" %s/>",
                            LABEL + 2 + i * width / steps, y, width / steps + 1, colors(log2)));
        }
        for (int k = -8; k <= 8; k += 4) {
            int x = LABEL + 2 + (k + 8) * width / 16;
            svg.append(
                    Html.fill(
                            "\n<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">2<tspan dy=\"-4\" font-size=\"8\">%d</tspan></text>",
                            x, y + 22, k));
        }
        svg.append(
                Html.fill(
                        "\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">scale (RMS)</text>\n",
                        LABEL - 8, y + 9));
    }
}
