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
import org.unitscope.graph.Node;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;

/// A wrong attribute is one problem; shape rules, which rely on it, must not be asked.
class WrongAttributeTest {
    @TempDir Path folder;

    private List<String> problemsOf(String operator, String attributes) throws IOException {
        return problems(
                """
                {"id": "a", "op": "%s", "inputs": ["x"], "attributes": {%s}}
                """
                        .formatted(operator, attributes));
    }

    private static String model(String node) {
        return """
        {"format": "unitscope-model", "version": 1, "name": "m",
         "inputs": {"x": {"shape": [2, 4, 4], "law": "ones"}},
         "nodes": [
          %s,
          {"id": "loss", "op": "mean_squared_error", "inputs": ["a", "a"]}],
         "loss": "loss"}
        """
                .formatted(node);
    }

    private List<String> problems(String node) throws IOException {
        Path file = folder.resolve("m.json");
        Files.writeString(file, model(node));
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

    @Test
    void aFactorOfNoInputIsOneProblem() throws IOException {
        assertThat(
                        problems(
                                """
                                {"id": "a", "op": "relu", "inputs": ["x"],
                                 "scaling": {"gradients": {"inputs": 2}}}
                                """))
                .singleElement()
                .asString()
                .contains(
                        "node 'a' (relu): scaling: there is no real input 'inputs'; it has input");
    }

    @Test
    void aFactorThatIsNotPositiveIsOneProblem() throws IOException {
        assertThat(
                        problems(
                                """
                                {"id": "a", "op": "relu", "inputs": ["x"], "scaling": {"output": 0}}
                                """))
                .singleElement()
                .asString()
                .contains("the factor 'output' must be between 1e-30 and 1e30, got 0.0");
    }

    /// The second round's mistake is not said again, and must not be taken for none.
    @Test
    void inARepeatedBlockItIsStillOneProblem() throws IOException {
        assertThat(
                        problems(
                                """
                                {"id": "a", "repeat": 3, "carry": {"h": "x"}, "yield": {"h": "s"},
                                 "nodes": [{"id": "s", "op": "softmax", "inputs": ["x"],
                                            "attributes": {"causal": 1}}]}
                                """))
                .singleElement()
                .asString()
                .contains("'causal' must be true or false, got 1");
    }

    @Test
    void aMissingCountIsOneProblem() throws IOException {
        assertThat(problemsOf("split_heads", ""))
                .singleElement()
                .asString()
                .contains("the attribute 'heads' must be given");
    }

    @Test
    void anUnknownWordIsOneProblem() throws IOException {
        assertThat(
                        problems(
                                """
                                {"id": "a", "op": "glu", "inputs": ["x", "x"],
                                 "attributes": {"activation": "swish"}}
                                """))
                .singleElement()
                .asString()
                .contains("'activation' must be one of silu, gelu, gelu_tanh", "got swish");
    }

    @Test
    void aWordIsNoExpressionAndANumberNoWord() throws Exception {
        assertThat(
                        problems(
                                """
                                {"id": "a", "op": "glu", "inputs": ["x", "x"],
                                 "attributes": {"activation": 2}}
                                """))
                .singleElement()
                .asString()
                .contains("'activation' must be one of", "got 2");
        Path file = folder.resolve("good.json");
        Files.writeString(
                file,
                model(
                        """
                        {"id": "a", "op": "glu", "inputs": ["x", "x"],
                         "attributes": {"activation": "tanh"}}
                        """));
        Node node = JsonModels.load(file, Map.of(), OperatorCatalogue.standard()).graph().node("a");
        assertThat(((Node.Operation) node).attributes().text("activation")).isEqualTo("tanh");
    }
}
