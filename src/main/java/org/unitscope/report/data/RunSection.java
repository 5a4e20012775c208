package org.unitscope.report.data;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunSpec;

/// What a report says of one run.
///
/// @param letter `A` for the first run of the report, `B` for the second, ...
/// @param name what the run is called: the last part of its folder's path
/// @param run every row, as in the run's `tensors.csv`
/// @param problems all that is not representable, the worst first
public record RunSection(
        String letter,
        String name,
        RunRecord run,
        RunTotals totals,
        List<TensorProblem> problems,
        Agreement agreement,
        List<FormatUse> formats) {
    /// Copies the lists.
    public RunSection {
        problems = List.copyOf(problems);
        formats = List.copyOf(formats);
    }

    static RunSection of(int index, ComparedRun compared) {
        RunRecord run = compared.run();
        return new RunSection(
                String.valueOf((char) ('A' + index)),
                lastPart(compared.source()),
                run,
                RunTotals.of(run),
                TensorProblem.of(run),
                Agreement.of(run),
                FormatUse.of(run));
    }

    /// Where a folder lies changes nothing of what is in it, so only its name is told.
    private static String lastPart(String source) {
        String trimmed = source.replace('\\', '/').replaceFirst("/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /// The problems that are listed one by one.
    public List<TensorProblem> worst() {
        return problems.subList(0, Math.min(TensorProblem.LISTED, problems.size()));
    }

    /// `A: name`, of a long name the end.
    public String label() {
        int most = 36;
        String cut = name.length() > most ? "…" + name.substring(name.length() - most + 1) : name;
        return letter + ": " + cut;
    }

    /// Which build computed the run and when: the one place of a report that holds a time.
    public String provenance() {
        return run.environment().tool() + ", " + run.environment().started();
    }

    /// What makes the run again, as a command.
    public String command() {
        RunSpec spec = run.spec();
        StringBuilder line =
                new StringBuilder("unitscope ").append(spec.sampled() ? "sample " : "analyze ");
        line.append(quoted(spec.model()));
        new TreeMap<>(spec.symbols())
                .forEach((name, value) ->
                        line.append(" --set ").append(quoted(name + "=" + size(value))));
        line.append(" --formats ").append(quoted(spec.formats()));
        if (!spec.scheme().isEmpty()) {
            line.append(" --scheme ").append(quoted(spec.scheme()));
        }
        line.append(" --seed ").append(spec.seed());
        return line.append(" --out ").append(quoted(name)).toString();
    }

    /// A size as people write it: whole numbers without a point.
    public static String size(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    /// As a shell takes it for one word.
    static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
