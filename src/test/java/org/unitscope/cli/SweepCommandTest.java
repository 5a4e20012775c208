package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.task.CancellationToken;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `analyze --sweep` on models of the zoo. In `mlp`, hidden weights have std `sqrt(2 / width)`.
class SweepCommandTest {
    private static final String MLP = "../model-zoo/mlp.json";
    private static final String GPT = "../model-zoo/gpt-mini.json";

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console() {
        return new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                110);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        return Unitscope.run(console(), nowhere, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theTableHasTheExponentsOfEveryRole() {
        assertThat(run("analyze", MLP, "--sweep", "width=64..256", "--set", "batch=8")).isZero();

        assertThat(out().lines())
                .anyMatch(line -> line.startsWith("activation (A) ") && line.contains("exponent"))
                .anyMatch(line -> line.startsWith("gradient of the weight (gW) "))
                // std at 256: sqrt(2 / 256).
                .anyMatch(line ->
                        line.matches(
                                "hidden\\.\\*\\.linear\\.weight \\(3\\) +-0\\.500 +-0\\.500 +0\\.000 +0\\.0884"))
                .anyMatch(line -> line.matches("readout\\.bias +zero +- +- +0\\.00"))
                .anyMatch(line ->
                        line.startsWith("mlp: RMS ~ width^exponent, fitted over 64, 128, 256; 42"));
        assertThat(out()).contains("batch=8").doesNotContain("width=64 ");
    }

    @Test
    void jsonHasFitAndPointsOfEveryTensor() {
        assertThat(run("analyze", MLP, "--sweep", "width=64,256", "--json")).isZero();
        JsonNode result = JsonMapper.shared().readTree(out());

        assertThat(result.path("size").asString()).isEqualTo("width");
        assertThat(result.path("values").size()).isEqualTo(2);
        assertThat(result.path("fixed_sizes").path("layers").asInt()).isEqualTo(3);
        assertThat(result.path("laws").size()).isEqualTo(42);
        JsonNode weight =
                result.path("laws")
                        .valueStream()
                        .filter(law -> law.path("tensor").asString().equals("readout.weight"))
                        .filter(law -> law.path("role").asString().equals("W"))
                        .findFirst()
                        .orElseThrow();
        assertThat(weight.path("exponent").asDouble()).isBetween(-0.5 - 1e-12, -0.5 + 1e-12);
        assertThat(weight.path("points").get(1).get(0).asDouble()).isEqualTo(256);
        assertThat(weight.path("points").get(1).get(1).asDouble()).isEqualTo(1.0 / 16);
    }

    @Test
    void pointsThatCannotBeBuiltAreNamedAndLeftOut() throws IOException {
        Path csv = folder.resolve("laws.csv");

        assertThat(
                        run(
                                "analyze",
                                GPT,
                                "--sweep",
                                "width=96,100,192",
                                "--set",
                                "layers=1",
                                "--csv",
                                csv.toString()))
                .isZero();
        assertThat(out()).contains("skipped width=100: node 'blocks.0.attention.query_heads'");
        assertThat(err()).contains("scale laws written to " + csv);
        assertThat(Files.readString(csv).lines().findFirst().orElseThrow())
                .endsWith("rms width=96,rms width=192");
    }

    @Test
    void depthIsReadFromTheLastBlock() {
        assertThat(run("analyze", GPT, "--sweep", "layers=1..4", "--set", "batch=1")).isZero();

        // Its weight has std 0.02 / sqrt(2 layers).
        assertThat(out().lines())
                .anyMatch(line ->
                        line.matches("blocks\\.last\\.ffn\\.down\\.weight +-0\\.500 .* 0\\.00707"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--sweep depth=1..4|the model has no size 'depth'; it has batch, features, width, classes, layers",
                "--sweep width|'width' must be NAME=RANGE, for example width=256..4096",
                "--sweep width=8..4|must go up, got '8..4'",
                "--sweep width=4..8 --set width=4|'width' is both swept and set",
                "--sweep width=4..8 --set batch|must be NAME=NUMBER",
                "--sweep width=4..8 --out run|--out: belongs to a single run",
                "--sweep width=4..8 --html a.html|--html: belongs to a single run",
                "--sweep width=4..8 --csv no/such/laws.csv|--csv: 'no/such/laws.csv' cannot be written: there is no folder",
                "--csv laws.csv|--csv: writes scale laws; say of which size",
                "--sweep width=4.5..9.5:x1.5|can be built at 0 of 2",
            })
    void badInputIsSaidAndExitCodeTwo(String options, String sentence) {
        assertThat(run(("analyze " + MLP + " " + options).split(" ", -1))).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }

    private int cancelled(CancellationToken token) throws Exception {
        SweepCommand command =
                CommandLine.populateCommand(new SweepCommand(), "--sweep", "width=64..1024");
        RunOptions options = CommandLine.populateCommand(new RunOptions(), "--set", "batch=8");
        return command.run(
                console(), new SweepCommand.Asked(Path.of(MLP), options, List.of(), false), token);
    }

    /// Every point asks as often as the next, so that half of all times ends in the third of five.
    @Test
    void ctrlCKeepsTheFinishedPoints() throws Exception {
        AtomicInteger all = new AtomicInteger();
        assertThat(cancelled(() -> all.incrementAndGet() < 0)).isZero();
        out.reset();
        AtomicInteger polls = new AtomicInteger();

        assertThat(cancelled(() -> polls.incrementAndGet() > all.get() / 2)).isEqualTo(130);
        assertThat(err()).contains("cancelled after 2 of 5 points; the laws are of these");
        assertThat(out()).contains("fitted over 64, 128; ");
    }

    @Test
    void cancelledAtOnceKeepsNothing() throws Exception {
        assertThat(cancelled(() -> true)).isEqualTo(130);
        assertThat(err()).contains("cancelled before two points were finished; nothing kept");
        assertThat(out()).isEmpty();
    }
}
