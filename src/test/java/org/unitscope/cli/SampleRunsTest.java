package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// The stored sample runs compute to the same bytes again. If a number changed on purpose, make
/// them anew: `sample-runs/regenerate.sh`. `schema-2` was written by a build before the predicted
/// fates, and is to keep that layout: sizes `batch=4 width=32 layers=1 classes=10 features=16`.
class SampleRunsTest {
    private static final String RUNS = "../sample-runs/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample-runs/mlp-fp8",
                "../sample-runs/transformer-ffn-fp16",
                "../sample-runs/gpt-mini-fp8-unit",
                "test/resources/run/schema-2"
            })
    void replayToTheSameBytes(String run) {
        replay(run);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample-runs/gpt-mini-fp8-unscaled",
                "../sample-runs/gpt-mini-fp16-unit",
                "../sample-runs/bert-base-fp8-unscaled",
                "../sample-runs/bert-base-fp8-unit",
                "../sample-runs/gpt2-fp8-unscaled",
                "../sample-runs/gpt2-fp16-unit"
            })
    void largerOnesToo(String run) {
        replay(run);
    }

    /// What unit scaling is for: without it FP8 flushes more than 1 % in most gradients, FP16 in
    /// some, with it neither in any. Gradients that are zero but for rounding, of biases that
    /// softmax cancels, do not count.
    @ParameterizedTest
    @CsvSource({
        "gpt-mini-fp8, 121, 184",
        "gpt-mini-fp16, 15, 184",
        "bert-base-fp8, 267, 441",
        "bert-base-fp16, 36, 441",
        "gpt2-fp8, 262, 430",
        "gpt2-fp16, 26, 430"
    })
    void unitScalingKeepsGradientsThatAreFlushed(String pair, int flushed, int gradients)
            throws IOException, WorkbenchException {
        List<TensorRecord> unscaled = gradients(pair + "-unscaled");
        List<TensorRecord> unit = gradients(pair + "-unit");

        assertThat(unscaled).hasSize(gradients);
        assertThat(unit).hasSize(gradients);
        assertThat(unscaled).filteredOn(SampleRunsTest::flushesMoreThanOnePercent).hasSize(flushed);
        assertThat(unit).noneMatch(SampleRunsTest::flushesMoreThanOnePercent);
    }

    private static List<TensorRecord> gradients(String run) throws IOException, WorkbenchException {
        return RunStore.read(Path.of("../sample-runs/" + run)).tensors().stream()
                .filter(tensor -> tensor.key().role().isGradient())
                .toList();
    }

    private static boolean flushesMoreThanOnePercent(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> measured.statistics().fates().underflowFraction())
                .filter(fraction -> fraction > 0.01)
                .isPresent();
    }

    /// The stored comparison is that of the stored runs.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-mini-fp8",
                "gpt-mini-fp16",
                "bert-base-fp8",
                "bert-base-fp16",
                "gpt2-fp8",
                "gpt2-fp16"
            })
    void theirComparisonIsKeptBesideThem(String pair, @TempDir Path folder) throws IOException {
        Path again = folder.resolve("again.csv");
        run("compare", RUNS + pair + "-unscaled", RUNS + pair + "-unit", "--csv", again.toString());
        Path kept = Path.of(RUNS + pair + "-unscaled-unit.csv");

        assertThat(Files.readString(again).replace(RUNS, "sample-runs/"))
                .isEqualTo(Files.readString(kept));
    }

    /// The stored report is that of the stored runs.
    @ParameterizedTest
    @ValueSource(strings = {"bert-base-fp8", "bert-base-fp16", "gpt2-fp8", "gpt2-fp16"})
    void theirReportIsKeptBesideThem(String pair, @TempDir Path folder) throws IOException {
        Path again = folder.resolve("again.html");
        run("report", RUNS + pair + "-unscaled", RUNS + pair + "-unit", "-o", again.toString());
        Path kept = Path.of(RUNS + pair + "-unscaled-unit.html");

        assertThat(Files.readString(again).replace(RUNS, "sample-runs/"))
                .isEqualTo(Files.readString(kept));
    }

    private static void replay(String run) {
        assertThat(run("replay", run)).contains("agree byte for byte");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Unitscope.run(
                        new Console(stream, stream, false, 100), (model, symbols) -> 1, arguments);
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
