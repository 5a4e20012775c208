package org.unitscope.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unitscope.compare.ModelAccuracy;
import org.unitscope.compare.RoleAccuracy;
import org.unitscope.compare.TensorAccuracy;
import org.unitscope.graph.Role;
import org.unitscope.report.AccuracyTable;

/// Accuracies as text for a terminal.
final class AccuracyPrinter {
    private static final int WORST = 3;
    private static final int NAMED = 6;

    private AccuracyPrinter() {}

    /// What was run, the table of the prediction, that of the independence rules, the worst
    /// tensors.
    ///
    /// @param details whether to print a row for every tensor too
    static void print(Console console, List<ModelAccuracy> models, boolean details) {
        PrintStream out = console.out();
        models.forEach(model -> out.println(headline(model)));
        out.println();
        out.println("Predicted against sampled RMS (error, p95, max), law (TV) and flushed share:");
        table(out, AccuracyTable.WORDS, AccuracyTable.COLUMNS, AccuracyTable.prediction(models));
        out.println();
        out.println("Independence rules on the same tensors:");
        table(
                out,
                AccuracyTable.WORDS,
                AccuracyTable.independenceColumns(),
                AccuracyTable.independence(models));
        out.println();
        out.println("Worst:");
        List<List<String>> worst = models.stream().flatMap(m -> worst(m).stream()).toList();
        table(out, 3, List.of("model", "tensor", "role", "error", "s.e.", "TV"), worst);
        if (details) {
            models.forEach(model -> details(out, model));
        }
    }

    private static String headline(ModelAccuracy model) {
        return String.format(
                Locale.ROOT,
                "%s: %d tensors compared, %d zero up to rounding (%d predicted so), %d not predicted; %d seeds, %s",
                model.name(),
                model.tensors().size(),
                model.zeros().size(),
                model.zeros().stream().filter(t -> t.predicted().rms() == 0).count(),
                model.unknown().size(),
                model.seeds().size(),
                model.ending().title());
    }

    private static List<List<String>> worst(ModelAccuracy model) {
        List<List<String>> rows = new ArrayList<>();
        for (RoleAccuracy role : model.roles()) {
            // Weights are drawn, not predicted: all that differs is noise.
            role.worst().stream()
                    .limit(WORST)
                    .filter(tensor -> role.role() != Role.WEIGHT)
                    .filter(tensor -> tensor.predicted().error() != 0)
                    .forEach(tensor ->
                            rows.add(
                                    List.of(
                                            model.name(),
                                            tensor.key().tensor().path(),
                                            role.role().symbol(),
                                            AccuracyTable.signedPercent(tensor.predicted().error()),
                                            AccuracyTable.percent(tensor.standardError()),
                                            AccuracyTable.share(
                                                    tensor.predicted().totalVariation()))));
        }
        return rows;
    }

    private static void details(PrintStream out, ModelAccuracy model) {
        out.println();
        out.println(model.name() + ":");
        List<List<String>> rows =
                Stream.of(model.tensors(), model.zeros())
                        .flatMap(List::stream)
                        .map(AccuracyPrinter::row)
                        .toList();
        table(
                out,
                2,
                List.of(
                        "tensor",
                        "role",
                        "sampled",
                        "s.e.",
                        "predicted",
                        "error",
                        "independent",
                        "error",
                        "TV",
                        "scatter",
                        "predicted",
                        "shift",
                        "flushed",
                        "predicted"),
                rows);
        model.unknown().entrySet().stream()
                .limit(NAMED)
                .forEach(entry ->
                        out.println("not predicted: " + entry.getKey() + ": " + entry.getValue()));
    }

    private static List<String> row(TensorAccuracy tensor) {
        boolean flushed = tensor.shift().isPresent();
        return List.of(
                tensor.key().tensor().path(),
                tensor.key().role().symbol(),
                number(tensor.sampledRms()),
                AccuracyTable.percent(tensor.standardError()),
                number(tensor.predicted().rms()),
                tensor.isZero() ? "zero" : AccuracyTable.signedPercent(tensor.predicted().error()),
                number(tensor.independent().rms()),
                tensor.isZero() ? "" : AccuracyTable.signedPercent(tensor.independent().error()),
                AccuracyTable.share(tensor.predicted().totalVariation()),
                AccuracyTable.percent(tensor.scatter()),
                AccuracyTable.percent(tensor.predictedScatter()),
                flushed ? "2^" + tensor.shift().getAsInt() : "",
                flushed ? AccuracyTable.share(tensor.flushed()) : "",
                flushed ? AccuracyTable.share(tensor.predicted().flushed()) : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /// Words to the left, numbers to the right, columns as wide as they need.
    private static void table(
            PrintStream out, int words, List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        int[] widths = new int[head.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : all) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                cells.add(i < words ? row.get(i) + padding : padding + row.get(i));
            }
            out.println(cells.stream().collect(Collectors.joining("  ")).stripTrailing());
        }
    }
}
