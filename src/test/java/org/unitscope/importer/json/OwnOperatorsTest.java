package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.analysis.Prediction;
import org.unitscope.formula.Definition;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.Runs;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Problem;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// Functions that a model defines, inline or by a rule file.
class OwnOperatorsTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final String INLINE =
            "{ \"name\": \"fast\", \"formula\": \"x * sigmoid(k * x)\", \"parameters\": { \"k\": 1.702 } }";
    private static final Definition FAST =
            new Definition(
                    "fast", "Fast GELU", "x * sigmoid(k * x)", Map.of("k", 1.702), "of an example");

    @TempDir private Path folder = Path.of("");

    /// A network of two layers with an activation.
    private static String model(String operators, String use) {
        return """
        { "format": "unitscope-model", "version": 1, "name": "small", "operators": [%s],
          "inputs": {
            "x": { "shape": [64, 32], "law": { "normal": { "std": 2 } } },
            "t": { "shape": [64, 32], "law": { "normal": { "std": 1 } } } },
          "nodes": [
            { "id": "a", "op": "linear", "inputs": ["x"], "weights": {
              "weight": { "shape": [32, 32], "law": { "normal": { "std": 0.2 } } } } },
            { "id": "f", %s, "inputs": ["a"] },
            { "id": "b", "op": "linear", "inputs": ["f"], "weights": {
              "weight": { "shape": [32, 32], "law": { "normal": { "std": 0.2 } } } } },
            { "id": "loss", "op": "mean_squared_error", "inputs": ["b", "t"] } ],
          "loss": "loss" }
        """
                .formatted(operators, use);
    }

    private LoadedModel load(String operators, String use)
            throws IOException, ModelFormatException {
        Path file = folder.resolve("m.json");
        Files.writeString(file, model(operators, use));
        return JsonModels.load(file, Map.of(), CATALOGUE);
    }

    private List<String> problems(String operators, String use) {
        ModelFormatException failure =
                catchThrowableOfType(ModelFormatException.class, () -> load(operators, use));
        return Objects.requireNonNull(failure).problems().stream().map(Problem::toString).toList();
    }

    private static String sha(LoadedModel model) {
        return CanonicalText.sha256(model.graph());
    }

    private Path ruleFile(String name) throws IOException, WorkbenchException {
        String text = OperatorFiles.text(FAST, OperatorFiles.requireUsable(FAST, CATALOGUE, ""));
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aRuleFileReadsBackAsWhatWasWritten() throws IOException, WorkbenchException {
        Files.createDirectory(folder.resolve("rules"));
        ruleFile("rules/fast.json");
        LoadedModel byFile = load("\"rules/fast.json\"", "\"op\": \"fast\"");
        LoadedModel inline = load(INLINE, "\"op\": \"fast\"");
        assertThat(sha(byFile)).isEqualTo(sha(inline));
        assertThat(CanonicalText.of(inline.graph())).contains("x * sigmoid(1.702 * x)");
    }

    @Test
    void theHashFollowsFormulaAndParameters() throws IOException, WorkbenchException {
        String plain = sha(load(INLINE, "\"op\": \"fast\""));
        assertThat(sha(load(INLINE, "\"op\": \"fast\", \"attributes\": { \"k\": 1.5 }")))
                .isNotEqualTo(plain);
        assertThat(sha(load(INLINE.replace("x * s", "x ^ 3 * s"), "\"op\": \"fast\"")))
                .isNotEqualTo(plain);
        assertThat(sha(load(INLINE, "\"op\": \"fast\", \"attributes\": { \"k\": \"3.404 / 2\" }")))
                .isEqualTo(plain);
    }

    @Test
    void aWrittenModelReadsBackAsTheSameGraph() throws IOException, WorkbenchException {
        Graph graph = load(INLINE, "\"op\": \"fast\"").graph();
        Path written = folder.resolve("written.json");
        Files.writeString(written, JsonModelWriter.text(graph, CATALOGUE));
        assertThat(sha(JsonModels.load(written, Map.of(), CATALOGUE)))
                .isEqualTo(CanonicalText.sha256(graph));
    }

    /// Predictions: both rules are the same quadrature of functions that agree to 1e-14. Samples:
    /// the two compute in single precision along different ways, each element off by at most 4 ulp,
    /// 2.4e-7; the layers pass that on no larger, so RMS agree to 1e-5.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silu|x * sigmoid(x)",
                "silu|x / (1 + exp(-x))",
                "gelu|x * (1 + erf(x / sqrt(2))) / 2",
                "gelu_tanh|x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ^ 3))) / 2",
                "relu|max(0, x)",
                "tanh|1 - 2 / (exp(2 * x) + 1)",
                "sigmoid|sigmoid(x)"
            })
    void itIsPredictedAndSampledAsTheOperatorThatComputesTheSame(String known, String formula)
            throws IOException, WorkbenchException {
        String own = "{ \"name\": \"own\", \"formula\": \"%s\" }".formatted(formula);
        RunRecord expected = run(load("", "\"op\": \"%s\"".formatted(known)));
        RunRecord found = run(load(own, "\"op\": \"own\""));
        assertThat(found.tensors()).hasSameSizeAs(expected.tensors());
        for (int i = 0; i < expected.tensors().size(); i++) {
            TensorRecord a = expected.tensors().get(i);
            TensorRecord b = found.tensors().get(i);
            assertThat(b.key()).isEqualTo(a.key());
            assertThat(predicted(b)).isCloseTo(predicted(a), within(1e-12 * predicted(a)));
            assertThat(sampled(b)).isCloseTo(sampled(a), within(1e-5 * sampled(a)));
        }
    }

    private static RunRecord run(LoadedModel model) throws WorkbenchException {
        PrecisionRecipe recipe = PrecisionRecipe.parse("fp32");
        RunRequest request = new RunRequest(model, recipe, 3, true, 1, false);
        return Runs.execute(request, CATALOGUE, Progress.NONE, CancellationToken.NONE);
    }

    private static double predicted(TensorRecord tensor) {
        return ((Prediction.Known) tensor.predicted()).moments().rms();
    }

    private static double sampled(TensorRecord tensor) {
        return tensor.measured().orElseThrow().statistics().moments().rms();
    }

    @Test
    void changedFactorsAreRefused() throws IOException, WorkbenchException {
        Path file = ruleFile("fast.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"value\": 1.709358", "\"value\": 1.709359"));
        assertThat(problems("\"fast.json\"", "\"op\": \"fast\""))
                .singleElement()
                .asString()
                .contains("fast.json:", "'forward' is 1.709359", "but the formula gives 1.709358");
        Files.writeString(file, text.replace("1.702", "1.703"));
        assertThat(problems("\"fast.json\"", "\"op\": \"fast\"")).hasSize(7);
        Files.writeString(file, text.replace("unitscope-operator", "unitscope-model"));
        assertThat(problems("\"fast.json\"", "\"op\": \"fast\""))
                .singleElement()
                .asString()
                .contains("\"format\": \"unitscope-operator\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.json",
                "inner/../../outside.json",
                "inner/../fast.json",
                "/HERE/fast.json",
                "C:/fast.json",
                "..\\\\outside.json",
                "link.json",
                "linked/outside.json",
                "inner",
                "none.json",
                ""
            })
    void nothingOutsideTheFolderIsRead(String path) throws IOException, WorkbenchException {
        Path above = folder;
        ruleFile("outside.json");
        ruleFile("link.json");
        folder = Files.createDirectory(above.resolve("model"));
        Files.createDirectory(folder.resolve("inner"));
        ruleFile("fast.json");
        Files.createSymbolicLink(folder.resolve("link.json"), above.resolve("outside.json"));
        Files.createSymbolicLink(folder.resolve("linked"), above);
        String named = path.replace("/HERE", folder.toAbsolutePath().toString());
        assertThat(problems("\"" + named + "\"", "\"op\": \"relu\""))
                .singleElement()
                .asString()
                .contains("must be a file in the model's folder or below it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name': 'silu', 'formula': 'x'}|'silu' is an operator already",
                "{'name': 'Fast', 'formula': 'x'}|may hold only lower-case letters",
                "{'name': 'f', 'formula': 'x * sigmod(x)'}|did you mean sigmoid",
                "{'name': 'f', 'formula': 'step(x)'}|no operator can be made of 'step(x)': f jumps at x = 0",
                "{'name': 'f', 'formula': '1 / x'}|f is infinite at x = 0",
                "{'name': 'f', 'formula': 'log(x)'}|no operator can be made of 'log(x)'",
                "{'name': 'f', 'formula': 'x', 'parameters': {'sin': 1}}|'sin' means something else",
                "{'name': 'f'}|an operator needs the key 'formula'",
                "{'name': 'f', 'formula': 'x', 'extra': 1}|an operator has no key 'extra'",
                "{'name': 'f', 'formula': 'x'}, {'name': 'f', 'formula': 'x'}|'f' is there already",
                "{'name': 'f', 'formula': 'x', 'derived': {'forward': 2}}|'forward' is 2.0 in the file"
            })
    void whatCannotBeAnOperatorIsRefusedWithItsPlace(String operators, String reason) {
        assertThat(problems(operators.replace('\'', '"'), "\"op\": \"relu\""))
                .anySatisfy(problem -> assertThat(problem).contains("m.json:1:").contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ \"q\": 1 }|(fast): there is no attribute 'q'; it has k",
                "{ \"k\": true }|(fast): the attribute 'k' must be a number",
                "{ \"k\": 0 }|"
            })
    void attributesAreParameters(String attributes, String reason)
            throws IOException, ModelFormatException {
        String use = "\"op\": \"fast\", \"attributes\": " + attributes;
        if (reason == null) {
            load(INLINE, use);
        } else {
            assertThat(problems(INLINE, use)).singleElement().asString().contains(reason);
        }
    }

    /// With k = 0 the function is constant.
    @Test
    void aParameterMayNotTakeTheFactorsAway() {
        String own =
                "{ \"name\": \"f\", \"formula\": \"sin(k * x)\", \"parameters\": { \"k\": 1 } }";
        assertThat(problems(own, "\"op\": \"f\", \"attributes\": { \"k\": 0 }"))
                .singleElement()
                .asString()
                .contains("the node 'f': no operator can be made of 'sin(k * x)': f is 0");
    }
}
