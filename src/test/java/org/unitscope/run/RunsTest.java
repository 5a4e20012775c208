package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

class RunsTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    @TempDir private Path folder = Path.of("");

    private static RunRecord run(
            String model, Map<String, Double> symbols, String formats, int threads)
            throws WorkbenchException {
        LoadedModel loaded =
                JsonModels.load(Path.of("../model-zoo/" + model + ".json"), symbols, CATALOGUE);
        RunRequest request =
                new RunRequest(loaded, PrecisionRecipe.parse(formats), 1, true, threads);
        return Runs.execute(request, CATALOGUE, Progress.NONE, CancellationToken.NONE);
    }

    /// Predicted RMS against the root mean square over seeds: each tensor within 5 standard errors
    /// of that mean plus what the rules are known to leave out, 2 % of the RMS for weights and
    /// activations, 3 % for their gradients, 6 % for weight gradients (third-order terms of batches
    /// that share a mean; see the class comments of the rules).
    @ParameterizedTest
    @CsvSource({
        "mlp, 16, batch=64",
        "transformer-ffn, 12, batch=16",
        "bert-base, 6, batch=8 sequence=32 layers=2 width=256 heads=4 vocabulary=500"
    })
    void predictionsAgreeWithTheMeanOverSeeds(String model, int seeds, String sizes)
            throws WorkbenchException {
        Map<String, Double> symbols = new HashMap<>();
        Matcher size = Pattern.compile("([a-z]+)=([0-9]+)").matcher(sizes);
        while (size.find()) {
            symbols.put(size.group(1), Double.valueOf(size.group(2)));
        }
        LoadedModel loaded =
                JsonModels.load(Path.of("../model-zoo/" + model + ".json"), symbols, CATALOGUE);
        Map<TensorKey, List<Double>> squares = new LinkedHashMap<>();
        Map<TensorKey, Double> predicted = new HashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            RunRequest request =
                    new RunRequest(loaded, PrecisionRecipe.parse("fp32"), seed, true, 2);
            RunRecord run = Runs.execute(request, CATALOGUE, Progress.NONE, CancellationToken.NONE);
            for (TensorRecord tensor : run.tensors()) {
                double second =
                        tensor.measured().orElseThrow().statistics().moments().secondMoment();
                squares.computeIfAbsent(tensor.key(), key -> new ArrayList<>()).add(second);
                predicted.put(tensor.key(), Scales.predicted(tensor).orElseThrow());
            }
        }
        squares.forEach((key, values) -> check(key, values, predicted.getOrDefault(key, 0.0)));
    }

    private static void check(TensorKey key, List<Double> squares, double predicted) {
        double mean = squares.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double spread = 0;
        for (double square : squares) {
            spread += (square - mean) * (square - mean) / (squares.size() - 1);
        }
        double rms = Math.sqrt(mean);
        double error = Math.sqrt(spread / squares.size()) / (2 * rms);
        double known =
                switch (key.role()) {
                    case ACTIVATION, WEIGHT -> 0.02;
                    case ACTIVATION_GRADIENT -> 0.03;
                    case WEIGHT_GRADIENT -> 0.06;
                };
        if (predicted == 0) {
            // Zero in real arithmetic; float32 leaves its rounding.
            assertThat(rms).as(key.toString()).isLessThan(1e-9);
        } else if (rms > 0) {
            assertThat(predicted)
                    .as("%s, sampled %s +- %s", key, rms, error)
                    .isCloseTo(rms, within(5 * error + known * rms));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fp8",
                "fp8@sr-b:8,linear/weight=int8_per_channel,gW=int4_asymmetric@sr-a:4"
            })
    void bytesDoNotDependOnThreads(String formats) throws WorkbenchException {
        Map<String, Double> small = Map.of("batch", 2.0, "sequence", 16.0, "layers", 2.0);
        RunRecord one = run("gpt-mini", small, formats, 1);
        RunRecord four = run("gpt-mini", small, formats, 4);

        assertThat(RunFiles.tensors(four)).isEqualTo(RunFiles.tensors(one));
        assertThat(RunFiles.histograms(four)).isEqualTo(RunFiles.histograms(one));
        assertThat(RunFiles.bins(four)).isEqualTo(RunFiles.bins(one));
        assertThat(RunFiles.spec(four.spec())).isEqualTo(RunFiles.spec(one.spec()));
    }

    /// Stochastic rounding really draws: other seeds, other bits; and weights in integers take at
    /// most 255 values a channel, which the noise shows.
    @Test
    void settingsReachTheTensors() throws WorkbenchException {
        RunRecord run = run("mlp", Map.of("batch", 4.0), "fp32,linear/weight=int4", 1);
        TensorRecord weight =
                run.tensors().stream()
                        .filter(tensor -> tensor.key().role() == Role.WEIGHT)
                        .filter(tensor -> tensor.appliedFormat().isPresent())
                        .findFirst()
                        .orElseThrow();
        assertThat(weight.appliedFormat().orElseThrow()).hasToString("int4");
        // N(0, 1) clipped at its amax of some 4.5 sigma into 15 steps: error step^2 / 12.
        double sqnr = weight.measured().orElseThrow().statistics().sqnrDecibels().orElseThrow();
        double amax = weight.measured().orElseThrow().statistics().amax();
        double rms = weight.measured().orElseThrow().statistics().moments().rms();
        double step = amax / 7;
        assertThat(sqnr)
                .isCloseTo(10 * StrictMath.log10(12 * rms * rms / (step * step)), within(0.1));
    }

    @Test
    void aRunOfAnEarlierSchemaStillOpens() throws IOException, WorkbenchException {
        RunRecord old = RunStore.read(Path.of("test/resources/run/schema-1"));

        assertThat(old.spec().schemaVersion()).isEqualTo(1);
        assertThat(old.measuredCount()).isEqualTo(old.tensors().size());
        assertThat(old.tensors())
                .allSatisfy(tensor ->
                        assertThat(tensor.measured().orElseThrow().statistics().fine().isCoarse())
                                .isTrue());
        assertThat(RunFiles.histograms(old))
                .isEqualTo(Files.readString(Path.of("test/resources/run/schema-1/histograms.csv")));
    }

    @Test
    void everyTensorOfBothPassesIsMeasured() throws WorkbenchException {
        RunRecord run =
                run(
                        "bert-base",
                        Map.of("batch", 1.0, "sequence", 8.0, "layers", 1.0, "vocabulary", 50.0),
                        "fp8",
                        2);

        assertThat(run.measuredCount()).isEqualTo(run.tensors().size());
        assertThat(run.tensors()).hasSizeGreaterThan(100);
    }

    /// fp8 rounds what flows into products and nothing else.
    @Test
    void theFp8RecipeRoundsFactorsAndTheGradientsIntoThem() throws WorkbenchException {
        RunRecord run = run("transformer-ffn", Map.of("batch", 2.0), "fp8", 1);
        Map<String, String> applied = new java.util.TreeMap<>();
        run.tensors()
                .forEach(tensor ->
                        applied.put(
                                tensor.key().toString(),
                                tensor.appliedFormat().map(Object::toString).orElse("")));

        assertThat(applied)
                .containsEntry("norm A", "fp8_e4m3fn")
                .containsEntry("up.weight W", "fp8_e4m3fn")
                .containsEntry("up gA", "fp8_e5m2")
                .containsEntry("up.bias W", "")
                .containsEntry("up A", "")
                .containsEntry("gelu A", "fp8_e4m3fn")
                .containsEntry("gelu gA", "")
                .containsEntry("up.weight gW", "");
    }

    @Test
    void cancellingKeepsWhatIsFinished() throws WorkbenchException, IOException {
        LoadedModel loaded =
                JsonModels.load(Path.of("../model-zoo/gpt-mini.json"), Map.of(), CATALOGUE);
        RunRequest request = new RunRequest(loaded, PrecisionRecipe.parse("fp8"), 1, true, 2);
        AtomicBoolean cancelled = new AtomicBoolean();
        Progress progress =
                (what, done, total) ->
                        cancelled.set(cancelled.get() || what.startsWith("backward blocks.5"));

        RunRecord run = Runs.execute(request, CATALOGUE, progress, cancelled::get);

        assertThat(run.isPartial()).isTrue();
        assertThat(run.measuredCount()).isBetween(100L, run.tensors().size() - 50L);
        RunStore.write(run, folder.resolve("run"));
        assertThat(Files.readString(folder.resolve("run/manifest.json")))
                .contains(
                        "\"partial\" : \""
                                + run.measuredCount()
                                + " of "
                                + run.tensors().size()
                                + "\"");
        assertThat(RunStore.read(folder.resolve("run")).isPartial()).isTrue();
    }

    @Test
    void aRunReadBackWritesTheSameBytes() throws WorkbenchException, IOException {
        RunRecord run = run("mlp", Map.of("batch", 2.0, "width", 16.0), "bf16", 1);
        RunStore.write(run, folder);
        RunRecord read = RunStore.read(folder);

        assertThat(read.spec()).isEqualTo(run.spec());
        assertThat(RunFiles.histograms(read)).isEqualTo(RunFiles.histograms(run));
        assertThat(read.tensors()).hasSameSizeAs(run.tensors());
        assertThat(RunDiff.of(folder, run).isEmpty()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()).sorted())
                    .containsExactly("bins.csv", "histograms.csv", "manifest.json", "tensors.csv");
        }
    }

    @Test
    void aChangedCellIsNamed() throws WorkbenchException, IOException {
        RunRecord run = run("mlp", Map.of("batch", 2.0, "width", 16.0), "fp8", 1);
        RunStore.write(run, folder);
        Path table = folder.resolve("tensors.csv");
        Files.writeString(table, Files.readString(table).replaceFirst("fp8_e4m3fn", "fp16"));

        assertThat(RunDiff.of(folder, run).differences())
                .singleElement()
                .satisfies(cell -> {
                    assertThat(cell.stored()).isEqualTo("fp16");
                    assertThat(cell.recomputed()).isEqualTo("fp8_e4m3fn");
                });
    }

    @Test
    void foreignFoldersGetOneSentence() throws WorkbenchException, IOException {
        assertThatThrownBy(() -> RunStore.read(folder))
                .isInstanceOf(RunFormatException.class)
                .hasMessageContaining("the file is missing; is");
        RunRecord run = run("mlp", Map.of("batch", 1.0, "width", 8.0), "fp32", 1);
        RunStore.write(run, folder);
        Path manifest = folder.resolve("manifest.json");
        String good = Files.readString(manifest);
        Files.writeString(
                manifest, good.replace("\"schema_version\" : 3", "\"schema_version\" : 99"));
        assertThatThrownBy(() -> RunStore.read(folder))
                .hasMessageContaining("it has schema version 99, this build reads up to 3");
        Path bins = folder.resolve("bins.csv");
        String counted = Files.readString(bins);
        Files.writeString(manifest, good);
        Files.writeString(bins, counted.replaceFirst("p(-?\\d+):\\d+", "p$1:99999"));
        assertThatThrownBy(() -> RunStore.read(folder))
                .hasMessageContaining("bins.csv:")
                .hasMessageContaining("do not add up to the octaves");
        Files.writeString(bins, counted);
        Files.writeString(manifest, good.replace("\"seed\"", "\"sead\""));
        assertThatThrownBy(() -> RunStore.read(folder)).hasMessageContaining("lacks 'seed'");
        Files.writeString(manifest, good);
        Path table = folder.resolve("tensors.csv");
        Files.writeString(table, Files.readString(table).replaceFirst(",gA,", ",gB,"));
        assertThatThrownBy(() -> RunStore.read(folder)).hasMessageContaining("no role 'gB'");
    }

    @Test
    void theTableHasThePromisedColumnsFirst() {
        assertThat(String.join(",", TensorTable.COLUMNS.subList(0, 24)))
                .isEqualTo(
                        "tensor,role,node,op,shape,count,predicted_mean,predicted_std,predicted_rms,"
                                + "measured_mean,measured_std,measured_rms,measured_standard_error,amax,"
                                + "min_nonzero,zeros,nonfinite,format,applied_format,underflow_fraction,"
                                + "subnormal_fraction,overflow_fraction,sqnr_db,verdict");
    }
}
