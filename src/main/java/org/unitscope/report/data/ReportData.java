package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.run.RunRecord;
import org.unitscope.task.WorkbenchException;

/// Everything that a report says, of one run or of runs held against the first of them. HTML, PDF,
/// Markdown, JSON and CSV write this object and compute nothing. Equal runs give equal data; the
/// time of day is in [org.unitscope.run.RunEnvironment#started] only.
///
/// @param runs at least one; the first is the one that the others are held against
/// @param comparisons one for every run but the first
public record ReportData(List<RunSection> runs, List<ComparisonSection> comparisons) {
    /// Copies the lists.
    public ReportData {
        runs = List.copyOf(runs);
        comparisons = List.copyOf(comparisons);
    }

    /// Of a run in memory.
    ///
    /// @param name what to call it
    public static ReportData of(String name, RunRecord run) {
        return new ReportData(List.of(RunSection.of(0, new ComparedRun(name, run))), List.of());
    }

    /// Of stored runs.
    ///
    /// @throws WorkbenchException if there are more than [RunComparison#MOST_RUNS], or they cannot
    ///   be held against each other
    public static ReportData of(List<ComparedRun> compared, TensorMapping mapping)
            throws WorkbenchException {
        List<RunSection> runs = new ArrayList<>();
        for (ComparedRun run : compared) {
            runs.add(RunSection.of(runs.size(), run));
        }
        List<ComparisonSection> comparisons = new ArrayList<>();
        if (runs.size() > 1) {
            for (RunComparison comparison : RunComparison.of(compared, mapping)) {
                RunSection other = runs.get(comparisons.size() + 1);
                comparisons.add(ComparisonSection.of(runs.getFirst(), other, comparison));
            }
        }
        return new ReportData(runs, comparisons);
    }

    /// Whether runs are held against each other.
    public boolean isComparison() {
        return !comparisons.isEmpty();
    }

    /// The models of the runs, each once.
    public String title() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.add(run.run().spec().modelName()));
        return String.join(" and ", names);
    }

    /// What makes this report again, as a command.
    public String command() {
        return runs.stream()
                .map(run -> RunSection.quoted(run.name()))
                .collect(Collectors.joining(" ", "unitscope report ", " -o report.html"));
    }
}
