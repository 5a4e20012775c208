package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report RUN...`: stored runs as a document.
@Command(name = "report", mixinStandardHelpOptions = true)
final class Report implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "-o", paramLabel = "FILE", description = "Report.")
    private @Nullable Path out;

    @Option(names = "--dark", description = "Dark.")
    private boolean dark;

    Report(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        List<ComparedRun> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(ComparedRun.read(folder));
        }
        ReportData data = ReportData.of(runs, TensorMapping.NONE);
        AtomicFiles.write(out, ReportPage.of(data, ChartTheme.of(dark)));
        return ExitCode.OK;
    }
}
