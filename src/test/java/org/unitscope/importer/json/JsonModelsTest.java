package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;

class JsonModelsTest {
    private static final Path ZOO = Path.of("../model-zoo");

    private static final String MODEL =
            """
            { "format": "unitscope-model", "version": 1, "name": "small",
              "parameters": { "batch": 4, "width": 8 },
              "inputs": {
                "x": { "shape": ["batch", "width"], "law": { "normal": { "std": 1 } } },
                "t": { "shape": ["batch", "width"], "law": { "normal": { "std": 1 } } } },
              "nodes": [
                { "id": "a", "op": "linear", "inputs": ["x"], "weights": {
                  "weight": { "shape": ["width", "width"], "law": { "normal": { "std": "1 / sqrt(width)" } } } } },
                { "id": "b", "op": "relu", "inputs": ["a"] },
                { "id": "loss", "op": "mean_squared_error", "inputs": ["b", "t"] } ],
              "loss": "loss" }
            """;

    @TempDir private Path folder = Path.of("");

    private Graph load(String text, Map<String, Double> symbols)
            throws IOException, ModelFormatException {
        Path file = folder.resolve("m.json");
        Files.writeString(file, text);
        return JsonModels.load(file, symbols, OperatorCatalogue.standard()).graph();
    }

    private List<String> problems(String text) {
        return problems(text, Map.of());
    }

    private List<String> problems(String text, Map<String, Double> symbols) {
        ModelFormatException failure =
                catchThrowableOfType(ModelFormatException.class, () -> load(text, symbols));
        return Objects.requireNonNull(failure).problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder.toString() + "/", ""))
                .toList();
    }

    @Test
    void readsShapesLawsAndEdges() throws IOException, ModelFormatException {
        Graph graph = load(MODEL, Map.of("batch", 16.0));

        assertThat(graph.nodes())
                .extracting(node -> node.path() + node.outputs())
                .containsExactly(
                        "x[[16, 8]]",
                        "a.weight[[8, 8]]",
                        "a[[16, 8]]",
                        "b[[16, 8]]",
                        "t[[16, 8]]",
                        "loss[[]]");
        assertThat(graph.node("a.weight").toString()).contains("std 0.35355339059327373");
        assertThat(graph.symbols()).containsEntry("batch", 16.0);
    }

    /// Counts by arithmetic. BERT: tokens 30522·768, positions 512·768, segments 2·768, norm 2·768;
    /// a block 4·(768² + 768) + 768·3072 + 3072 + 3072·768 + 768 + 4·768 = 7,087,872; head 768² +
    /// 768 + 2·768 + 30522: together 109,514,298, as published for the tied masked-language model.
    /// nanoGPT char: 65·384 + 256·384 + 6·(12·384² + 2·384) + 384 = 10,745,088, and 13·384 zero
    /// shifts here. GPT-2: 50257·768 + 1024·768 + 12·(12·768² + 13·768) + 2·768 = 124,439,808 as
    /// published; narrow 256·128 + 128·128 + 12·(12·128² + 13·128) + 2·128. Llama 2 7B:
    /// 2·32000·4096 + 32·(4·4096² + 3·4096·11008 + 2·4096) + 4096 = 6,738,415,616 as published.
    /// Small GPT: 2·256·128 + 12·(4·128² + 3·128·512 + 2·128) + 128. Small BERT: 2·1000·128 +
    /// 128·128 + 2·128 + 12·(4·128² + 2·128·512 + 4·128) + 128² + 2·128. MLP: 256·1024 + 1024² +
    /// 1024·64. BERT-large: as BERT-base with 24 layers, width 1024 and 4096: as published.
    /// Encoder-decoder: 2·37000·512 + 2·512·512 + 6·(12·512² + 2·(2·512·2048 + 2048 + 512) +
    /// 10·512). ViT: 768² + 768 + 196·768 + 12·(12·768² + 13·768) + 2·768 + 768·1000 + 1000: the
    /// published 86,567,656 less a class token and its position. DiT: 384·16 + 384·256 + 384² +
    /// 1001·384 + 32·384 + 12·(18·384² + 19·384) + 2·384² and 9·384 + 32. Characters: 2·256·128 +
    /// 8·(12·128² + 9·128) + 256·128 + 256, and 2·128 before the readout. Conv: 3·16·128 + 3·128² +
    /// 128·10. Unit scaling adds factors, no parameters.
    @ParameterizedTest
    @CsvSource({
        "mlp, 4436968",
        "transformer-ffn, 592384",
        "quick-gelu, 173924",
        "gpt-mini, 10750080",
        "bert-base, 109514298",
        "gpt2, 124439808",
        "llama-32x4096, 6738415616",
        "mixtral-8x7b, 46702792704",
        "bert-large, 335174458",
        "transformer-base, 82513920",
        "vit-b16, 86566120",
        "dit-s2, 32884256",
        "char-lm, 1680896",
        "char-lm-post-norm, 1680640",
        "accuracy/small/moe, 2766720",
        "accuracy/small/encoder-decoder, 1309696",
        "accuracy/small/vit, 1687912",
        "accuracy/small/dit, 969248",
        "accuracy/small/char-lm, 873472",
        "accuracy/gpt, 3214464",
        "accuracy/gpt-unit, 3214464",
        "accuracy/gpt2, 2428672",
        "accuracy/bert, 2654720",
        "accuracy/bert-unit, 2654720",
        "accuracy/mlp, 1376256",
        "accuracy/mlp-unit, 1376256",
        "accuracy/conv, 56576"
    })
    void theZooHasThePublishedParameterCounts(String name, long count) throws ModelFormatException {
        Graph graph =
                JsonModels.load(ZOO.resolve(name + ".json"), Map.of(), OperatorCatalogue.standard())
                        .graph();

        assertThat(graph.parameterCount()).isEqualTo(count);
        assertThat(graph.name()).isEqualTo(Path.of(name).getFileName().toString());
    }

    @Test
    void blocksAreWrittenOnceAndNumbered() throws ModelFormatException {
        Graph graph =
                JsonModels.load(
                                ZOO.resolve("bert-base.json"),
                                Map.of("layers", 3.0),
                                OperatorCatalogue.standard())
                        .graph();

        assertThat(graph.find("blocks.2.attention.query.weight")).isPresent();
        assertThat(graph.find("blocks.3.attention.query.weight")).isEmpty();
        assertThat(graph.node("head.dense").inputs().getFirst().node())
                .isEqualTo("blocks.2.ffn_norm");
        assertThat(graph.uses(org.unitscope.graph.OutputRef.of("embeddings.token.table")))
                .hasSize(2);
    }

    @Test
    void missingEmptyAndForeignFilesGetOneSentence() throws IOException {
        ModelFormatException missing =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () ->
                                JsonModels.load(
                                        folder.resolve("no.json"),
                                        Map.of(),
                                        OperatorCatalogue.standard()));
        assertThat(missing).hasMessageContaining("no.json: there is no such file");
        assertThat(problems("  \n"))
                .containsExactly("m.json: the file is empty; a model is a JSON object");
        Path binary = folder.resolve("b.json");
        Files.write(binary, new byte[] {'{', (byte) 0xff, (byte) 0xfe});
        ModelFormatException foreign =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () -> JsonModels.load(binary, Map.of(), OperatorCatalogue.standard()));
        assertThat(foreign).hasMessageContaining("not UTF-8");
        ModelFormatException directory =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () -> JsonModels.load(folder, Map.of(), OperatorCatalogue.standard()));
        assertThat(directory).hasMessageContaining("this is a folder");
    }

    @Test
    void brokenJsonHasLineAndColumn() {
        assertThat(problems("{\n  \"name\": \"x\",\n  \"loss\" 3\n}"))
                .singleElement()
                .asString()
                .startsWith("m.json:3:10: broken JSON:");
        assertThat(problems(MODEL + "{}"))
                .singleElement()
                .asString()
                .contains("more after the model's end");
    }

    @Test
    void deepNestingIsRefusedNotOverflowed() {
        assertThat(problems("[".repeat(100_000)).toString()).contains("nested");
    }

    @Test
    void anUnknownOperatorGetsTheNearestNames() {
        assertThat(problems(MODEL.replace("\"relu\"", "\"rellu\"")))
                .containsExactly(
                        "m.json:9:5: node 'b': unknown operator 'rellu'; did you mean relu or elu or gelu?");
    }

    @Test
    void aCycleIsNamedNodeByNode() {
        assertThat(problems(MODEL.replace("\"inputs\": [\"x\"]", "\"inputs\": [\"b\"]")))
                .singleElement()
                .asString()
                .contains("the graph has a cycle: ")
                .containsPattern("a -> b -> a|b -> a -> b");
    }

    @Test
    void aShapeMismatchSaysWhereBothShapesComeFrom() {
        assertThat(problems(MODEL.replace("[\"width\", \"width\"]", "[\"width\", 5]")))
                .singleElement()
                .asString()
                .startsWith("m.json:7:5: node 'a' (linear): the input's last extent must equal")
                .contains("input [4, 8] from 'x' at m.json:4:10")
                .contains("weight [8, 5] from 'a.weight' at m.json:8:17");
    }

    @Test
    void anUnboundParameterSaysHowToBindIt() throws IOException, ModelFormatException {
        String open = MODEL.replace("\"batch\": 4", "\"batch\": null");

        assertThat(problems(open))
                .containsExactly(
                        "m.json:2:28: the parameter 'batch' has no value; set it with --set batch=NUMBER");
        assertThat(load(open, Map.of("batch", 2.0)).nodes()).isNotEmpty();
    }

    @Test
    void absurdSizesAreRefused() {
        assertThat(problems(MODEL, Map.of("batch", 1e9)).toString())
                .contains("which is 8.00e+09 elements; at most 2147483647 fit");
        assertThat(problems(MODEL, Map.of("batch", 0.0)).toString())
                .contains("must be a whole number from 1 to 2147483647, got 'batch' = 0");
        assertThat(problems(MODEL, Map.of("width", 2.5)).toString()).contains("got 'width' = 2.5");
    }

    @Test
    void aResultTooLargeForAnArrayIsRefused() {
        String outer =
                """
                { "format": "unitscope-model", "version": 1, "name": "outer",
                  "inputs": { "x": { "shape": [100000, 1], "law": "ones" }, "y": { "shape": [1, 100000], "law": "ones" } },
                  "nodes": [ { "id": "z", "op": "matmul", "inputs": ["x", "y"] } ], "loss": "z" }
                """;

        assertThat(problems(outer).toString())
                .contains("node 'z' (matmul): its result [100000, 100000] has 1.00e+10 elements");
    }

    @Test
    void indicesMustStayBelowTheTable() {
        String lookup =
                """
                { "format": "unitscope-model", "version": 1, "name": "lookup",
                  "inputs": { "i": { "shape": [4], "indices": { "uniform": { "bound": 9 } } } },
                  "nodes": [
                    { "id": "e", "op": "embedding", "inputs": ["i"], "weights": { "table": { "shape": [8, 1], "law": "ones" } } },
                    { "id": "loss", "op": "mean_squared_error", "inputs": ["e", "e"] } ],
                  "loss": "loss" }
                """;

        assertThat(problems(lookup).toString())
                .contains("indices go up to 8, but there are only 8 entries");
    }

    @Test
    void positionsBeyondTheTableAreRefused() {
        ModelFormatException failure =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () ->
                                JsonModels.load(
                                        ZOO.resolve("bert-base.json"),
                                        Map.of("sequence", 1024.0),
                                        OperatorCatalogue.standard()));

        assertThat(failure)
                .hasMessageContaining(
                        "the range reaches 1023 over a length of 1024, but its bound is 512");
    }

    @Test
    void aMistakeInARepeatedBlockIsSaidOnce() throws IOException {
        Path file = folder.resolve("m.json");
        String bert = Files.readString(ZOO.resolve("bert-base.json"));
        Files.writeString(file, bert.replace("\"op\": \"gelu\"", "\"op\": \"gellu\""));
        ModelFormatException failure =
                catchThrowableOfType(
                        ModelFormatException.class,
                        () -> JsonModels.load(file, Map.of(), OperatorCatalogue.standard()));

        assertThat(Objects.requireNonNull(failure).problems())
                .hasSize(2)
                .allMatch(problem -> problem.what().contains("unknown operator 'gellu'"));
    }

    @Test
    void oddSequencesHaveTwoSegments() throws ModelFormatException {
        assertThat(
                        JsonModels.load(
                                        ZOO.resolve("bert-base.json"),
                                        Map.of("sequence", 65.0, "layers", 1.0),
                                        OperatorCatalogue.standard())
                                .graph()
                                .find("segment_ids"))
                .isPresent();
    }

    @Test
    void everythingWrongIsReportedAtOnce() {
        String bad =
                MODEL.replace("\"relu\"", "\"rellu\"")
                        .replace("\"1 / sqrt(width)\"", "\"1 / sqrt(widht)\"")
                        .replace("\"version\": 1", "\"version\": 7")
                        .replace("\"loss\": \"loss\"", "\"los\": \"loss\"");

        assertThat(problems(bad))
                .hasSize(5)
                .anyMatch(line -> line.contains("reads version 1"))
                .anyMatch(line -> line.contains("did you mean width?"))
                .anyMatch(line -> line.contains("did you mean relu or elu or gelu?"))
                .anyMatch(line -> line.contains("has no key 'los'; did you mean loss"))
                .anyMatch(line -> line.contains("needs the key 'loss'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"std\": 1|\"std\": -1|std must not be negative",
                "\"id\": \"b\"|\"id\": \"a\"|node 'a' is there already",
                "\"inputs\": [\"b\", \"t\"]|\"inputs\": [\"b\"]|needs prediction, target, got 1 input(s)",
                "\"inputs\": [\"b\", \"t\"]|\"inputs\": [\"b\", \"tt\"]|there is no tensor 'tt'; did you mean t",
                "\"op\": \"relu\"|\"op\": \"relu\", \"attributes\": {\"slope\": 1}|there is no attribute 'slope'; it has none",
                "\"op\": \"relu\"|\"op\": \"scale\"|the attribute 'factor' must be given",
                "\"op\": \"relu\"|\"op\": \"scale\", \"attributes\": {\"factor\": true}|must be a number, got true",
                "\"loss\": \"loss\"|\"loss\": \"b\"|the loss 'b' must be one number, its shape is [4, 8]",
                "\"batch\": 4|\"batch\": 4, \"batch\": 5|the key 'batch' is there already",
                "\"batch\": 4|\"batch\": 1e999|beyond the range",
                "\"batch\": 4|\"batch\": []|must be a number or an expression, got an array",
                "\"id\": \"b\"|\"id\": \"../b\"|may hold only letters",
            })
    void oneSentenceForEachMistake(String right, String wrong, String sentence) {
        assertThat(
                        problems(
                                        MODEL.replaceFirst(
                                                java.util.regex.Pattern.quote(right),
                                                java.util.regex.Matcher.quoteReplacement(wrong)))
                                .toString())
                .contains(sentence);
    }

    /// A rewritten model has numbers for sizes; setting one that nothing refers to must not pass
    /// for a change.
    @Test
    void aSettingThatChangesNothingIsRefused() throws IOException, ModelFormatException {
        String text = JsonModelWriter.text(load(MODEL, Map.of()), OperatorCatalogue.standard());

        assertThat(problems(text, Map.of("batch", 3.0)).toString())
                .contains(
                        "the parameter 'batch' cannot be set, nothing in this model refers to it");
        assertThat(load(text, Map.of("batch", load(MODEL, Map.of()).symbols().get("batch"))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "x#1", "a..b", "", "a b"})
    void namesThatReferencesCannotMeanAreRefused(String name) {
        assertThat(problems(MODEL.replace("\"x\": {", "\"" + name + "\": {")).toString())
                .contains("the input '" + name + "' needs a name of letters");
    }

    @Test
    void anUnknownSettingGetsTheNearestName() {
        assertThat(problems(MODEL, Map.of("bach", 3.0)).toString())
                .contains("the model has no parameter 'bach' to set; did you mean batch?");
    }

    @Test
    void theHashIsThatOfTheBytes() throws IOException, ModelFormatException {
        Path file = folder.resolve("m.json");
        Files.write(file, MODEL.getBytes(StandardCharsets.UTF_8));

        assertThat(JsonModels.load(file, Map.of(), OperatorCatalogue.standard()).sha256())
                .isEqualTo(org.unitscope.graph.CanonicalText.sha256(Files.readAllBytes(file)));
    }
}
