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
    private static final int CELL_LETTERS = 9;

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
        List<TensorRecord> there = tensors.stream().flatMap(Optional::stream).toList();
        if (there.isEmpty()) {
            return;
        }
        svg.titled(tooltip(there, panel));
        int cells = Math.min(MOST_CELLS, tensors.size());
        double wide = (roleWidth - 2) / cells;
        OptionalDouble middle = OptionalDouble.empty();
        for (int i = 0; i < cells; i++) {
            int from = i * tensors.size() / cells;
            int to = (i + 1) * tensors.size() / cells;
            List<OptionalDouble> values =
                    tensors.subList(from, to).stream()
                            .flatMap(Optional::stream)
                            .map(panel.value())
                            .toList();
            if (!values.isEmpty()) {
                OptionalDouble value = farthest(values);
                // A little overlap: no light seams between the blocks.
                double overlap = i < cells - 1 ? 0.5 : 0;
                fill(value, panel.range(), x + 1 + i * wide, y, wide + overlap);
                middle = i <= cells / 2 ? value : middle;
            }
        }
        // The numbers too: gray paper does not tell red from blue.
        svg.text(
                x + roleWidth / 2,
                y + 10,
                Svg.Anchor.MIDDLE,
                9,
                ink(middle, panel.range()),
                numbers(there, panel, CELL_LETTERS));
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

    private void fill(OptionalDouble value, double range, double x, double y, double wide) {
        double tall = ROW - 1.0;
        if (isFinite(value)) {
            double onBar = value.getAsDouble() / range * HeatPanel.SCALES;
            svg.rect(x, y, wide, tall, svg.theme().scale(onBar));
        } else {
            svg.rect(x, y, wide, tall, svg.theme().soft());
            svg.hatch(x, y, wide, tall, svg.theme().line());
        }
    }

    private static boolean isFinite(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble());
    }

    private String ink(OptionalDouble value, double range) {
        return isFinite(value)
                ? svg.theme().inkOn(value.getAsDouble() / range * HeatPanel.SCALES)
                : svg.theme().muted();
    }

    /// `−5.6`, or from the smallest to the largest; a word where there is no number.
    ///
    /// @param letters more make it whole octaves
    private static String numbers(List<TensorRecord> tensors, HeatPanel panel, int letters) {
        List<OptionalDouble> values = tensors.stream().map(panel.value()).toList();
        double[] finite =
                values.stream()
                        .filter(HeatmapChart::isFinite)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .sorted()
                        .toArray();
        if (finite.length == 0) {
            double first = values.getFirst().orElse(0);
            return values.getFirst().isEmpty() ? "–" : Double.isNaN(first) ? "NaN" : "all 0";
        }
        String fine = range("%.1f", finite);
        return fine.length() <= letters ? fine : range("%.0f", finite);
    }

    private static String range(String format, double[] sorted) {
        String low = signed(format, sorted[0]);
        String high = signed(format, sorted[sorted.length - 1]);
        return low.equals(high) ? low : low + "…" + high;
    }

    private static String signed(String format, double octaves) {
        return Html.fill(format, octaves).replace('-', '−').replaceFirst("^−(?=0(\\.0)?$)", "");
    }

    private static String tooltip(List<TensorRecord> tensors, HeatPanel panel) {
        return "%s%s, %s: %s octaves"
                .formatted(
                        tensors.getFirst().key(),
                        tensors.size() == 1 ? "" : " and " + (tensors.size() - 1) + " like it",
                        panel.title(),
                        numbers(tensors, panel, Integer.MAX_VALUE));
    }
}
