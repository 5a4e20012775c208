package org.unitscope.report.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.graph.Role;
import org.unitscope.report.Html;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.RunSection;
import org.unitscope.run.TensorRecord;

/// The scale of every tensor: a row per place of the model, the same places of repeated blocks side
/// by side in one cell, in the diverging color of [org.unitscope.report.DivergingScale].
public final class HeatmapChart {
    /// Width of a chart.
    static final int WIDTH = 1030;

    /// Width of the labels of rows.
    static final int LABEL = 250;

    /// Rows of a chart that fits on a page.
    public static final int ROWS_OF_A_PAGE = 36;

    /// No more rows than this are drawn.
    public static final int MOST_ROWS = 400;

    private static final List<Role> ROLES = List.of(Role.values());
    private static final int ROW = 14;
    private static final int TOP = 34;
    private static final int FOOT = 38;
    private static final int GAP = 16;
    private static final int LABEL_LETTERS = 42;

    /// More blocks than this share a cell by the one that is farthest from 0.
    private static final int MOST_CELLS = 20;

    private final Svg svg;
    private final List<HeatPanel> panels;
    private final double panelWidth;
    private final double roleWidth;

    private HeatmapChart(Svg svg, List<HeatPanel> panels) {
        this.svg = svg;
        this.panels = panels;
        double room = WIDTH - LABEL - (panels.size() - 1.0) * GAP;
        this.panelWidth = Math.min(room / panels.size(), 4 * 90);
        this.roleWidth = panelWidth / ROLES.size();
    }

    /// Predicted and sampled scales of a run, some rows in each chart.
    public static List<String> of(RunSection run, String id, int rows, ChartTheme theme) {
        return of(
                HeatRow.of(run.run()),
                HeatPanel.of(run),
                "Scale of every tensor of " + run.name(),
                new Paging(id, rows),
                theme);
    }

    /// The scales of two runs and their difference.
    public static List<String> of(
            ComparisonSection comparison, String id, int rows, ChartTheme theme) {
        return of(
                HeatRow.of(comparison.a().run()),
                HeatPanel.of(comparison),
                "Scale of every tensor, %s against %s"
                        .formatted(comparison.b().name(), comparison.a().name()),
                new Paging(id, rows),
                theme);
    }

    /// How many places a heatmap of a run has.
    public static int places(RunSection run) {
        return HeatRow.of(run.run()).size();
    }

    /// @param rows of a chart
    private record Paging(String id, int rows) {}

    private static List<String> of(
            List<HeatRow> all,
            List<HeatPanel> panels,
            String title,
            Paging paging,
            ChartTheme theme) {
        List<HeatRow> shown = all.subList(0, Math.min(all.size(), MOST_ROWS));
        int charts = Math.max(1, Math.ceilDiv(shown.size(), paging.rows));
        // Of equal length, so that none is a stub.
        int each = Math.max(1, Math.ceilDiv(shown.size(), charts));
        List<String> images = new ArrayList<>();
        for (int from = 0; from < Math.max(1, shown.size()); from += each) {
            List<HeatRow> rows = shown.subList(from, Math.min(shown.size(), from + each));
            String part = charts == 1 ? "" : ", part %s of %s".formatted(images.size() + 1, charts);
            Svg svg =
                    new Svg(
                            paging.id + (images.size() + 1),
                            WIDTH,
                            TOP + rows.size() * ROW + FOOT,
                            title + part,
                            "log2 of the scale (RMS) by place and role: blue below 1, pale at 1, red above. The numbers are in the full table.",
                            theme);
            new HeatmapChart(svg, panels).draw(rows);
            images.add(svg.finish());
        }
        return images;
    }

    private void draw(List<HeatRow> rows) {
        for (int p = 0; p < panels.size(); p++) {
            svg.bold(left(p) + panelWidth / 2, 12, Svg.Anchor.MIDDLE, panels.get(p).title());
            for (int r = 0; r < ROLES.size(); r++) {
                svg.text(
                        left(p) + (r + 0.5) * roleWidth,
                        27,
                        Svg.Anchor.MIDDLE,
                        ROLES.get(r).symbol());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            drawRow(rows.get(i), TOP + i * ROW);
        }
        double below = TOP + rows.size() * ROW + 12.0;
        for (int p = 0; p < panels.size(); p++) {
            boolean repeats = p > 0 && panels.get(p).range() == panels.get(p - 1).range();
            if (!repeats) {
                ColorBar.draw(svg, left(p), below, panelWidth, panels.get(p).range());
            }
        }
    }

    private double left(int panel) {
        return LABEL + panel * (panelWidth + GAP);
    }

    private void drawRow(HeatRow row, int y) {
        label(svg, row.label(), y + 10.5);
        for (int p = 0; p < panels.size(); p++) {
            for (int r = 0; r < ROLES.size(); r++) {
                drawCells(row.cells(ROLES.get(r)), panels.get(p), left(p) + r * roleWidth, y);
            }
        }
    }

    /// A label that ends before the cells; of a long one the end.
    static void label(Svg svg, String label, double y) {
        String cut =
                label.length() > LABEL_LETTERS
                        ? "…" + label.substring(label.length() - LABEL_LETTERS + 1)
                        : label;
        svg.text(LABEL - 8, y, Svg.Anchor.END, 10, svg.theme().ink(), cut);
    }

    private void drawCells(
            List<Optional<TensorRecord>> tensors, HeatPanel panel, double x, double y) {
        if (tensors.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        int cells = Math.min(MOST_CELLS, tensors.size());
        double wide = (roleWidth - 2) / cells;
        svg.titled(tooltip(tensors, panel));
        for (int i = 0; i < cells; i++) {
            int from = i * tensors.size() / cells;
            int to = (i + 1) * tensors.size() / cells;
            List<OptionalDouble> values =
                    tensors.subList(from, to).stream()
                            .flatMap(Optional::stream)
                            .map(panel.value())
                            .toList();
            if (!values.isEmpty()) {
                cell(farthest(values), panel.range(), x + 1 + i * wide, y, wide);
            }
        }
        svg.end();
    }

    private static OptionalDouble farthest(List<OptionalDouble> values) {
        return values.stream()
                .reduce((a, b) -> magnitude(b) > magnitude(a) ? b : a)
                .orElse(OptionalDouble.empty());
    }

    private static double magnitude(OptionalDouble value) {
        double octaves = value.orElse(-1);
        return Double.isNaN(octaves) ? Double.POSITIVE_INFINITY : Math.abs(octaves);
    }

    private void cell(OptionalDouble value, double range, double x, double y, double wide) {
        ChartTheme theme = svg.theme();
        double tall = ROW - 1.0;
        boolean isWide = wide >= 26;
        double octaves = value.orElse(Double.NaN);
        if (!Double.isFinite(octaves)) {
            svg.rect(x, y, wide, tall, theme.soft());
            svg.hatch(x, y, wide, tall, theme.line());
            if (isWide) {
                String word = value.isEmpty() ? "–" : Double.isNaN(octaves) ? "NaN" : "all 0";
                svg.text(x + wide / 2, y + 10, Svg.Anchor.MIDDLE, 9, theme.muted(), word);
            }
            return;
        }
        double onBar = octaves / range * HeatPanel.SCALES;
        svg.rect(x, y, wide, tall, theme.scale(onBar));
        String ink = theme.inkOn(onBar);
        if (isWide) {
            svg.text(x + wide / 2, y + 10, Svg.Anchor.MIDDLE, 9, ink, signed(octaves));
        } else if (Math.abs(octaves) > range) {
            double edge = octaves > 0 ? y + 1 : y + tall - 1;
            double tip = octaves > 0 ? y + 4 : y + tall - 4;
            double middle = x + wide / 2;
            svg.path(
                    "M" + Svg.at(middle - 2, tip) + "L" + Svg.at(middle + 2, tip) + "L"
                            + Svg.at(middle, edge) + "Z",
                    ink,
                    "none");
        }
    }

    private static String signed(double octaves) {
        String text = Html.fill("%.1f", octaves).replace('-', '−');
        return text.equals("−0.0") ? "0.0" : text;
    }

    private static String tooltip(List<Optional<TensorRecord>> tensors, HeatPanel panel) {
        List<TensorRecord> there = tensors.stream().flatMap(Optional::stream).toList();
        double[] known =
                there.stream()
                        .map(panel.value())
                        .flatMapToDouble(OptionalDouble::stream)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        String numbers =
                known.length == 0
                        ? "no number"
                        : known.length == 1
                                ? signed(known[0])
                                : signed(known[0]) + " to " + signed(known[known.length - 1]);
        return "%s%s, %s: %s octaves"
                .formatted(
                        there.getFirst().key(),
                        there.size() == 1 ? "" : " and " + (there.size() - 1) + " like it",
                        panel.title(),
                        numbers);
    }
}
