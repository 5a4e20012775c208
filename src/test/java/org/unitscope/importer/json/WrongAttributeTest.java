package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;

/// A wrong attribute is one problem; shape rules, which rely on it, must not be asked.
class WrongAttributeTest {
    @TempDir Path folder;

    private List<String> problemsOf(String operator, String attributes) throws IOException {
        Path file = folder.resolve("m.json");
        Files.writeString(
                file,
                """
                {"format": "unitscope-model", "version": 1, "name": "m",
                 "inputs": {"x": {"shape": [2, 4, 4], "law": "ones"}},
                 "nodes": [
                  {"id": "a", "op": "%s", "inputs": ["x"], "attributes": {%s}},
                  {"id": "loss", "op": "mean_squared_error", "inputs": ["a", "a"]}],
                 "loss": "loss"}
                """
                        .formatted(operator, attributes));
        return catchThrowableOfType(
                        ModelFormatException.class,
                        () -> JsonModels.load(file, Map.of(), OperatorCatalogue.standard()))
                .problems()
                .stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void aFlagGivenAsNumberIsOneProblem() throws IOException {
        assertThat(problemsOf("softmax", "\"causal\": 1"))
                .singleElement()
                .asString()
                .contains("'causal' must be true or false, got 1");
    }

    @Test
    void aCountOutOfBoundsIsOneProblem() throws IOException {
        assertThat(problemsOf("split_heads", "\"heads\": 0"))
                .singleElement()
                .asString()
                .contains("'heads' must be between 1");
    }
}
