package org.unitscope.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.report.charts.Chart;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.output.PngWriter;
import org.unitscope.report.output.ReportCsv;
import org.unitscope.report.output.ReportDocument;
import org.unitscope.report.output.ReportJson;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report RUN...`: stored runs as a document, as data, or one chart of them.
@Command(
        name = "report",
        description = {
            "Write a report of a stored run, or of runs held against the first.",
            "It has the verdict, scales, exponents, the worst tensors and what would "
                    + "help, what a change fixed and broke."
        },
        footer = {
            "",
            "The same runs give the same bytes.",
            "Example: unitscope report run-fp16 run-fp8 -o report.html --json report.json"
        },
        mixinStandardHelpOptions = true)
final class Report implements Callable<Integer> {
    private static final List<String> IMAGES = List.of(".svg", ".png");

    private final Console console;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "Run folders, as --out writes them; 1 to 6.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = {
                "The report: .html (one file, loads nothing), .pdf, or",
                ".md (short, for a comment on a change). With --chart",
                "an image: .svg or .png."
            })
    private @Nullable Path out;

    @Option(
            names = "--chart",
            paramLabel = "CHART",
            description = {
                "Write one chart instead: heatmap, exponents:ROLE,",
                "histogram:TENSOR:ROLE or scatter."
            })
    private @Nullable String chart;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write every number as one JSON object.")
    private @Nullable Path json;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write a row per run, tensor and role.")
    private @Nullable Path csv;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "Pairs that are the same tensor, as for compare.")
    private @Nullable Path map;

    @Option(names = "--dark", description = "Light text on dark paper.")
    private boolean dark;

    Report(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<Problem> problems = new ArrayList<>();
        checkFiles(problems);
        List<ComparedRun> runs = new ArrayList<>();
        for (Path folder : folders) {
            try {
                runs.add(ComparedRun.read(folder));
            } catch (WorkbenchException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        TensorMapping mapping = TensorMapping.NONE;
        try {
            mapping = map == null ? TensorMapping.NONE : TensorMapping.read(map);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        write(ReportData.of(runs, mapping), ChartTheme.of(dark));
        return ExitCode.OK;
    }

    private void checkFiles(List<Problem> problems) {
        if (folders.size() > RunComparison.MOST_RUNS) {
            problems.add(
                    new Problem(
                            "report",
                            "takes at most %d runs, got %d"
                                    .formatted(RunComparison.MOST_RUNS, folders.size())));
        }
        if (chart == null && out == null && json == null && csv == null) {
            problems.add(
                    new Problem(
                            "report",
                            "has nowhere to write to; name a file with -o, --json or --csv"));
        }
        if (chart != null && out == null) {
            problems.add(new Problem("--chart", "needs a file: -o FILE.svg or -o FILE.png"));
        }
        check(problems, "-o", out, chart == null ? ReportDocument.DOCUMENTS : IMAGES);
        check(problems, "--json", json, List.of());
        check(problems, "--csv", csv, List.of());
    }

    /// @param endings one of which the name must have; empty if any will do
    private static void check(
            List<Problem> problems, String option, @Nullable Path file, List<String> endings) {
        if (file == null) {
            return;
        }
        if (!endings.isEmpty() && endings.stream().noneMatch(ReportDocument.ending(file)::equals)) {
            problems.add(
                    new Problem(
                            option,
                            "cannot tell what to write from '%s'; end the name in %s"
                                    .formatted(file, String.join(" or ", endings))));
            return;
        }
        try {
            Execution.requireFile(option, file);
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
    }

    private void write(ReportData data, ChartTheme theme) throws WorkbenchException, IOException {
        if (out != null) {
            byte[] bytes =
                    chart == null
                            ? ReportDocument.of(data, out, theme)
                            : image(data, chart, out, theme);
            AtomicFiles.write(out, bytes);
            console.message((chart == null ? "report" : "chart") + " written to " + out);
        }
        if (json != null) {
            AtomicFiles.write(json, ReportJson.of(data));
            console.message("numbers written to " + json);
        }
        if (csv != null) {
            AtomicFiles.write(csv, ReportCsv.of(data));
            console.message("numbers written to " + csv);
        }
    }

    private static byte[] image(ReportData data, String name, Path file, ChartTheme theme)
            throws WorkbenchException, IOException {
        Chart drawn = Chart.of(data, name, theme);
        return ReportDocument.ending(file).equals(".png")
                ? PngWriter.of(drawn.svg(), drawn.width())
                : drawn.svg().getBytes(StandardCharsets.UTF_8);
    }
}
