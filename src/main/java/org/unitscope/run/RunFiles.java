package org.unitscope.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.transform.RewriteLog;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of a run as text: sorted keys, `\n`, shortest round-trip numbers. Equal specs give
/// equal tables and `spec`, byte for byte.
public final class RunFiles {
    /// File names inside a run folder.
    public static final String MANIFEST = "manifest.json";

    /// One row per tensor and role, see [TensorTable].
    public static final String TENSORS = "tensors.csv";

    /// Non-empty octaves and counters: `tensor,role,octave,count`.
    public static final String HISTOGRAMS = "histograms.csv";

    /// Non-empty eighths of octaves by sign, a row per tensor and role: see
    /// [FineHistogram#toString].
    public static final String BINS = "bins.csv";

    /// What was done to the model before the run, where anything was.
    public static final String REWRITE_LOG = "rewrite-log.json";

    static final List<String> BIN_COLUMNS = List.of("tensor", "role", "bins");
    static final List<String> HISTOGRAM_COLUMNS = List.of("tensor", "role", "octave", "count");
    static final String ZERO = "zero";
    static final String INFINITE = "infinite";
    static final String NAN = "nan";

    private RunFiles() {}

    /// Reads and writes the manifest: `snake_case` names, sorted.
    static JsonMapper mapper() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .defaultPrettyPrinter(printer)
                .build();
    }

    /// `manifest.json`: blocks `spec` and `environment`, and `partial` where sampling was cut
    /// short.
    public static String manifest(RunRecord run) {
        Map<String, Object> blocks = new LinkedHashMap<>();
        blocks.put("environment", run.environment());
        if (run.isPartial()) {
            blocks.put("partial", run.measuredCount() + " of " + run.tensors().size());
        }
        blocks.put("spec", run.spec());
        return mapper().writeValueAsString(blocks) + "\n";
    }

    /// `rewrite-log.json`: what a scheme has done to the model before the run.
    public static String log(RewriteLog log) {
        return mapper().writeValueAsString(log) + "\n";
    }

    /// The `spec` block alone.
    public static String spec(RunSpec spec) {
        return mapper().writeValueAsString(spec) + "\n";
    }

    /// `tensors.csv`, with the columns of the run's version.
    public static String tensors(RunRecord run) {
        return csv(csv -> {
            int version = run.spec().schemaVersion();
            csv.writeRecord(TensorTable.columns(version));
            run.tensors().forEach(tensor -> csv.writeRecord(TensorTable.row(tensor, version)));
        });
    }

    /// `histograms.csv`.
    public static String histograms(RunRecord run) {
        return csv(csv -> {
            csv.writeRecord(HISTOGRAM_COLUMNS);
            run.tensors().forEach(tensor -> writeHistogram(csv, tensor));
        });
    }

    /// `bins.csv`; rows of runs of an earlier schema are empty.
    public static String bins(RunRecord run) {
        return csv(csv -> {
            csv.writeRecord(BIN_COLUMNS);
            for (TensorRecord tensor : run.tensors()) {
                tensor.measured()
                        .map(measured -> measured.statistics().fine())
                        .filter(fine -> !fine.isCoarse())
                        .ifPresent(fine ->
                                csv.writeRecord(
                                        tensor.path(),
                                        tensor.key().role().symbol(),
                                        fine.toString()));
            }
        });
    }

    private static String csv(Consumer<CsvWriter> body) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            body.accept(csv);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.toString();
    }

    private static void writeHistogram(CsvWriter csv, TensorRecord tensor) {
        tensor.measured()
                .ifPresent(
                        measured -> writeHistogram(csv, tensor, measured.statistics().histogram()));
    }

    private static void writeHistogram(
            CsvWriter csv, TensorRecord tensor, OctaveHistogram histogram) {
        String role = tensor.key().role().symbol();
        histogram
                .octaves()
                .forEach(octave ->
                        csv.writeRecord(
                                tensor.path(),
                                role,
                                Integer.toString(octave),
                                Long.toString(histogram.count(octave))));
        csv.writeRecord(tensor.path(), role, ZERO, Long.toString(histogram.zeros()));
        csv.writeRecord(tensor.path(), role, INFINITE, Long.toString(histogram.infinite()));
        csv.writeRecord(tensor.path(), role, NAN, Long.toString(histogram.nan()));
    }
}
