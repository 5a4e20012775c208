package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.OperatorCatalogue;

/// Laws of real numbers in model files.
class ValueLawReaderTest {
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void files() throws IOException {
        Files.write(
                folder.resolve("w.npy"),
                NpyFileTest.file(
                        NpyFileTest.head("<f4", "(2, 3)"),
                        24,
                        b -> {
                            for (int i = 0; i < 6; i++) {
                                b.putFloat(i - 2);
                            }
                        }));
        Files.write(
                folder.resolve("ids.npy"),
                NpyFileTest.file(
                        NpyFileTest.head("<i4", "(4, 1)"),
                        16,
                        b -> b.putInt(0).putInt(1).putInt(1).putInt(-1)));
    }

    private Graph load(String input, String weight, String labels)
            throws IOException, ModelFormatException {
        String text =
                """
                { "format": "unitscope-model", "version": 1, "name": "laws",
                  "inputs": { "x": { "shape": [4, 1, 3], "law": INPUT },
                    "ids": { "shape": [4, 1], "indices": LABELS } },
                  "weights": { "w": { "shape": [2, 3], "law": WEIGHT } },
                  "nodes": [ { "id": "y", "op": "linear", "inputs": ["x"], "weights": { "weight": "w" } },
                    { "id": "loss", "op": "cross_entropy", "inputs": ["y", "ids"] } ],
                  "loss": "loss" }
                """
                        .replace("INPUT", input.replace('\'', '"'))
                        .replace("LABELS", labels.replace('\'', '"'))
                        .replace("WEIGHT", weight.replace('\'', '"'));
        Path file = folder.resolve("m.json");
        Files.writeString(file, text);
        return JsonModels.load(file, Map.of(), OperatorCatalogue.standard()).graph();
    }

    private static final String PLAIN = "'zeros'";
    private static final String IDS = "{'uniform': {'bound': 2}}";

    private Graph weight(String law) throws IOException, ModelFormatException {
        return load(PLAIN, law, IDS);
    }

    private static ValueLaw law(Graph graph) {
        return ((Node.Parameter) graph.node("w")).law();
    }

    /// `[2, 3]`: fan_in 3, fan_out 2; the standard deviations by the formulas of the papers, as
    /// `torch.nn.init` computes them.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'xavier': {}} | 0.6324555320336759",
                "{'xavier': {'distribution': 'uniform', 'gain': 2}} | 1.2649110640673518",
                "{'he': {}} | 0.816496580927726",
                "{'he': {'mode': 'fan_out', 'distribution': 'uniform'}} | 1.0",
                "{'he': {'gain': 1}} | 0.5773502691896257",
                "{'lecun': {'distribution': 'truncated_normal'}} | 0.5773502691896257",
                "{'orthogonal': {'gain': 3}} | 1.7320508075688772",
                "{'student_t': {'degrees': 6, 'scale': 2}} | 2.449489742783178",
                "{'npy': {'file': 'w.npy'}} | 1.707825127659933",
                "{'npy': {'file': 'w.npy', 'factor': 0.5}} | 0.8539125638299665"
            })
    void standardDeviationsFollow(String law, double deviation)
            throws IOException, ModelFormatException {
        ValueLaw read = law(weight(law));

        assertThat(Math.sqrt(read.secondMoment() - read.mean() * read.mean()))
                .isCloseTo(deviation, within(1e-12 * deviation));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'constant': {'value': 2}} | {'truncated_normal': {'std': 0.02, 'cut': 2.5, 'mean': -1}} | {'npy': {'file': 'ids.npy', 'bound': 2}}",
                "{'correlated_rows': {'std': 2, 'correlation': 0.25}} | {'orthogonal': {'gain': 0.1}} | {'uniform': {'bound': 2}}",
                "{'student_t': {'degrees': 5}} | {'npy': {'file': 'w.npy', 'factor': 0.1}} | {'uniform': {'bound': 2}}",
                "{'normal': {'std': 1}} | {'he': {}} | {'uniform': {'bound': 2}}"
            })
    void everyLawIsWrittenAsItWasRead(String input, String weight, String labels)
            throws IOException, ModelFormatException {
        Graph graph = load(input, weight, labels);
        Path again = folder.resolve("again.json");
        Files.writeString(again, JsonModelWriter.text(graph, OperatorCatalogue.standard()));

        Graph read = JsonModels.load(again, Map.of(), OperatorCatalogue.standard()).graph();
        assertThat(CanonicalText.of(read)).isEqualTo(CanonicalText.of(graph));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'truncated_normal': {'std': 1, 'cut': 0.1}} | cut must be from 0.5 to 6 deviations, got 0.1",
                "{'student_t': {'degrees': 4}} | degrees must be above 4",
                "{'correlated_rows': {'correlation': 0.5}} | has no key 'correlated_rows'",
                "{'he': {'mode': 'fan_on'}} | did you mean fan_in",
                "{'xavier': {'mode': 'fan_in'}} | has no key 'mode'",
                "{'npy': {'file': 'nothing.npy'}} | the file 'nothing.npy' must be a file in the model's folder",
                "{'npy': {'file': '../w.npy'}} | with a relative path without '..'",
                "{'npy': {'file': 'ids.npy'}} | has the shape [4, 1], the tensor has [2, 3]",
                "{'npy': {'file': 'm.json'}} | is no .npy file"
            })
    void whatIsWrongIsSaid(String law, String sentence) {
        ModelFormatException wrong =
                catchThrowableOfType(ModelFormatException.class, () -> weight(law));

        assertThat(wrong).hasMessageContaining(sentence);
    }

    @Test
    void labelsFromAFileHaveTheirShares() throws IOException, ModelFormatException {
        Graph graph = load(PLAIN, "'ones'", "{'npy': {'file': 'ids.npy', 'bound': 2}}");
        var law = ((Node.IndexInput) graph.node("ids")).law();

        assertThat(law.presentShare(1)).isEqualTo(0.75);
        assertThat(law.presentAt(0, 1)).isEqualTo(0.75);
        assertThat(law.probabilities(1)).containsExactly(1 / 3.0, 2 / 3.0);
        ModelFormatException wrong =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () -> load(PLAIN, "'ones'", "{'npy': {'file': 'ids.npy', 'bound': 1}}"));
        assertThat(wrong)
                .hasMessageContaining(
                        "its largest index must be from 0 to 0, below the bound, got 1");
    }
}
