package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `derive`, as a user meets it.
class DeriveTest {
    private static final String[] QUICK = {
        "derive", "x * sigmoid(k * x)", "--set", "k=1.702", "--samples", "20000"
    };

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
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
        return Unitscope.run(console, nowhere, arguments);
    }

    private int run(String[] first, String... more) {
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return run(all);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// 1 / std and 1 / rms f' of x σ(1.702 x): mpmath.quad, 0.58501475694670119 and
    /// 0.67048430293266531.
    @Test
    void factorsArePrintedWithErrorsAndTheirCheck() {
        assertThat(run(QUICK)).isZero();
        assertThat(out())
                .containsPattern("forward, 1 / std f +1\\.709358590 +± \\de-1[56]")
                .containsPattern("backward, 1 / rms f' +1\\.491459227 +± \\de-1[56]")
                .containsPattern("std of f +0\\.5850147569 .*sampled 0\\.58")
                .containsPattern("geometric mean \\(gmean\\) +1\\.5966961")
                .contains("k = 1.702", "sampled: 20000 numbers, seed 1");
        assertThat(err()).isEmpty();
    }

    @Test
    void jsonHoldsTheSame() {
        assertThat(run(QUICK, "--json")).isZero();
        JsonNode found = JsonMapper.shared().readTree(out());
        assertThat(found.get("forward").get("value").asDouble())
                .isEqualTo(1 / 0.5850147569467012, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(found.get("std").get("sampled").asDouble()).isBetween(0.55, 0.62);
        assertThat(found.get("tied").get("to-grad-input").get("value").asDouble())
                .isEqualTo(1 / 0.6704843029326653, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void whatHasNoFactorSaysWhy() {
        assertThat(run("derive", "step(x - 1)", "--samples", "1000")).isZero();
        assertThat(out())
                .containsPattern(
                        "backward, 1 / rms f' +none: f jumps at x = 1, where its derivative")
                .containsPattern("geometric mean \\(gmean\\) +none")
                .contains("f may bend or jump at x = 1");
    }

    @Test
    void aFactorThatNoSampleShowsIsWarnedOf() {
        assertThat(run("derive", "exp(4 * x)", "--samples", "1000")).isZero();
        assertThat(out()).contains("0.5 of E f² lies beyond 8 deviations");
        assertThat(err())
                .contains("the RMS of f as sampled", "standard errors from the derived one");
    }

    /// The way of the README: derive, save, use.
    @Test
    void aRuleFileIsUsedByAModel() throws IOException {
        Path file = folder.resolve("quick-gelu.json");
        assertThat(run(QUICK, "--name", "quick", "--out", file.toString())).isZero();
        assertThat(err()).contains("rule file written to");
        String zoo = Files.readString(Path.of("../model-zoo/quick-gelu.json"));
        Path model = folder.resolve("model.json");
        Files.writeString(
                model,
                zoo.replaceFirst(
                                "(?s)\"operators\": \\[.*?\\n  \\]",
                                "\"operators\": [\"quick-gelu.json\"]")
                        .replace("\"quick_gelu\"", "\"quick\""));
        assertThat(run("rewrite", model.toString(), "--explain", "hidden.0.gelu")).isZero();
        assertThat(out()).contains("result × 1.709", "gradient of input × 1.491");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "derive x*sigmod(x)|column 3: there is no function 'sigmod'; did you mean sigmoid?",
                "derive x*k|'k' is neither x nor a parameter",
                "derive x --set x=2|'x' means something else",
                "derive x --set k|must be NAME=NUMBER, for example k=1.702",
                "derive x --std 0|deviation must be above 0",
                "derive x --samples 1|--samples: must be from 100",
                "derive x --out f.json|give one with --name",
                "derive x --out f.json --name silu|'silu' is an operator already",
                "derive x --out f.json --name f --mean 1|leave out --mean",
                "derive step(x) --out f.json --name f|no operator can be made of 'step(x)'",
                "derive x --out no/such/f.json --name f|there is no folder"
            })
    void mistakesAreOneSentence(String line, String sentence) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err()).contains(sentence).hasLineCount(1);
        assertThat(Path.of("f.json")).doesNotExist();
    }
}
