package org.unitscope.comparison;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unitscope.task.WorkbenchException;

/// Pairs of tensors that the user says are the same, as a mapping file lists them: `{"pairs":
/// [{"a": "path in the first run", "b": "path in the others"}]}`. A pair holds for every role that
/// both tensors have; other members of the file are left alone.
///
/// @param file name of the file, for messages; empty if there is none
public record TensorMapping(String file, List<Pair> pairs) {
    /// No pairs.
    public static final TensorMapping NONE = new TensorMapping("", List.of());

    /// Copies the list.
    public TensorMapping {
        pairs = List.copyOf(pairs);
    }

    /// A path and where it stands in the file.
    ///
    /// @param at `line:column`
    public record Place(String path, String at) {}

    /// Two paths.
    public record Pair(Place a, Place b) {}

    /// Reads a mapping file.
    ///
    /// @throws WorkbenchException with every problem and its line
    /// @throws IOException if the file cannot be read
    public static TensorMapping read(Path file) throws WorkbenchException, IOException {
        String name = file.toString();
        try {
            List<Pair> pairs = new ArrayList<>();
            MappingReader.read(Files.readString(file), name, pairs);
            return new TensorMapping(name, pairs);
        } catch (CharacterCodingException wrong) {
            throw new WorkbenchException(name, "the file is not UTF-8 text; save it as UTF-8");
        }
    }
}
