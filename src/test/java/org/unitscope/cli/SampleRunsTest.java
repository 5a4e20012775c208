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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// The stored sample runs compute to the same bytes again. If a number changed on purpose, make
/// them anew: `./app/unitscope sample model-zoo/mlp.json --formats fp8 --out sample-runs/mlp-fp8`,
/// and so on. `schema-2` was written by a build before the predicted fates, and is to keep that
/// layout: sizes `batch=4 width=32 layers=1 classes=10 features=16`.
class SampleRunsTest {
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
                "../sample-runs/bert-base-fp8-unscaled",
                "../sample-runs/bert-base-fp8-unit"
            })
    void largerOnesToo(String run) {
        replay(run);
    }

    /// What unit scaling is for: without it FP8 flushes more than 1 % in most gradients, with it in
    /// none. Gradients that are zero but for rounding, of biases that softmax cancels, do not
    /// count.
    @ParameterizedTest
    @CsvSource({"gpt-mini, 121, 184", "bert-base, 267, 441"})
    void unitScalingKeepsGradientsThatFp8Flushes(String model, int flushed, int gradients)
            throws IOException, WorkbenchException {
        List<TensorRecord> unscaled = gradients(model + "-fp8-unscaled");
        List<TensorRecord> unit = gradients(model + "-fp8-unit");

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
    @ValueSource(strings = {"gpt-mini", "bert-base"})
    void theirComparisonIsKeptBesideThem(String model, @TempDir Path folder) throws IOException {
        Path again = folder.resolve("again.csv");
        run(
                "compare",
                "../sample-runs/" + model + "-fp8-unscaled",
                "../sample-runs/" + model + "-fp8-unit",
                "--csv",
                again.toString());
        Path kept = Path.of("../sample-runs/" + model + "-fp8-unscaled-unit.csv");

        assertThat(Files.readString(again).replace("../sample-runs/", "sample-runs/"))
                .isEqualTo(Files.readString(kept));
    }

    /// The stored report is that of the stored runs.
    @Test
    void theirReportIsKeptBesideThem(@TempDir Path folder) throws IOException {
        Path again = folder.resolve("again.html");
        run(
                "report",
                "../sample-runs/bert-base-fp8-unscaled",
                "../sample-runs/bert-base-fp8-unit",
                "-o",
                again.toString());

        assertThat(Files.readString(again))
                .isEqualTo(
                        Files.readString(
                                Path.of("../sample-runs/bert-base-fp8-unscaled-unit.html")));
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
