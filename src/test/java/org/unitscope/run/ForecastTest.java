package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.Role;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.statistics.Verdict;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// The predicted numbers of a run's files.
class ForecastTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final Path OLD = Path.of("test/resources/run/schema-2");

    @TempDir private Path folder = Path.of("");

    private static RunRecord run(
            Path model, Map<String, Double> sizes, String formats, boolean draw)
            throws WorkbenchException {
        LoadedModel loaded = JsonModels.load(model, sizes, CATALOGUE);
        RunRequest request = new RunRequest(loaded, PrecisionRecipe.parse(formats), 1, draw, 2);
        return Runs.execute(request, CATALOGUE, Progress.NONE, CancellationToken.NONE);
    }

    private static Forecast forecast(RunRecord run, String path, Role role) {
        return run.tensors().stream()
                .filter(t -> t.path().equals(path) && t.key().role() == role)
                .findFirst()
                .orElseThrow()
                .forecast();
    }

    /// A Gaussian of deviation s in E4M3: zero below `2^-10`, subnormal up to `2^-6`, beyond the
    /// range above 464, half way to what would follow 448. Shares by Python's `math.erf`.
    @ParameterizedTest
    @CsvSource({
        "1, 0.000779184017561082, 0.011687254982218282, 0.0, representable",
        "0.01, 0.07779474312200987, 0.804035011012655, 0.0, at risk",
        "200, 3.89592070702976e-06, 5.8438810542283924e-05, 0.020340877337439375, overflow"
    })
    void theFatesOfAGaussianAreErrorFunctions(
            double deviation, double underflow, double subnormal, double overflow, String verdict)
            throws WorkbenchException, IOException {
        Path model = folder.resolve("model.json");
        String text = Files.readString(Path.of("../model-zoo/mlp.json"));
        String input = "{ \"normal\": { \"std\": 1 } }";
        assertThat(text).contains(input);
        Files.writeString(model, text.replace(input, input.replace("1", "" + deviation)));
        Map<String, Double> sizes = Map.of("width", 16.0, "classes", 8.0);
        Forecast x = forecast(run(model, sizes, "fp8", false), "x", Role.ACTIVATION);

        // The law is a table whose bins cut thresholds: shares are good to 1e-3 of themselves.
        assertThat(x.underflow().orElseThrow()).isCloseTo(underflow, within(1e-3 * underflow));
        assertThat(x.subnormal().orElseThrow()).isCloseTo(subnormal, within(1e-3 * subnormal));
        assertThat(x.overflow().orElseThrow()).isCloseTo(overflow, within(1e-3 * overflow + 1e-12));
        assertThat(x.verdict()).contains(Verdict.ofLabel(verdict));
        // An input is drawn once more for every seed: E x⁴ / (E x²)² = 3 over 64 · 256 elements.
        assertThat(x.scatter().orElseThrow())
                .isCloseTo(Math.sqrt(2.0 / (64 * 256)) / 2, within(1e-4));
        assertThat(x.coherent()).isEmpty();
    }

    /// Batches that share a gradient make the bias gradient of a readout coherent; that of rows
    /// alone is not. Known of weight gradients and of nothing else.
    @Test
    void theCoherentShareIsThatOfWeightGradients() throws WorkbenchException {
        RunRecord run = run(Path.of("../model-zoo/mlp.json"), Map.of("width", 16.0), "fp8", false);

        assertThat(run.tensors())
                .allSatisfy(tensor -> {
                    OptionalDouble share = tensor.forecast().coherent();
                    assertThat(share.isPresent())
                            .as(tensor.key().toString())
                            .isEqualTo(tensor.key().role() == Role.WEIGHT_GRADIENT);
                    share.ifPresent(known -> assertThat(known).isBetween(0.0, 1.0));
                });
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() throws WorkbenchException, IOException {
        Map<String, Double> sizes = Map.of("batch", 4.0, "width", 16.0);
        RunRecord run = run(Path.of("../model-zoo/mlp.json"), sizes, "fp8", true);
        RunStore.write(run, folder);
        RunRecord read = RunStore.read(folder);

        assertThat(read.tensors().stream().map(TensorRecord::forecast).toList())
                .isEqualTo(run.tensors().stream().map(TensorRecord::forecast).toList())
                .doesNotContain(Forecast.NONE);
        assertThat(Files.readString(folder.resolve("tensors.csv")).lines().findFirst())
                .hasValueSatisfying(heads ->
                        assertThat(heads)
                                .endsWith(
                                        ",not_predicted_because,predicted_underflow_fraction,"
                                                + "predicted_subnormal_fraction,"
                                                + "predicted_overflow_fraction,predicted_sqnr_db,"
                                                + "predicted_verdict,predicted_scatter,"
                                                + "coherent_fraction"));
    }

    /// Written by the build before these columns.
    @Test
    void aRunWithoutForecastsReplaysInItsOwnColumns() throws WorkbenchException, IOException {
        RunRecord old = RunStore.read(OLD);
        assertThat(old.spec().schemaVersion()).isEqualTo(2);
        assertThat(old.tensors()).extracting(TensorRecord::forecast).containsOnly(Forecast.NONE);

        RunRecord again =
                run(
                        Path.of("../model-zoo/mlp.json"),
                        old.spec().symbols(),
                        old.spec().formats(),
                        true);
        RunRecord renamed = again.ofSchema(2);
        assertThat(RunFiles.tensors(renamed))
                .isEqualTo(Files.readString(OLD.resolve(RunFiles.TENSORS)));
        assertThat(List.of(RunFiles.tensors(again).split("\n", 2)[0].split(",")))
                .isEqualTo(TensorTable.COLUMNS);
    }
}
