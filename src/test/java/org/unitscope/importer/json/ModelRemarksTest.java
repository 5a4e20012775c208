package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;

class ModelRemarksTest {
    private static final String MODEL =
            """
            { "format": "unitscope-model", "version": 1, "name": "m",
              "formats": ["gA=bf16"],
              "inputs": { "x": { "shape": [4, 3], "law": { "normal": {} }, "note": "pixels" },
                          "t": { "shape": [4], "indices": { "uniform": { "bound": 3 } } } },
              "nodes": [
                { "id": "b", "repeat": 2, "carry": { "h": "x" }, "note": "body",
                  "formats": { "A": "fp16", "W": "bf16", "linear/weight": "e5m2" },
                  "nodes": [
                    { "id": "fc", "op": "linear", "inputs": ["h"], "note": "each",
                      "weights": { "weight": { "shape": [3, 3], "law": { "he": {} } } } } ],
                  "yield": { "h": "fc" } },
                { "id": "out", "op": "linear", "inputs": ["b"],
                  "weights": { "weight": { "shape": [3, 3], "law": { "he": {} } } },
                  "formats": { "input": "none", "gradient": "none", "gW": "fp32", "A": "fp32" } },
                { "id": "loss", "op": "cross_entropy", "inputs": ["out", "t"] } ],
              "loss": "loss" }
            """
                    .replace("{ \"normal\": {} }", "{ \"normal\": { \"std\": 1 } }");

    private static LoadedModel read(String text) throws ModelFormatException {
        return JsonModels.load(
                Path.of("m.json"),
                text.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                OperatorCatalogue.standard());
    }

    @Test
    void formatsOfNodesAndBlocksAreExceptionsOnTheirPaths() throws ModelFormatException {
        assertThat(read(MODEL).remarks().formats())
                .containsExactly(
                        "gA=bf16",
                        "b.*:A=fp16",
                        "b.*:W=bf16",
                        "b.*:linear/weight=e5m2",
                        "out:linear/input=none",
                        "out:linear/gradient=none",
                        "out.*:gW=fp32",
                        "out:A=fp32");
    }

    @Test
    void notesAreKeptByPath() throws ModelFormatException {
        assertThat(read(MODEL).remarks().notes())
                .containsExactly(
                        Map.entry("x", "pixels"),
                        Map.entry("b", "body"),
                        Map.entry("b.0.fc", "each"),
                        Map.entry("b.1.fc", "each"));
    }

    /// But for the note of the block, which is written as its rounds.
    @Test
    void aWrittenModelSaysThemAgain() throws ModelFormatException {
        LoadedModel model = read(MODEL);
        LoadedModel again =
                read(
                        JsonModelWriter.text(
                                model.graph(), model.remarks(), OperatorCatalogue.standard()));

        assertThat(again.remarks().formats()).isEqualTo(model.remarks().formats());
        assertThat(again.remarks().notes())
                .containsOnlyKeys("x", "b.0.fc", "b.1.fc")
                .containsEntry("b.1.fc", "each");
    }
}
