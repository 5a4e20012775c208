package org.unitscope.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// A run as text for a terminal.
final class ResultPrinter {
    private static final int ALL = 80;
    private static final int SOME = 40;
    private static final int NUMBERS = 60;

    private ResultPrinter() {}

    /// The table (all rows of a small run, those farthest from scale 1 of a large one) and the
    /// summary.
    static void print(Console console, RunRecord run) {
        List<TensorRecord> shown = run.tensors();
        if (shown.size() > ALL) {
            shown =
                    shown.stream()
                            .sorted(Comparator.comparingDouble(Scales::distance).reversed())
                            .limit(SOME)
                            .toList();
        }
        int width = Math.clamp(console.columns() - NUMBERS, 20, 60);
        console.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%-" + width + "s %-3s %10s %10s %9s %8s  %s",
                                "tensor",
                                "",
                                "predicted",
                                "sampled",
                                "± s.e.",
                                "s − p",
                                "verdict"));
        shown.forEach(tensor -> console.out().println(row(tensor, width)));
        if (shown.size() < run.tensors().size()) {
            console.out()
                    .printf(
                            "... the %d of %d rows farthest from scale 1; all with --json or --out%n",
                            shown.size(), run.tensors().size());
        }
        console.out().println();
        summary(run).forEach(console.out()::println);
    }

    private static String row(TensorRecord tensor, int width) {
        String path = tensor.path();
        String cut = path.length() > width ? "…" + path.substring(path.length() - width + 1) : path;
        OptionalDouble error =
                tensor.measured()
                        .map(measured -> measured.rmsStandardError())
                        .orElse(OptionalDouble.empty());
        return String.format(
                        Locale.ROOT,
                        "%-" + width + "s %-3s %10s %10s %9s %8s  %s",
                        cut,
                        tensor.key().role().symbol(),
                        number(Scales.predicted(tensor)),
                        number(Scales.sampled(tensor)),
                        number(error),
                        percent(Scales.deviation(tensor)),
                        verdict(tensor))
                .stripTrailing();
    }

    /// The sampled verdict, else the predicted one behind a `~`.
    private static String verdict(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> measured.statistics().verdict().label())
                .or(() -> tensor.forecast().verdict().map(verdict -> "~" + verdict.label()))
                .orElse("");
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4g", value.getAsDouble()) : "";
    }

    private static String percent(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * value.getAsDouble())
                : "";
    }

    private static List<String> summary(RunRecord run) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%s: %d tensors, formats %s, seed %d, sizes %s",
                        run.spec().modelName(),
                        run.tensors().size(),
                        run.spec().formats(),
                        run.spec().seed(),
                        sizes(run)));
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        run.tensors().stream()
                .flatMap(tensor -> tensor.measured().stream())
                .forEach(m -> counts.merge(m.statistics().verdict(), 1L, Long::sum));
        if (!counts.isEmpty()) {
            lines.add(
                    counts.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey().label())
                            .collect(Collectors.joining(", ")));
        }
        worst(run).ifPresent(lines::add);
        return lines;
    }

    private static String sizes(RunRecord run) {
        return run.spec().symbols().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static Optional<String> worst(RunRecord run) {
        return run.tensors().stream()
                .filter(tensor -> Scales.deviation(tensor).isPresent())
                .max(
                        Comparator.comparingDouble(
                                tensor -> Math.abs(Scales.deviation(tensor).getAsDouble())))
                .map(tensor ->
                        "largest sampled − predicted: "
                                + percent(Scales.deviation(tensor))
                                + " at "
                                + tensor.key());
    }
}
