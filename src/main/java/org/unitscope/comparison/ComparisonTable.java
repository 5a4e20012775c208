package org.unitscope.comparison;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.Verdict;

/// Comparisons as CSV: a row per pair and a row per unaligned tensor, `\n`, numbers the shortest
/// decimal that reads back as the same double. An empty cell means that there is no such number;
/// NaN and infinity of a scale are words of the column `state`. `standard_errors` (see
/// [TensorPair#standardErrors]) is there for runs of different seeds only.
public final class ComparisonTable {
    /// Column heads. Those with `_a` and `_b` are of the first run and of the compared one.
    public static final List<String> COLUMNS = columns();

    private static final List<String> SIDES = List.of("_a", "_b");
    private static final List<String> NUMBERS =
            List.of(
                    "predicted_rms",
                    "measured_rms",
                    "measured_standard_error",
                    "amax",
                    "underflow_fraction",
                    "subnormal_fraction",
                    "overflow_fraction",
                    "sqnr_db",
                    "predicted_underflow_fraction");

    /// How many columns of a side follow those of what was sampled.
    private static final int PREDICTED = 2;

    private ComparisonTable() {}

    private static List<String> columns() {
        List<String> heads =
                new ArrayList<>(List.of("run_a", "run_b", "role", "aligned_by", "state"));
        heads.addAll(
                List.of(
                        "verdict_change",
                        "judged_by",
                        "compared",
                        "delta_log2",
                        "predicted_delta_log2"));
        heads.addAll(List.of("measured_delta_log2", "standard_errors"));
        for (String side : List.of("_a", "_b")) {
            for (String name :
                    List.of(
                            "tensor",
                            "op",
                            "shape",
                            "format",
                            "predicted_rms",
                            "measured_rms",
                            "measured_standard_error",
                            "amax",
                            "underflow_fraction",
                            "subnormal_fraction",
                            "overflow_fraction",
                            "sqnr_db",
                            "verdict",
                            "predicted_underflow_fraction",
                            "predicted_verdict")) {
                heads.add(name + side);
            }
        }
        heads.add("unaligned_because");
        return List.copyOf(heads);
    }

    /// Whether the cells of a column are numbers.
    public static boolean isNumber(String column) {
        return column.contains("delta_log2")
                || column.equals("standard_errors")
                || NUMBERS.stream().anyMatch(name -> SIDES.contains(column.replaceFirst(name, "")));
    }

    /// All rows of some comparisons.
    ///
    /// @param tolerance octaves
    public static String csv(List<RunComparison> comparisons, double tolerance) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(COLUMNS);
            for (RunComparison comparison : comparisons) {
                comparison
                        .pairs()
                        .forEach(pair -> csv.writeRecord(row(comparison, pair, tolerance)));
                comparison.unaligned().forEach(one -> csv.writeRecord(row(comparison, one)));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.toString();
    }

    /// The cells of a pair, one per column.
    public static List<String> row(RunComparison comparison, TensorPair pair, double tolerance) {
        List<String> cells = head(comparison, pair.a());
        cells.add(pair.by().label());
        cells.add(pair.scale().state(tolerance).label());
        cells.add(pair.verdictChange().label());
        cells.add(judgedBy(pair));
        cells.add(pair.isMeasured() ? "measured" : pair.predicted().isKnown() ? "predicted" : "");
        cells.add(number(pair.scale().octaves()));
        cells.add(number(pair.predicted().octaves()));
        cells.add(number(pair.measured().octaves()));
        cells.add(comparison.sharesSeed() ? "" : number(pair.standardErrors()));
        addTensor(cells, pair.a());
        addTensor(cells, pair.b());
        cells.add("");
        return cells;
    }

    /// The cells of an unaligned tensor, one per column.
    public static List<String> row(RunComparison comparison, Unaligned unaligned) {
        List<String> cells = head(comparison, unaligned.tensor());
        cells.add("");
        cells.add("unaligned");
        for (int i = cells.size(); i < COLUMNS.indexOf("tensor" + SIDES.getFirst()); i++) {
            cells.add("");
        }
        addTensor(cells, unaligned.inFirst() ? unaligned.tensor() : null);
        addTensor(cells, unaligned.inFirst() ? null : unaligned.tensor());
        cells.add(unaligned.reason());
        return cells;
    }

    private static String judgedBy(TensorPair pair) {
        if (pair.verdictChange() == VerdictChange.NOT_JUDGED) {
            return "";
        }
        return pair.before().isPredicted() ? "predicted" : "sampled";
    }

    private static List<String> head(RunComparison comparison, TensorRecord tensor) {
        return new ArrayList<>(
                List.of(
                        comparison.a().source(),
                        comparison.b().source(),
                        tensor.key().role().symbol()));
    }

    private static void addTensor(List<String> cells, @Nullable TensorRecord tensor) {
        int width = (COLUMNS.size() - COLUMNS.indexOf("tensor_a") - 1) / SIDES.size();
        int end = cells.size() + width;
        if (tensor != null) {
            ScaleChange scales = new TensorPair(tensor, tensor, AlignedBy.ID).predicted();
            cells.add(tensor.path());
            cells.add(tensor.operator());
            cells.add(tensor.shape().toString());
            cells.add(tensor.format().toString());
            cells.add(finite(scales.before()));
            tensor.measured().ifPresent(measured -> addMeasurement(cells, measured));
            while (cells.size() < end - PREDICTED) {
                cells.add("");
            }
            cells.add(number(tensor.forecast().underflow()));
            cells.add(tensor.forecast().verdict().map(Verdict::label).orElse(""));
        }
        while (cells.size() < end) {
            cells.add("");
        }
    }

    private static void addMeasurement(List<String> cells, Measurement measured) {
        TensorStatistics statistics = measured.statistics();
        cells.add(finite(OptionalDouble.of(statistics.moments().rms())));
        cells.add(finite(measured.rmsStandardError()));
        cells.add(number(OptionalDouble.of(statistics.amax())));
        cells.add(number(OptionalDouble.of(statistics.fates().underflowFraction())));
        cells.add(number(OptionalDouble.of(statistics.fates().subnormalFraction())));
        cells.add(number(OptionalDouble.of(statistics.fates().overflowFraction())));
        cells.add(number(statistics.sqnrDecibels()));
        cells.add(statistics.verdict().label());
    }

    private static String finite(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? number(value) : "";
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
