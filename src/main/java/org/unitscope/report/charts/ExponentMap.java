package org.unitscope.report.charts;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.graph.Role;
import org.unitscope.report.Html;
import org.unitscope.report.data.RunSection;

/// Where the elements of every tensor of a role lie: a row per place of the model, a column per
/// octave, darker for more, under the ranges of the format that most of them are judged against. Of
/// several runs, one beside the other over the same octaves.
public final class ExponentMap {
    /// The least shares of a row's elements that have the colors of [ChartTheme#shares].
    static final List<Double> SHARES = List.of(0.0, 1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3);

    /// Rows of a chart that fits on a page.
    public static final int ROWS_OF_A_PAGE = 40;

    private static final int ROW = 12;
    private static final int TOP = 48;
    private static final int FOOT = 52;
    private static final int GAP = 16;
    private static final int PERCENT = 46;
    private static final int ZERO = 12;

    private final Svg svg;
    private final List<ExponentPanel> panels;
    private final int first;
    private final int columns;
    private final double panelWidth;

    /// How charts are told apart.
    ///
    /// @param id of the images on their page, the first of them with a 1 behind it
    /// @param withRuns whether heads name the run
    public record Naming(String id, boolean withRuns) {}

    private ExponentMap(Svg svg, List<ExponentPanel> panels, int[] span) {
        this.svg = svg;
        this.panels = panels;
        this.first = span[0];
        this.columns = span[1] - span[0] + 1;
        double room = HeatmapChart.WIDTH - HeatmapChart.LABEL - (panels.size() - 1.0) * GAP;
        this.panelWidth = room / panels.size();
    }

    /// The charts of a role, some rows in each; none if no run has sampled it.
    public static List<String> of(
            List<RunSection> runs, Role role, Naming naming, int rowsOfAChart, ChartTheme theme) {
        List<ExponentPanel> panels =
                runs.stream().map(run -> ExponentPanel.of(run, role, naming.withRuns())).toList();
        List<String> labels =
                panels.stream()
                        .flatMap(panel -> panel.rows().keySet().stream())
                        .distinct()
                        .limit(HeatmapChart.MOST_ROWS)
                        .toList();
        if (labels.isEmpty()) {
            return List.of();
        }
        int[] span = ExponentPanel.span(panels);
        int charts = Math.ceilDiv(labels.size(), rowsOfAChart);
        int each = Math.ceilDiv(labels.size(), charts);
        List<String> images = new ArrayList<>();
        for (int from = 0; from < labels.size(); from += each) {
            List<String> part = labels.subList(from, Math.min(labels.size(), from + each));
            Svg svg =
                    new Svg(
                            naming.id() + (images.size() + 1),
                            HeatmapChart.WIDTH,
                            TOP + part.size() * ROW + FOOT,
                            "Exponent map of " + role.symbol() + ", " + role.title(),
                            "Share of the elements of each row by octave of magnitude, darker for more; at the right of each row the largest share flushed to zero of one of its tensors.",
                            theme);
            new ExponentMap(svg, panels, span).draw(part);
            images.add(svg.finish());
        }
        return images;
    }

    private double left(int panel) {
        return HeatmapChart.LABEL + panel * (panelWidth + GAP);
    }

    private double x(int panel, double octave) {
        double start = left(panel) + ZERO + 4;
        double wide = panelWidth - ZERO - 4 - PERCENT;
        return start + (Math.clamp(octave, first, first + columns) - first) * wide / columns;
    }

    private void draw(List<String> labels) {
        double bottom = TOP + labels.size() * (double) ROW;
        for (int i = 0; i < labels.size(); i++) {
            HeatmapChart.label(svg, labels.get(i), TOP + i * ROW + 9.5);
        }
        for (int p = 0; p < panels.size(); p++) {
            ExponentPanel panel = panels.get(p);
            svg.bold(left(p), 11, Svg.Anchor.START, panel.title());
            svg.text(left(p), 24, Svg.Anchor.START, 10, svg.theme().muted(), against(panel));
            bands(p, bottom);
            cells(p, labels);
            edges(p, bottom);
            axis(p, bottom);
        }
        legend(bottom + 34);
    }

    private static String against(ExponentPanel panel) {
        return panel.format()
                .map(format -> "against " + format.displayName())
                .orElse("nothing sampled");
    }

    /// Pale where a value is not kept as a normal number.
    private void bands(int p, double bottom) {
        if (panels.get(p).format().isEmpty()) {
            return;
        }
        var format = panels.get(p).format().get().format();
        double flush = format.flushThreshold() > 0 ? log2(format.flushThreshold()) : first;
        double normal = log2(format.minNormal());
        double over = log2(format.overflowThreshold());
        ChartTheme theme = svg.theme();
        band(p, first, flush, bottom, theme.flushed(), "flushed");
        band(p, flush, normal, bottom, theme.subnormal(), "subnormal");
        band(p, normal, over, bottom, theme.normal(), "normal");
        band(p, over, first + columns, bottom, theme.overflow(), "overflow");
    }

    private void band(int p, double from, double to, double bottom, String color, String word) {
        double start = x(p, from);
        double end = x(p, to);
        if (end - start < 1) {
            return;
        }
        if (!word.equals("normal")) {
            svg.rect(start, TOP, end - start, bottom - TOP, svg.theme().soft());
        }
        svg.rect(start, TOP - 5, end - start - 0.5, 3, color);
        if (end - start > 6.2 * word.length()) {
            svg.text((start + end) / 2, TOP - 9, Svg.Anchor.MIDDLE, 10, svg.theme().muted(), word);
        }
    }

    private void edges(int p, double bottom) {
        if (panels.get(p).format().isPresent()) {
            var format = panels.get(p).format().get().format();
            for (double edge :
                    new double[] {
                        format.flushThreshold(), format.minNormal(), format.overflowThreshold()
                    }) {
                double at = edge > 0 ? log2(edge) : first;
                if (at > first && at < first + columns) {
                    svg.line(x(p, at), TOP - 5, x(p, at), bottom, svg.theme().muted());
                }
            }
        }
    }

    private void cells(int p, List<String> labels) {
        List<StringBuilder> byShare = new ArrayList<>();
        SHARES.forEach(share -> byShare.add(new StringBuilder()));
        for (int i = 0; i < labels.size(); i++) {
            ExponentPanel.Row row = panels.get(p).rows().get(labels.get(i));
            double y = TOP + i * (double) ROW;
            if (row == null) {
                continue;
            }
            add(
                    byShare,
                    (double) row.elements().zeros() / Math.max(1, row.elements().count()),
                    left(p),
                    y,
                    ZERO);
            for (int k = first; k < first + columns; k++) {
                // The first column holds what lies below it too.
                double share =
                        k == first
                                ? (double) row.elements().countBelow(k + 1)
                                        / Math.max(1, row.elements().count())
                                : row.elements().share(k);
                add(byShare, share, x(p, k), y, x(p, k + 1.0) - x(p, k));
            }
            boolean other = panels.get(p).format().filter(row.format()::equals).isEmpty();
            svg.text(
                    left(p) + panelWidth,
                    y + 9.5,
                    Svg.Anchor.END,
                    9,
                    svg.theme().muted(),
                    Html.percent(row.flushed()) + (other ? "*" : ""));
        }
        for (int i = 0; i < byShare.size(); i++) {
            svg.path(byShare.get(i).toString(), svg.theme().shares().get(i), "none");
        }
    }

    private static void add(
            List<StringBuilder> byShare, double share, double x, double y, double wide) {
        if (share <= 0) {
            return;
        }
        int level = 0;
        while (level + 1 < SHARES.size() && share >= SHARES.get(level + 1)) {
            level++;
        }
        String w = Svg.number(wide);
        byShare.get(level).append("M" + Svg.at(x, y) + "h" + w + "v" + (ROW - 1) + "h-" + w + "z");
    }

    private void axis(int p, double bottom) {
        int step = columns > 48 && panels.size() > 1 ? 16 : columns > 24 ? 8 : 4;
        svg.text(
                left(p) + ZERO / 2.0, bottom + 14, Svg.Anchor.MIDDLE, 10, svg.theme().muted(), "0");
        svg.text(left(p) + panelWidth, TOP - 9, Svg.Anchor.END, 10, svg.theme().muted(), "flushed");
        for (int k = Math.ceilDiv(first, step) * step; k < first + columns; k += step) {
            svg.line(x(p, k), bottom, x(p, k), bottom + 4, svg.theme().muted());
            svg.power(x(p, k), bottom + 16, Svg.Anchor.MIDDLE, svg.theme().muted(), k);
        }
    }

    private void legend(double y) {
        double x = HeatmapChart.LABEL;
        svg.text(
                x - 8, y + 9, Svg.Anchor.END, 10, svg.theme().muted(), "share of a row's elements");
        for (int i = 0; i < SHARES.size(); i++) {
            svg.rect(x, y, 14, 10, svg.theme().shares().get(i));
            String words =
                    i == 0
                            ? "< " + Svg.number(100 * SHARES.get(1)) + " %"
                            : "≥ " + Svg.number(100 * SHARES.get(i)) + " %";
            svg.text(x + 18, y + 9, Svg.Anchor.START, 10, svg.theme().muted(), words);
            x += 86;
        }
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }
}
