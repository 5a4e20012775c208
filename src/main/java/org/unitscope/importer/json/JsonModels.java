package org.unitscope.importer.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.json.JsonTree;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;

/// Loads models from JSON files.
public final class JsonModels {
    private static final long LARGEST_FILE = 64L << 20;

    private JsonModels() {}

    /// Reads a model and expands it with its parameters.
    ///
    /// @param symbols values that replace those of the file's `parameters`
    /// @throws ModelFormatException with everything that is wrong, each with file, line and column
    public static LoadedModel load(
            Path file, Map<String, Double> symbols, OperatorCatalogue catalogue)
            throws ModelFormatException {
        return load(file, read(file), symbols, catalogue);
    }

    /// Expands a model that has been read, so that it is the same one however often it is expanded.
    ///
    /// @param file where the bytes came from, for messages
    /// @param symbols values that replace those of the file's `parameters`
    /// @throws ModelFormatException with everything that is wrong, each with file, line and column
    public static LoadedModel load(
            Path file, byte[] bytes, Map<String, Double> symbols, OperatorCatalogue catalogue)
            throws ModelFormatException {
        String name = file.toString();
        List<Problem> problems = new ArrayList<>();
        try {
            JsonValue tree = JsonTree.parse(decode(bytes, name), "model", name, problems);
            ModelReader reader = new ModelReader(file, catalogue, problems);
            Graph graph = reader.read(tree, symbols);
            return new LoadedModel(graph, file, CanonicalText.sha256(bytes), reader.remarks());
        } catch (JsonTree.Broken broken) {
            throw new ModelFormatException(problems);
        }
    }

    /// The names of the sizes that can be set, in the order of the file; nothing else of the model
    /// is checked.
    ///
    /// @throws ModelFormatException if the text is not JSON
    public static List<String> sizeNames(Path file, byte[] bytes) throws ModelFormatException {
        String name = file.toString();
        List<Problem> problems = new ArrayList<>();
        try {
            JsonValue tree = JsonTree.parse(decode(bytes, name), "model", name, problems);
            return tree instanceof ObjectValue model
                            && model.members().get("parameters") instanceof ObjectValue parameters
                    ? List.copyOf(parameters.members().keySet())
                    : List.of();
        } catch (JsonTree.Broken broken) {
            throw new ModelFormatException(problems);
        }
    }

    /// The bytes of a model file.
    ///
    /// @throws ModelFormatException if there is none, or it cannot be one
    public static byte[] read(Path file) throws ModelFormatException {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw problem(name, "this is a folder; name a model file in it");
            }
            if (!Files.exists(file)) {
                throw problem(name, "there is no such file; check the path");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw problem(
                        name,
                        "the file has %d MB, a model has at most %d; is it a model?"
                                .formatted(Files.size(file) >> 20, LARGEST_FILE >> 20));
            }
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
                throw problem(name, "the file is empty; a model is a JSON object");
            }
            return bytes;
        } catch (IOException unreadable) {
            throw problem(name, "the file cannot be read: " + unreadable.getMessage());
        }
    }

    private static String decode(byte[] bytes, String name) throws ModelFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException wrong) {
            throw problem(name, "the file is not UTF-8 text; a model is a JSON object in UTF-8");
        }
    }

    private static ModelFormatException problem(String where, String what) {
        return new ModelFormatException(List.of(new Problem(where, what)));
    }
}
