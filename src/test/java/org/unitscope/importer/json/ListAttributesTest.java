package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.operators.OperatorCatalogue;

/// Attributes that are lists of whole numbers, in files.
class ListAttributesTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    private static Graph read(String text) throws ModelFormatException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return JsonModels.load(Path.of("m.json"), bytes, Map.of(), CATALOGUE).graph();
    }

    private static String model(String operator, String attributes) {
        return """
        { "format": "unitscope-model", "version": 1, "name": "m",
          "parameters": { "batch": 4, "sequence": 8, "width": 16 },
          "inputs": { "x": { "shape": ["batch", "sequence", "width"], "law": { "normal": { "std": 1 } } } },
          "nodes": [ { "id": "y", "op": "OPERATOR", "inputs": ["x"], "attributes": { ATTRIBUTES } },
            { "id": "loss", "op": "mean_squared_error", "inputs": ["y", "y"] } ],
          "loss": "loss" }
        """
                .replace("OPERATOR", operator)
                .replace("ATTRIBUTES", attributes.replace('\'', '"'));
    }

    @Test
    void expressionsStandInListsAndAreWrittenAsNumbers() throws ModelFormatException {
        Graph graph = read(model("reshape", "'shape': ['batch*sequence', 2, 'width/2']"));
        String text = JsonModelWriter.text(graph, CATALOGUE);

        assertThat(((Node.Operation) graph.node("y")).attributes().integers("shape"))
                .containsExactly(32, 2, 8);
        assertThat(text).contains("\"shape\": [32, 2, 8]");
        assertThat(CanonicalText.of(read(text))).isEqualTo(CanonicalText.of(graph));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reshape|'shape': 32|the attribute 'shape' must be a list of whole numbers, got 32",
                "reshape|'shape': [1.5, -1]|'shape' holds a value that must be a whole number",
                "reshape|'shape': [-2, -1]|'shape' holds a value that must be between -1.0",
                "reshape|'shape': ['depth']|the attribute 'shape' 'depth'",
                "reshape|'shape': [true]|must be a number or an expression",
                "reshape|'shape': [-1, -1]|at most one -1, got input [4, 8, 16] and shape [-1, -1]",
                "reshape|'shape': [7, -1]|as many elements as the input",
                "reshape|'shape': [500]|as many elements as the input",
                "reshape|'shape': [2147483647, 2147483647, 2147483647, -1]|as many elements",
                "scale|'factor': [2]|the attribute 'factor' must be a number",
                "transpose|'order': [0, 1]|name every axis of the input once, from 0 to 2",
                "transpose|'order': [0, 1, 1]|got input [4, 8, 16] and order [0, 1, 1]",
                "squeeze|'axes': [1]|have extent 1, got input [4, 8, 16] and axes [1]",
                "squeeze|'axes': [3]|have extent 1",
                "expand_dims|'axes': [0, 0]|axes must be different and below 5",
                "expand_dims|'axes': [4]|axes must be different and below 4",
                "flatten|'axis': 4|at most the number of axes",
                "expand|'shape': [4, 8, 32]|got input [4, 8, 16] and shape [4, 8, 32]",
                "expand|'shape': [8, 16]|got input [4, 8, 16] and shape [8, 16]"
            })
    void wrongOnesAreNamed(String operator, String attributes, String message) {
        assertThatThrownBy(() -> read(model(operator, attributes)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }
}
