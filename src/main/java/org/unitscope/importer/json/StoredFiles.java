package org.unitscope.importer.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.StoredIndices;
import org.unitscope.graph.StoredValues;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.tensor.Shape;

/// Numbers that `.npy` files in a model's folder give its tensors; every file is read once.
final class StoredFiles {
    private static final long LARGEST_FILE = 1L << 30;

    private final ModelFolder folder;
    private final Map<Path, Read> read = new HashMap<>();

    StoredFiles(ModelFolder folder) {
        this.folder = folder;
    }

    private record Read(NpyFile numbers, String sha256) {}

    /// Real numbers for a tensor; what is wrong is noted.
    Optional<StoredValues> values(JsonValue file, String what, Shape shape, Reader reader) {
        return open(file, what, shape, reader)
                .flatMap(found -> {
                    try {
                        return Optional.of(
                                new StoredValues(
                                        name(file), found.sha256, shape, found.numbers.floats()));
                    } catch (NpyFile.Unreadable wrong) {
                        reader.problem(file, problem(what, file, wrong));
                        return Optional.empty();
                    }
                });
    }

    /// Indices for a tensor; what is wrong is noted.
    Optional<StoredIndices> indices(JsonValue file, String what, Shape shape, Reader reader) {
        return open(file, what, shape, reader)
                .flatMap(found -> {
                    try {
                        return Optional.of(
                                new StoredIndices(
                                        name(file), found.sha256, shape, found.numbers.indices()));
                    } catch (NpyFile.Unreadable wrong) {
                        reader.problem(file, problem(what, file, wrong));
                        return Optional.empty();
                    }
                });
    }

    private static String name(JsonValue file) {
        return ((TextValue) file).text();
    }

    private static String problem(String what, JsonValue file, NpyFile.Unreadable wrong) {
        return "%s: the file '%s' %s".formatted(what, name(file), wrong.getMessage());
    }

    private Optional<Read> open(JsonValue file, String what, Shape shape, Reader reader) {
        Optional<String> name = reader.text(file, what + ": file");
        Optional<Path> inside = name.flatMap(folder::inside);
        if (name.isPresent() && inside.isEmpty()) {
            reader.problem(
                    file, "%s: the file '%s' %s".formatted(what, name.get(), ModelFolder.RULE));
        }
        if (inside.isEmpty()) {
            return Optional.empty();
        }
        try {
            Read found = read(inside.get());
            if (!found.numbers.shape().equals(shape)) {
                throw new NpyFile.Unreadable(
                        "has the shape %s, the tensor has %s"
                                .formatted(found.numbers.shape(), shape));
            }
            return Optional.of(found);
        } catch (NpyFile.Unreadable wrong) {
            reader.problem(file, problem(what, file, wrong));
        } catch (IOException unreadable) {
            reader.problem(
                    file,
                    "%s: the file '%s' cannot be read: %s"
                            .formatted(what, name.get(), unreadable.getMessage()));
        }
        return Optional.empty();
    }

    private Read read(Path file) throws IOException, NpyFile.Unreadable {
        Read known = read.get(file);
        if (known == null) {
            if (Files.size(file) > LARGEST_FILE) {
                throw new NpyFile.Unreadable("is larger than 1 GB");
            }
            byte[] bytes = Files.readAllBytes(file);
            known = new Read(NpyFile.of(bytes), CanonicalText.sha256(bytes));
            read.put(file, known);
        }
        return known;
    }
}
