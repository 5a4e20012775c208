package org.unitscope.importer.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.graph.ValueLaw;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.tensor.Shape;

/// Reads the laws that real inputs and weights are drawn from.
final class ValueLawReader {
    private static final double LEAST_CUT = 0.5;
    private static final List<String> ANYWHERE =
            List.of("normal", "uniform", "constant", "truncated_normal", "student_t", "npy");
    private static final List<String> OF_INPUTS =
            Stream.concat(ANYWHERE.stream(), Stream.of("correlated_rows")).toList();
    private static final List<String> OF_WEIGHTS =
            Stream.of(ANYWHERE, FanLaws.NAMES, List.of("orthogonal"))
                    .flatMap(List::stream)
                    .toList();

    private final Reader reader;
    private final LawSettings settings;
    private final FanLaws fans;
    private final StoredFiles files;

    ValueLawReader(Reader reader, StoredFiles files) {
        this.reader = reader;
        this.settings = new LawSettings(reader);
        this.fans = new FanLaws(reader);
        this.files = files;
    }

    /// What a law is read for.
    ///
    /// @param what it is, for problems
    /// @param shape of the tensor
    /// @param isWeight whether it is a weight, not an input
    record Target(String what, Shape shape, boolean isWeight, Map<String, Double> symbols) {}

    Optional<ValueLaw> read(JsonValue value, Target of) {
        List<String> known = of.isWeight() ? OF_WEIGHTS : OF_INPUTS;
        if (value instanceof TextValue text) {
            return switch (text.text()) {
                case "zeros" -> Optional.of(new ValueLaw.Constant(0));
                case "ones" -> Optional.of(new ValueLaw.Constant(1));
                default -> {
                    reader.problem(
                            value,
                            "%s: the law '%s' is not known; known are zeros, ones, and objects with one of %s"
                                    .formatted(of.what(), text.text(), String.join(", ", known)));
                    yield Optional.empty();
                }
            };
        }
        return settings.named(value, of.what(), known).flatMap(law -> read(law, of));
    }

    private Optional<ValueLaw> read(LawSettings.NamedLaw law, Target of) {
        String what = of.what() + ": the law " + law.name();
        if (FanLaws.NAMES.contains(law.name())) {
            return fans.read(law, what, of);
        }
        List<String> keys =
                switch (law.name()) {
                    case "normal" -> List.of("mean", "std");
                    case "uniform" -> List.of("low", "high");
                    case "constant" -> List.of("value");
                    case "truncated_normal" -> List.of("mean", "std", "cut");
                    case "student_t" -> List.of("degrees", "scale");
                    case "correlated_rows" -> List.of("std", "correlation");
                    case "orthogonal" -> List.of("gain");
                    default -> List.of("file", "factor");
                };
        return reader.object(law.settings(), what, keys)
                .flatMap(object -> {
                    Numbers numbers = new Numbers(object, what, of.symbols());
                    return switch (law.name()) {
                        case "normal" -> numbers.normal();
                        case "uniform" -> numbers.uniform();
                        case "constant" -> numbers.of("value").map(ValueLaw.Constant::new);
                        case "truncated_normal" -> numbers.truncated();
                        case "student_t" -> numbers.studentT();
                        case "correlated_rows" -> numbers.correlatedRows();
                        case "orthogonal" -> numbers.orthogonal(of.shape());
                        default -> numbers.stored(of.shape());
                    };
                });
    }

    /// The settings of one law.
    private final class Numbers {
        private final ObjectValue object;
        private final String what;
        private final Map<String, Double> symbols;

        Numbers(ObjectValue object, String what, Map<String, Double> symbols) {
            this.object = object;
            this.what = what;
            this.symbols = symbols;
        }

        Optional<Double> of(String key) {
            return settings.number(object, what, key, symbols);
        }

        private Optional<Double> of(String key, double fallback) {
            return settings.number(object, what, key, fallback, symbols);
        }

        private Optional<Double> notNegative(String key, Optional<Double> number) {
            return number.filter(n ->
                    settings.holds(
                            !(n < 0), object, what + ": " + key + " must not be negative", n));
        }

        Optional<ValueLaw> normal() {
            Optional<Double> std = notNegative("std", of("std"));
            return of("mean", 0).flatMap(m -> std.map(s -> new ValueLaw.Normal(m, s)));
        }

        Optional<ValueLaw> uniform() {
            Optional<Double> low = of("low");
            Optional<Double> high = of("high");
            if (low.isPresent() && high.isPresent() && low.get() > high.get()) {
                reader.problem(object, what + ": low must not exceed high");
                return Optional.empty();
            }
            return low.flatMap(l -> high.map(h -> new ValueLaw.Uniform(l, h)));
        }

        Optional<ValueLaw> truncated() {
            Optional<Double> std = notNegative("std", of("std"));
            Optional<Double> cut =
                    of("cut", 2)
                            .filter(c ->
                                    settings.holds(
                                            c >= LEAST_CUT && c <= ValueLaw.TruncatedNormal.MOST,
                                            object,
                                            what + ": cut must be from 0.5 to 6 deviations",
                                            c));
            return of("mean", 0)
                    .flatMap(m ->
                            std.flatMap(s -> cut.map(c -> new ValueLaw.TruncatedNormal(m, s, c))));
        }

        Optional<ValueLaw> studentT() {
            Optional<Double> scale = notNegative("scale", of("scale", 1));
            return of("degrees")
                    .filter(d ->
                            settings.holds(
                                    d > 4 && d <= 1e6,
                                    object,
                                    what
                                            + ": degrees must be above 4, where squares have a variance, and at most 1e6",
                                    d))
                    .flatMap(d -> scale.map(s -> new ValueLaw.StudentT(d, s)));
        }

        Optional<ValueLaw> correlatedRows() {
            Optional<Double> std = notNegative("std", of("std", 1));
            return of("correlation")
                    .filter(c ->
                            settings.holds(
                                    c >= 0 && c <= 1,
                                    object,
                                    what + ": correlation must be from 0 to 1",
                                    c))
                    .flatMap(c -> std.map(s -> new ValueLaw.CorrelatedRows(s, c)));
        }

        Optional<ValueLaw> orthogonal(Shape shape) {
            if (shape.rank() < 2) {
                reader.problem(
                        object,
                        "%s needs a tensor of at least two axes, got %s".formatted(what, shape));
                return Optional.empty();
            }
            int rows = shape.extent(0);
            int columns = (int) (shape.count() / rows);
            return of("gain", 1)
                    .map(gain -> new ValueLaw.Orthogonal(gain, Math.max(rows, columns)));
        }

        Optional<ValueLaw> stored(Shape shape) {
            Optional<Double> factor = of("factor", 1);
            return reader.required(object, what, "file")
                    .flatMap(file -> files.values(file, what, shape, reader))
                    .flatMap(values -> factor.map(f -> new ValueLaw.Stored(values, f)));
        }
    }
}
