package org.unitscope.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Basis;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Fates;
import org.unitscope.statistics.FineHistogram;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.Verdict;
import org.unitscope.tensor.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads one run folder. A second moment comes back as the number near the square of the stored RMS
/// that gives the stored RMS and the stored standard deviation, so that writing the run again gives
/// the digits that were read.
final class RunReader {
    /// At most four numbers have the same square root, and squaring it is off by at most two.
    private static final int MOST_ULPS = 4;

    private final Path folder;

    RunReader(Path folder) {
        this.folder = folder;
    }

    RunRecord read() throws RunFormatException, IOException {
        JsonMapper mapper = RunFiles.mapper();
        try {
            JsonNode manifest = mapper.readTree(text(RunFiles.MANIFEST));
            JsonNode version = manifest.path("spec").path("schema_version");
            if (!version.isInt() || version.asInt() < 1) {
                throw problem(RunFiles.MANIFEST, "it has no spec.schema_version; is this a run?");
            }
            if (version.asInt() > RunStore.SCHEMA_VERSION) {
                throw problem(
                        RunFiles.MANIFEST,
                        "it has schema version %d, this build reads up to %d; use a newer Unitscope"
                                .formatted(version.asInt(), RunStore.SCHEMA_VERSION));
            }
            requireFields(manifest, "spec", RunSpec.class);
            requireFields(manifest, "environment", RunEnvironment.class);
            RunSpec spec = mapper.treeToValue(manifest.path("spec"), RunSpec.class);
            RunEnvironment environment =
                    mapper.treeToValue(manifest.path("environment"), RunEnvironment.class);
            return new RunRecord(spec, environment, tensors(version.asInt()));
        } catch (JacksonException broken) {
            throw problem(RunFiles.MANIFEST, "not a manifest: " + broken.getOriginalMessage());
        }
    }

    private void requireFields(JsonNode manifest, String block, Class<? extends Record> type)
            throws RunFormatException {
        for (RecordComponent component : type.getRecordComponents()) {
            String field =
                    component.getName().replaceAll("([A-Z]|\\d+)", "_$1").toLowerCase(Locale.ROOT);
            String plain =
                    component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (RunSpec.MAY_BE_ABSENT.contains(plain)) {
                continue;
            }
            if (!manifest.path(block).has(field) && !manifest.path(block).has(plain)) {
                throw problem(RunFiles.MANIFEST, "its " + block + " lacks '" + plain + "'");
            }
        }
    }

    private List<TensorRecord> tensors(int version) throws RunFormatException, IOException {
        Map<TensorKey, FineHistogram> histograms = fineHistograms(version, histograms());
        List<TensorRecord> tensors = new ArrayList<>();
        for (NamedCsvRecord row : rows(RunFiles.TENSORS)) {
            try {
                tensors.add(tensor(row, histograms, version));
            } catch (IllegalArgumentException wrong) {
                throw problem(
                        RunFiles.TENSORS + ":" + row.getStartingLineNumber(), wrong.getMessage());
            }
        }
        return tensors;
    }

    private static TensorRecord tensor(
            NamedCsvRecord row, Map<TensorKey, FineHistogram> histograms, int version) {
        TensorKey key = key(row);
        TargetFormat format = TargetFormat.parse(row.getField("format"));
        String applied = row.getField("applied_format");
        return new TensorRecord(
                key,
                row.getField("op"),
                shape(row.getField("shape")),
                format,
                applied.isEmpty() ? Optional.empty() : Optional.of(TargetFormat.parse(applied)),
                prediction(row),
                row.getField("measured_rms").isEmpty()
                        ? Optional.empty()
                        : Optional.of(measurement(row, format, histograms.get(key))),
                version < RunStore.FORECASTS ? Forecast.NONE : forecast(row));
    }

    private static Forecast forecast(NamedCsvRecord row) {
        String verdict = row.getField("predicted_verdict");
        return new Forecast(
                optional(row, "predicted_underflow_fraction"),
                optional(row, "predicted_subnormal_fraction"),
                optional(row, "predicted_overflow_fraction"),
                optional(row, "predicted_sqnr_db"),
                verdict.isEmpty() ? Optional.empty() : Optional.of(Verdict.ofLabel(verdict)),
                optional(row, "predicted_scatter"),
                optional(row, "coherent_fraction"));
    }

    private static TensorKey key(NamedCsvRecord row) {
        String path = row.getField("tensor");
        int mark = path.lastIndexOf('#');
        OutputRef tensor =
                mark < 0
                        ? OutputRef.of(path)
                        : new OutputRef(
                                path.substring(0, mark),
                                Integer.parseInt(path.substring(mark + 1)));
        return new TensorKey(tensor, Role.ofSymbol(row.getField("role")));
    }

    private static Shape shape(String text) {
        String inner = text.substring(1, text.length() - 1);
        return inner.isBlank()
                ? Shape.SCALAR
                : Shape.of(
                        Stream.of(inner.split(","))
                                .map(String::strip)
                                .map(Integer::valueOf)
                                .toList());
    }

    private static Prediction prediction(NamedCsvRecord row) {
        String title = row.getField("predicted_basis");
        if (title.isEmpty()) {
            return new Prediction.Unknown(row.getField("not_predicted_because"));
        }
        Basis basis =
                Arrays.stream(Basis.values())
                        .filter(value -> value.title().equals(title))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no basis '" + title + "'"));
        return new Prediction.Known(moments(row, "predicted"), basis);
    }

    private static Moments moments(NamedCsvRecord row, String prefix) {
        double mean = number(row, prefix + "_mean");
        double deviation = number(row, prefix + "_std");
        double rms = number(row, prefix + "_rms");
        double square = rms * rms;
        double ulp = Math.ulp(square);
        for (int i = 0; i <= 2 * MOST_ULPS; i++) {
            int step = (i & 1) == 0 ? i / 2 : -(i + 1) / 2;
            Moments moments = new Moments(mean, square + step * ulp);
            if (moments.rms() == rms && moments.standardDeviation() == deviation) {
                return moments;
            }
        }
        return new Moments(mean, square);
    }

    private static Measurement measurement(
            NamedCsvRecord row, TargetFormat format, @Nullable FineHistogram histogram) {
        if (histogram == null) {
            throw new IllegalArgumentException("it has no rows in " + RunFiles.HISTOGRAMS);
        }
        Fates fates =
                new Fates(
                        number(row, "underflow_fraction"),
                        number(row, "subnormal_fraction"),
                        number(row, "overflow_fraction"),
                        number(row, "flushed_energy_fraction"));
        TensorStatistics statistics =
                new TensorStatistics(
                        Long.parseLong(row.getField("count")),
                        moments(row, "measured"),
                        number(row, "amax"),
                        optional(row, "min_nonzero"),
                        Long.parseLong(row.getField("zeros")),
                        Long.parseLong(row.getField("nonfinite")),
                        histogram,
                        fates,
                        format,
                        optional(row, "sqnr_db"),
                        Verdict.ofLabel(row.getField("verdict")));
        return new Measurement(statistics, optional(row, "measured_standard_error"));
    }

    private static double number(NamedCsvRecord row, String column) {
        return Double.parseDouble(row.getField(column));
    }

    private static OptionalDouble optional(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(cell));
    }

    private Map<TensorKey, OctaveHistogram> histograms() throws RunFormatException, IOException {
        Map<TensorKey, Map<Integer, Long>> octaves = new HashMap<>();
        Map<TensorKey, Map<String, Long>> counters = new HashMap<>();
        for (NamedCsvRecord row : rows(RunFiles.HISTOGRAMS)) {
            try {
                String octave = row.getField("octave");
                long count = Long.parseLong(row.getField("count"));
                TensorKey key = key(row);
                counters.computeIfAbsent(key, k -> new HashMap<>());
                octaves.computeIfAbsent(key, k -> new TreeMap<>());
                if (List.of(RunFiles.ZERO, RunFiles.INFINITE, RunFiles.NAN).contains(octave)) {
                    counters.getOrDefault(key, new HashMap<>()).put(octave, count);
                } else {
                    octaves.getOrDefault(key, new TreeMap<>()).put(Integer.valueOf(octave), count);
                }
            } catch (IllegalArgumentException wrong) {
                throw problem(
                        RunFiles.HISTOGRAMS + ":" + row.getStartingLineNumber(),
                        wrong.getMessage());
            }
        }
        Map<TensorKey, OctaveHistogram> result = new HashMap<>();
        counters.forEach((key, counts) ->
                result.put(
                        key,
                        OctaveHistogram.of(
                                octaves.getOrDefault(key, Map.of()),
                                counts.getOrDefault(RunFiles.ZERO, 0L),
                                counts.getOrDefault(RunFiles.INFINITE, 0L),
                                counts.getOrDefault(RunFiles.NAN, 0L))));
        return result;
    }

    /// Version 1 has octaves only.
    private Map<TensorKey, FineHistogram> fineHistograms(
            int version, Map<TensorKey, OctaveHistogram> octaves)
            throws RunFormatException, IOException {
        Map<TensorKey, FineHistogram> result = new HashMap<>();
        octaves.forEach((key, counts) -> result.put(key, FineHistogram.ofOctaves(counts)));
        for (NamedCsvRecord row : version < 2 ? List.<NamedCsvRecord>of() : rows(RunFiles.BINS)) {
            try {
                TensorKey key = key(row);
                OctaveHistogram known = octaves.getOrDefault(key, OctaveHistogram.EMPTY);
                FineHistogram fine =
                        FineHistogram.parse(
                                row.getField("bins"), known.zeros(), known.infinite(), known.nan());
                if (!fine.octaves().equals(known)) {
                    throw new IllegalArgumentException(
                            "its bins do not add up to the octaves of " + RunFiles.HISTOGRAMS);
                }
                result.put(key, fine);
            } catch (IllegalArgumentException wrong) {
                throw problem(
                        RunFiles.BINS + ":" + row.getStartingLineNumber(), wrong.getMessage());
            }
        }
        return result;
    }

    private List<NamedCsvRecord> rows(String name) throws RunFormatException, IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text(name))) {
            return reader.stream().toList();
        } catch (CsvParseException broken) {
            throw problem(name, String.valueOf(broken.getMessage()));
        }
    }

    private String text(String name) throws RunFormatException, IOException {
        try {
            return Files.readString(RunStore.file(folder, name));
        } catch (CharacterCodingException wrong) {
            throw problem(name, "the file is not UTF-8 text; is '" + folder + "' a run folder?");
        } catch (NoSuchFileException missing) {
            throw problem(name, "the file is missing; is '" + folder + "' a run folder?");
        }
    }

    private RunFormatException problem(String place, @Nullable String what) {
        return new RunFormatException(
                folder.resolve(place).toString(), what == null ? "cannot be read" : what);
    }
}
