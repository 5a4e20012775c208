package org.unitscope.report.charts;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.graph.Role;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.NearestNames;
import org.unitscope.task.WorkbenchException;

/// One chart of a report on its own, by the name it has on the command line: `heatmap`,
/// `exponents:A` (or another role; `exponents` alone is of `gA`), `histogram:TENSOR:ROLE`,
/// `scatter`.
///
/// @param svg the image
/// @param width of the image
public record Chart(String svg, double width) {
    private static final String NAMES =
            "use heatmap, exponents, exponents:ROLE, histogram:TENSOR:ROLE or scatter";

    /// Draws a chart.
    ///
    /// @throws WorkbenchException if there is no such chart, or nothing to draw
    public static Chart of(ReportData data, String name, ChartTheme theme)
            throws WorkbenchException {
        String kind = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        String rest = name.substring(Math.min(name.length(), kind.length() + 1));
        return switch (kind) {
            case "heatmap" -> heatmap(data, theme);
            case "exponents" -> exponents(data, role(rest.isEmpty() ? "gA" : rest), theme);
            case "histogram" -> histogram(data, rest, theme);
            case "scatter" -> scatter(data, theme);
            default -> throw wrong("there is no chart '" + name + "'; " + NAMES);
        };
    }

    private static WorkbenchException wrong(String what) {
        return new WorkbenchException("--chart", what);
    }

    private static Chart heatmap(ReportData data, ChartTheme theme) {
        int all = HeatmapChart.MOST_ROWS;
        List<String> images =
                data.isComparison()
                        ? HeatmapChart.of(data.comparisons().getFirst(), "heatmap", all, theme)
                        : HeatmapChart.of(data.runs().getFirst(), "heatmap", all, theme);
        return new Chart(images.getFirst(), HeatmapChart.WIDTH);
    }

    private static Role role(String symbol) throws WorkbenchException {
        try {
            return Role.ofSymbol(symbol);
        } catch (IllegalArgumentException unknown) {
            throw wrong(String.valueOf(unknown.getMessage()));
        }
    }

    private static Chart exponents(ReportData data, Role role, ChartTheme theme)
            throws WorkbenchException {
        List<RunSection> runs = data.runs().subList(0, Math.min(2, data.runs().size()));
        List<String> images =
                ExponentMap.of(
                        runs,
                        role,
                        new ExponentMap.Naming("exponents", data.isComparison()),
                        HeatmapChart.MOST_ROWS,
                        theme);
        if (images.isEmpty()) {
            throw wrong("no " + role.symbol() + " was sampled: there are no elements to count");
        }
        return new Chart(images.getFirst(), HeatmapChart.WIDTH);
    }

    private static Chart histogram(ReportData data, String tensor, ChartTheme theme)
            throws WorkbenchException {
        int colon = tensor.lastIndexOf(':');
        if (colon < 0) {
            throw wrong("'histogram' needs a tensor and a role, as in histogram:head:gA");
        }
        String path = tensor.substring(0, colon);
        Role role = role(tensor.substring(colon + 1));
        List<String> paths = new ArrayList<>();
        for (TensorRecord one : data.runs().getFirst().run().tensors()) {
            if (one.path().equals(path) && one.key().role() == role) {
                return histogram(one, theme);
            }
            if (one.key().role() == role) {
                paths.add(one.path());
            }
        }
        List<String> nearest = NearestNames.of(path, paths);
        throw wrong(
                "the run has no %s of '%s'%s"
                        .formatted(
                                role.symbol(),
                                path,
                                nearest.isEmpty()
                                        ? ""
                                        : "; did you mean " + String.join(" or ", nearest) + "?"));
    }

    private static Chart histogram(TensorRecord tensor, ChartTheme theme)
            throws WorkbenchException {
        if (!HistogramChart.canDraw(tensor)) {
            throw wrong(
                    "%s was not sampled, or its format's scale follows its elements: there are no bins to draw"
                            .formatted(tensor.key()));
        }
        int width = 640;
        return new Chart(HistogramChart.of(tensor, "histogram", width, 220, theme), width);
    }

    private static Chart scatter(ReportData data, ChartTheme theme) throws WorkbenchException {
        RunSection run = data.runs().getFirst();
        if (run.agreement().points().isEmpty()) {
            throw wrong("no tensor of '%s' has both scales".formatted(run.name()));
        }
        return new Chart(ScatterChart.of(run, "scatter", theme), ScatterChart.WIDTH);
    }
}
