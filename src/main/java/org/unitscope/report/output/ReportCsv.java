package org.unitscope.report.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.unitscope.comparison.Judgement;
import org.unitscope.comparison.ScaleChange;
import org.unitscope.comparison.TensorPair;
import org.unitscope.graph.TensorKey;
import org.unitscope.plan.ExponentRange;
import org.unitscope.report.data.ComparisonSection;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.data.RunSection;
import org.unitscope.report.data.TensorProblem;
import org.unitscope.run.RunStore;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.run.TensorTable;
import org.unitscope.statistics.Verdict;

/// The tensors of a report as CSV: a row per run, tensor and role, with the columns of
/// `tensors.csv` as they are, and behind them what the report says of the tensor. An empty cell
/// means that there is no such number.
public final class ReportCsv {
    private static final List<String> ADDED =
            List.of(
                    "judged_by",
                    "judged_verdict",
                    "measured_over_predicted_log2",
                    "problem_rank",
                    "advice",
                    "log2_factor",
                    "log2_factor_from",
                    "log2_factor_to",
                    "first_run_tensor",
                    "aligned_by",
                    "verdict_change",
                    "delta_log2");

    private ReportCsv() {}

    /// Heads of the columns.
    public static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("run"));
        columns.addAll(TensorTable.COLUMNS);
        columns.addAll(ADDED);
        return columns;
    }

    /// The text of the file.
    public static String of(ReportData data) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(columns());
            for (int i = 0; i < data.runs().size(); i++) {
                write(csv, data.runs().get(i), i == 0 ? Map.of() : pairs(data, i - 1));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.toString();
    }

    private static Map<TensorKey, TensorPair> pairs(ReportData data, int comparison) {
        Map<TensorKey, TensorPair> pairs = new HashMap<>();
        ComparisonSection section = data.comparisons().get(comparison);
        section.comparison().pairs().forEach(pair -> pairs.put(pair.b().key(), pair));
        return pairs;
    }

    private static void write(CsvWriter csv, RunSection run, Map<TensorKey, TensorPair> pairs) {
        Map<TensorKey, TensorProblem> problems = new HashMap<>();
        run.problems().forEach(problem -> problems.put(problem.tensor().key(), problem));
        for (TensorRecord tensor : run.run().tensors()) {
            List<String> cells = new ArrayList<>(List.of(run.name()));
            cells.addAll(TensorTable.row(tensor, RunStore.SCHEMA_VERSION));
            addJudgement(cells, tensor);
            TensorProblem problem = problems.get(tensor.key());
            if (problem == null) {
                addEmpty(cells, 5);
            } else {
                addProblem(cells, problem);
            }
            TensorPair pair = pairs.get(tensor.key());
            if (pair == null) {
                addEmpty(cells, 4);
            } else {
                cells.add(pair.a().path());
                cells.add(pair.by().label());
                cells.add(pair.verdictChange().label());
                cells.add(number(pair.scale().octaves()));
            }
            csv.writeRecord(cells);
        }
    }

    private static void addJudgement(List<String> cells, TensorRecord tensor) {
        Judgement judgement = Judgement.of(tensor);
        cells.add(
                judgement.verdict().isEmpty()
                        ? ""
                        : judgement.isPredicted() ? "predicted" : "sampled");
        cells.add(judgement.verdict().map(Verdict::label).orElse(""));
        cells.add(
                number(
                        new ScaleChange(Scales.predicted(tensor), Scales.sampled(tensor))
                                .octaves()));
    }

    private static void addProblem(List<String> cells, TensorProblem problem) {
        cells.add(Integer.toString(problem.rank()));
        cells.add(problem.advice().kind().name().toLowerCase(Locale.ROOT));
        cells.add(
                problem.advice().after().isPresent()
                        ? Integer.toString(problem.advice().shift())
                        : "");
        cells.add(exponent(problem, true));
        cells.add(exponent(problem, false));
    }

    private static String exponent(TensorProblem problem, boolean low) {
        return problem.advice()
                .factors()
                .map(low ? ExponentRange::low : ExponentRange::high)
                .map(String::valueOf)
                .orElse("");
    }

    private static void addEmpty(List<String> cells, int count) {
        for (int i = 0; i < count; i++) {
            cells.add("");
        }
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
