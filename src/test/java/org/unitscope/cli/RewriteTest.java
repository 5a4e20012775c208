package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rewrite`, as a user meets it.
class RewriteTest {
    private static final String GPT = "../model-zoo/accuracy/gpt.json";
    private static final List<String> SMALL = List.of("--set", "layers=2", "--set", "batch=2");

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(List<String> more, String... arguments) {
        out.reset();
        err.reset();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        100);
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(more);
        return Unitscope.run(console, nowhere, all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// Same weights by path, same factors: a run of the written model is the run of the scheme.
    @Test
    void theWrittenModelRunsAsTheSchemeDoes() throws IOException {
        Path file = folder.resolve("unit.json");
        Path byScheme = folder.resolve("scheme");
        Path byFile = folder.resolve("file");
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "library", "-o", file.toString()))
                .isZero();
        assertThat(
                        run(
                                SMALL,
                                "sample",
                                GPT,
                                "--scheme",
                                "unit:library",
                                "--formats",
                                "fp8",
                                "--out",
                                byScheme.toString()))
                .isZero();
        assertThat(
                        run(
                                List.of(),
                                "sample",
                                file.toString(),
                                "--formats",
                                "fp8",
                                "--out",
                                byFile.toString()))
                .isZero();

        assertThat(Files.readString(byFile.resolve("tensors.csv")))
                .isEqualTo(Files.readString(byScheme.resolve("tensors.csv")));
        assertThat(Files.readString(byScheme.resolve("rewrite-log.json")))
                .contains("\"scheme\" : \"unit:library\"", "fan_in^-1/2");
        assertThat(byFile.resolve("rewrite-log.json")).doesNotExist();
    }

    @Test
    void theReadoutAndTheAttentionOfTheLibraryAreNamedAsCauses() {
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "library")).isZero();
        assertThat(out())
                .contains("factors for ")
                .contains("inputs: on a cycle, tied to the result")
                .containsPattern(
                        "logits A .* the last product is divided by its fan-in: fan_in = 128")
                .containsPattern("attention.weights A .* softmax inside attention has no factor");
    }

    /// Ideal factors of width 128 to 512 are an octave apart: half of it is lost on each side.
    @Test
    void anExplanationHasFormulaCycleAndCost() {
        assertThat(run(SMALL, "rewrite", GPT, "--explain", "blocks.1.ffn.up")).isZero();
        assertThat(out())
                .contains("alone it would be fan_in^-1/2 = 0.08839 (fan_in = 128): -0.50 octaves")
                .contains("alone it would be fan_out^-1/2 = 0.04419 (fan_out = 512): +0.50 octaves")
                .contains(
                        "the cycle runs from blocks.1.attention_residual to blocks.1.ffn_residual")
                .contains("gradient of weight × 0.06250: rows^-1/2 = 0.06250 (rows = 256)");
    }

    @Test
    void aListingHasBothScalesOfEveryNode() {
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "none", "--listing")).isZero();
        assertThat(out())
                .containsPattern(
                        "blocks.0.ffn.up.weight = parameter\\[512, 128\\] +\\(-> 0.0200, <- [^?]+\\)")
                .containsPattern("logits = linear\\(final_norm, logits.weight\\) +\\(-> ");
        assertThat(out().lines().filter(line -> line.contains("?"))).isEmpty();
    }

    @Test
    void factorsAreATable() throws IOException {
        Path file = folder.resolve("factors.csv");
        assertThat(run(SMALL, "rewrite", GPT, "--powers-of-two", "--factors", file.toString()))
                .isZero();
        List<String> lines = Files.readAllLines(file);

        assertThat(lines.getFirst()).startsWith("node,op,input,factor,input_factor,ideal,formula");
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith(
                                "blocks.0.ffn.up,linear,weight,0.0625,1.0,0.0625,rows^-1/2"));
        assertThat(lines.stream().filter(line -> line.contains(",linear,,")))
                .hasSizeGreaterThan(10)
                .map(line -> Double.parseDouble(line.split(",", 5)[3]))
                .allSatisfy(factor ->
                        assertThat(Math.scalb(1.0, Math.getExponent(factor))).isEqualTo(factor));
    }

    /// Every tensor by itself, where the text takes blocks together.
    @Test
    void theJsonHasFactorsAndEveryException() {
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "library", "--json")).isZero();
        tools.jackson.databind.JsonNode json =
                tools.jackson.databind.json.JsonMapper.shared().readTree(out());

        assertThat(json.get("scheme").asString()).isEqualTo("unit:library");
        assertThat(json.get("exceptions").valueStream().map(one -> one.get("tensor").asString()))
                .contains("logits", "blocks.0.attention.weights", "blocks.1.attention.weights");
        assertThat(json.get("exceptions").valueStream())
                .allMatch(one -> one.get("rms").asDouble() < 0.1 || one.get("rms").asDouble() > 10)
                .anyMatch(one -> one.get("cause").asString().equals("readout"));
    }

    @Test
    void mistakesAreOneSentence() {
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "papr")).isEqualTo(2);
        assertThat(err()).contains("--preset: no preset is called 'papr'; did you mean paper?");
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "zzzzzz")).isEqualTo(2);
        assertThat(err()).contains("there are paper, library, mus, none");
        assertThat(run(SMALL, "rewrite", GPT, "--preset", "none", "--powers-of-two")).isEqualTo(2);
        assertThat(err()).contains("--preset: none leaves the model as it is");
        assertThat(run(SMALL, "rewrite", GPT, "--constraint", "mean")).isEqualTo(2);
        assertThat(err()).contains("--constraint: no constraint is called 'mean'");
        assertThat(run(SMALL, "rewrite", GPT, "--residual", "ratio")).isEqualTo(2);
        assertThat(err()).contains("--residual: the residual rule 'ratio' needs numbers");
        assertThat(run(SMALL, "rewrite", GPT, "--factor", "logits=1,powers-of-two")).isEqualTo(2);
        assertThat(err()).contains("--factor: 'logits=1,powers-of-two' is no factor");
        assertThat(run(SMALL, "rewrite", GPT, "--factor", "logits=-1")).isEqualTo(2);
        assertThat(err()).contains("--factor: 'logits=-1' is no factor");
        assertThat(run(SMALL, "rewrite", GPT, "--factor", "logits=1", "--factor", "logits=2"))
                .isEqualTo(2);
        assertThat(err()).contains("--factor: 'logits' has two factors");
        assertThat(run(SMALL, "rewrite", GPT, "--factor", "logts=1")).isEqualTo(2);
        assertThat(err())
                .contains("gpt.json: a factor is given for 'logts'", "did you mean logits");
        assertThat(run(SMALL, "rewrite", GPT, "--listing", "--json")).isEqualTo(2);
        assertThat(err()).contains("--listing and --json: each prints something else");
        String same = folder.resolve("same").toString();
        assertThat(run(SMALL, "rewrite", GPT, "-o", same, "--factors", same)).isEqualTo(2);
        assertThat(err()).contains("--factors: '" + same + "' is the file of --out too");
        assertThat(Path.of(same)).doesNotExist();
        assertThat(run(SMALL, "rewrite", GPT, "--explain", "blocks.0.ffn.upp")).isEqualTo(2);
        assertThat(err())
                .contains(
                        "no operation is called 'blocks.0.ffn.upp'; did you mean blocks.0.ffn.up");
        assertThat(run(SMALL, "rewrite", GPT, "-o", folder.resolve("none/unit.json").toString()))
                .isEqualTo(2);
        assertThat(err()).contains("there is no folder");
        assertThat(run(SMALL, "rewrite", "../model-zoo/accuracy/gpt-unit.json")).isEqualTo(2);
        assertThat(err()).contains("the model is unit-scaled already");
    }
}
