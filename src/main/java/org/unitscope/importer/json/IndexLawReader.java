package org.unitscope.importer.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.StoredIndices;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.tensor.Shape;

/// Reads the laws that indices are drawn from.
final class IndexLawReader {
    private static final String EXCEPT_LAST = "except_last";
    private static final List<String> DRAWN_LAWS = List.of("uniform", "masked", "range", "zipf");
    private static final String NPY = "npy";
    private static final List<String> INDEX_LAWS =
            Stream.concat(DRAWN_LAWS.stream(), Stream.of(EXCEPT_LAST, NPY)).toList();

    private final Reader reader;
    private final LawSettings settings;
    private final StoredFiles files;

    IndexLawReader(Reader reader, StoredFiles files) {
        this.files = files;
        this.reader = reader;
        this.settings = new LawSettings(reader);
    }

    /// A law of the file.
    Optional<IndexLaw> read(
            JsonValue value, String what, Shape shape, Map<String, Double> symbols) {
        if (value instanceof ObjectValue object
                && object.members().size() == 1
                && object.members().containsKey(NPY)) {
            return stored(object.members().get(NPY), what + ": the law npy", shape, symbols);
        }
        return index(value, what, symbols, INDEX_LAWS);
    }

    private Optional<IndexLaw> index(
            JsonValue value, String what, Map<String, Double> symbols, List<String> known) {
        return settings.named(value, what, known)
                .flatMap(law -> {
                    String title = what + ": the law " + law.name();
                    List<String> keys =
                            switch (law.name()) {
                                case "uniform" -> List.of("bound");
                                case "masked" -> List.of("bound", "share");
                                case "zipf" -> List.of("bound", "exponent");
                                case EXCEPT_LAST -> List.of("count", "of");
                                default -> List.of("bound", "divisor");
                            };
                    return reader.object(law.settings(), title, keys)
                            .flatMap(o ->
                                    law.name().equals(EXCEPT_LAST)
                                            ? exceptLast(o, title, symbols)
                                            : drawn(law.name(), o, title, symbols));
                });
    }

    /// The bound may be larger than what the file needs: the size of a table.
    private Optional<IndexLaw> stored(
            JsonValue value, String what, Shape shape, Map<String, Double> symbols) {
        Optional<ObjectValue> object = reader.object(value, what, List.of("file", "bound"));
        Optional<Integer> bound =
                object.flatMap(o -> reader.required(o, what, "bound"))
                        .flatMap(b -> reader.whole(b, what + ": bound", 1, symbols));
        Optional<StoredIndices> indices =
                object.flatMap(o -> reader.required(o, what, "file"))
                        .flatMap(file -> files.indices(file, what, shape, reader));
        return indices.flatMap(found ->
                bound.filter(b ->
                                settings.holds(
                                        found.largest() >= 0 && found.largest() < b,
                                        value,
                                        "%s: its largest index must be from 0 to %d, below the bound"
                                                .formatted(what, b - 1),
                                        found.largest()))
                        .map(b -> new IndexLaw.Stored(found, b)));
    }

    private Optional<IndexLaw> exceptLast(
            ObjectValue settings, String what, Map<String, Double> symbols) {
        Optional<Integer> count =
                Optional.ofNullable(settings.members().get("count"))
                        .map(given -> reader.whole(given, what + ": count", 1, symbols))
                        .orElse(Optional.of(1));
        return reader.required(settings, what, "of")
                .flatMap(of -> index(of, what, symbols, DRAWN_LAWS))
                .flatMap(of -> count.map(c -> new IndexLaw.ExceptLast(c, of)));
    }

    private Optional<IndexLaw> drawn(
            String name, ObjectValue settings, String what, Map<String, Double> symbols) {
        Optional<Integer> bound =
                reader.required(settings, what, "bound")
                        .flatMap(value -> reader.whole(value, what + ": bound", 1, symbols));
        return switch (name) {
            case "uniform" -> bound.map(IndexLaw.Uniform::new);
            case "masked" ->
                    this.settings
                            .number(settings, what, "share", symbols)
                            .filter(share ->
                                    this.settings.holds(
                                            share > 0 && share <= 1,
                                            settings,
                                            what + ": share must be above 0 and at most 1",
                                            share))
                            .flatMap(share -> bound.map(b -> new IndexLaw.Masked(b, share)));
            case "zipf" ->
                    this.settings
                            .number(settings, what, "exponent", 1, symbols)
                            .filter(exponent ->
                                    this.settings.holds(
                                            !(exponent < 0),
                                            settings,
                                            what + ": exponent must not be negative",
                                            exponent))
                            .flatMap(exponent -> bound.map(b -> new IndexLaw.Zipf(b, exponent)));
            default -> {
                JsonValue given = settings.members().get("divisor");
                Optional<Integer> divisor =
                        given == null
                                ? Optional.of(1)
                                : reader.whole(given, what + ": divisor", 1, symbols);
                yield bound.flatMap(b -> divisor.map(d -> new IndexLaw.Range(b, d)));
            }
        };
    }
}
