package org.unitscope.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// Exponents that follow by hand: `rms(x Wᵀ) = sqrt(width) · rms(x) · rms(W)` for independent
/// elements of mean zero, `width` for ones; a sum of independent tensors has the sum of their
/// squares. Predictions of such sums are exact but for rounding (a few 2^-53 each), and the fit
/// keeps that: 1e-12.
class ScaleLawsTest {
    private static final double TOLERANCE = 1e-12;

    @TempDir private Path folder = Path.of("");

    private ScaleLaws compute(String model, String range) throws Exception {
        return compute(model, range, Map.of());
    }

    private ScaleLaws compute(String model, String range, Map<String, Double> settings)
            throws Exception {
        return ScaleLaws.compute(
                SweepModels.write(folder, model),
                settings,
                SweepRange.parse(range),
                OperatorCatalogue.standard(),
                Progress.NONE,
                CancellationToken.NONE);
    }

    private static TensorKey key(String path, Role role) {
        return new TensorKey(OutputRef.of(path), role);
    }

    private static PowerLaw law(ScaleLaws laws, String path, Role role) {
        return laws.find(key(path, role)).orElseThrow().fit().orElseThrow();
    }

    @Test
    void productsGrowWithTheirFanIn() throws Exception {
        ScaleLaws laws = compute(SweepModels.PRODUCTS, "width=64..1024");

        assertThat(law(laws, "grow", Role.ACTIVATION).exponent()).isCloseTo(0.5, within(TOLERANCE));
        assertThat(law(laws, "keep", Role.ACTIVATION).exponent()).isCloseTo(0, within(TOLERANCE));
        assertThat(law(laws, "keep.weight", Role.WEIGHT).exponent())
                .isCloseTo(-0.5, within(TOLERANCE));
        assertThat(law(laws, "count", Role.ACTIVATION).exponent()).isCloseTo(1, within(TOLERANCE));
        assertThat(law(laws, "grow", Role.ACTIVATION).deviation()).isLessThan(TOLERANCE);
        assertThat(laws.find(key("grow", Role.ACTIVATION)).orElseThrow().points())
                .extracting(ScaleLaw.Point::size)
                .containsExactly(64.0, 128.0, 256.0, 512.0, 1024.0);
    }

    /// `∂loss/∂bias = Σ_b −2 t_b / (batch · out)`: a sum of `batch` independent terms over `batch`.
    /// The gradient of the prediction is one term.
    @Test
    void theWeightGradientOfAMeanFallsWithTheRootOfTheBatch() throws Exception {
        ScaleLaws laws = compute(SweepModels.PRODUCTS, "batch=8..128:x4");

        assertThat(law(laws, "predict.bias", Role.WEIGHT_GRADIENT).exponent())
                .isCloseTo(-0.5, within(TOLERANCE));
        assertThat(law(laws, "predict", Role.ACTIVATION_GRADIENT).exponent())
                .isCloseTo(-1, within(TOLERANCE));
        ScaleLaw gradient = laws.find(key("predict.bias", Role.WEIGHT_GRADIENT)).orElseThrow();
        assertThat(gradient.points().getFirst().rms())
                .isCloseTo(2 / (4 * Math.sqrt(8)), within(TOLERANCE));
    }

    @Test
    void zeroHasNoExponentAndWhatIsNotPredictedNoLaw() throws Exception {
        ScaleLaws laws = compute(SweepModels.PRODUCTS, "width=64,128");

        ScaleLaw zero = laws.find(key("predict.weight", Role.WEIGHT)).orElseThrow();
        assertThat(zero.fit()).isEmpty();
        assertThat(zero.withoutFit()).isEqualTo("zero at every point");
        assertThat(laws.find(key("grow", Role.ACTIVATION_GRADIENT))).isEmpty();
        // Gradients of what the loss does not depend on: three products, their weights, all_ones.
        assertThat(laws.notPredicted()).isEqualTo(7);
    }

    @Test
    void derivedSizesFollowUnlessTheyAreSet() throws Exception {
        ScaleLaws free = compute(SweepModels.PRODUCTS, "width=64,128");
        ScaleLaws set = compute(SweepModels.PRODUCTS, "width=64,128", Map.of("inner", 32.0));

        assertThat(free.predicted().getLast().sizes()).containsEntry("inner", 256.0);
        assertThat(free.fixedSizes()).containsOnlyKeys("batch", "out");
        assertThat(set.fixedSizes()).containsEntry("inner", 32.0).doesNotContainKey("width");
    }

    @Test
    void depthIsReadFromTheLastBlock() throws Exception {
        ScaleLaws laws = compute(SweepModels.TOWERS, "layers=1..8");

        PowerLaw walk = law(laws, "walk.last.sum", Role.ACTIVATION);
        assertThat(walk.exponent()).isCloseTo(0.5, within(TOLERANCE));
        assertThat(walk.deviation()).isLessThan(TOLERANCE);
        // 2^(layers / 2): the numbers by hand are in PowerLawTest.
        PowerLaw doubling = law(laws, "double.last.sum", Role.ACTIVATION);
        assertThat(doubling.exponent()).isCloseTo(1.15, within(TOLERANCE));
        assertThat(doubling.deviation()).isCloseTo(0.45, within(TOLERANCE));
        assertThat(doubling.upperExponent()).isCloseTo(2, within(TOLERANCE));
        assertThat(laws.find(key("walk.last.sum", Role.ACTIVATION)).orElseThrow().lastBlock())
                .isTrue();
    }

    @Test
    void aTensorOfABlockHasALawWhereItExistsTwice() throws Exception {
        ScaleLaws laws = compute(SweepModels.TOWERS, "layers=1..8");

        assertThat(laws.find(key("walk.3.sum", Role.ACTIVATION)).orElseThrow().points())
                .extracting(ScaleLaw.Point::size)
                .containsExactly(4.0, 8.0);
        assertThat(laws.find(key("walk.7.sum", Role.ACTIVATION))).isEmpty();
    }

    @Test
    void blocksWhoseNumberStaysHaveNoLastSeries() throws Exception {
        assertThat(compute(SweepModels.TOWERS, "layers=1..8").laws())
                .extracting(ScaleLaw::path)
                .contains("fixed.2.relu")
                .doesNotContain("fixed.last.relu");
        assertThat(compute(SweepModels.TOWERS, "width=16..64").laws())
                .noneMatch(ScaleLaw::lastBlock);
    }

    @Test
    void pointsThatCannotBeBuiltAreSkippedWithTheReason() throws Exception {
        ScaleLaws laws = compute(SweepModels.HEADS, "width=12,16,24,48");

        assertThat(laws.predicted()).extracting(SweepPoint::size).containsExactly(12.0, 24.0, 48.0);
        assertThat(laws.skipped()).hasSize(1);
        assertThat(laws.skipped().getFirst().size()).isEqualTo(16);
        assertThat(laws.skipped().getFirst().reason()).contains("whole number");
        assertThat(laws.isPartial()).isFalse();
        assertThat(law(laws, "split", Role.ACTIVATION).exponent()).isCloseTo(0, within(TOLERANCE));
    }

    @Test
    void fewerThanTwoPointsIsAnErrorWithEveryReason() {
        assertThatThrownBy(() -> compute(SweepModels.HEADS, "width=12,16,32"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("the model can be built at 1 of 3")
                .hasMessageContaining("whole number");
    }

    @Test
    void aSizeThatTheModelDoesNotHaveIsAnErrorThatListsThoseItHas() {
        assertThatThrownBy(() -> compute(SweepModels.HEADS, "depth=1,2"))
                .hasMessageContaining("the model has no size 'depth'; it has batch, width");
        assertThatThrownBy(() -> compute(SweepModels.HEADS, "width=12,24", Map.of("width", 12.0)))
                .hasMessageContaining("'width' is both swept and set");
        assertThatThrownBy(() -> compute(SweepModels.HEADS, "width=12,24", Map.of("with", 12.0)))
                .hasMessageContaining("did you mean width?");
    }

    @Test
    void aSizeWithoutAValueMayBeSwept() throws Exception {
        ScaleLaws laws =
                compute(
                        SweepModels.PRODUCTS.replace("\"width\": 64", "\"width\": null"),
                        "width=64,128");

        assertThat(laws.predicted()).hasSize(2);
    }

    @Test
    void allPointsAreOfTheBytesThatWereReadFirst() throws Exception {
        Path file = SweepModels.write(folder, SweepModels.HEADS);

        ScaleLaws laws =
                ScaleLaws.compute(
                        file,
                        Map.of(),
                        SweepRange.parse("width=12,24,48"),
                        OperatorCatalogue.standard(),
                        (what, done, total) -> file.toFile().delete(),
                        CancellationToken.NONE);

        assertThat(Files.exists(file)).isFalse();
        assertThat(laws.predicted()).hasSize(3);
    }

    @Test
    void aCancelledSweepKeepsFinishedPoints() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        List<String> afterwards = new ArrayList<>();
        Progress progress =
                (what, done, total) -> {
                    if (cancelled.get()) {
                        afterwards.add(what);
                    }
                    // 1000 steps a point: half of the third.
                    cancelled.compareAndSet(false, done >= 2500);
                };

        ScaleLaws laws =
                ScaleLaws.compute(
                        SweepModels.write(folder, SweepModels.PRODUCTS),
                        Map.of(),
                        SweepRange.parse("width=64..1024"),
                        OperatorCatalogue.standard(),
                        progress,
                        cancelled::get);

        assertThat(laws.isPartial()).isTrue();
        assertThat(laws.predicted()).extracting(SweepPoint::size).containsExactly(64.0, 128.0);
        assertThat(law(laws, "grow", Role.ACTIVATION).exponent()).isCloseTo(0.5, within(TOLERANCE));
        assertThat(afterwards).as("work done after it was cancelled").isEmpty();
    }

    @Test
    void cancelledBeforeTwoPointsThereIsNothingToKeep() throws Exception {
        Path file = SweepModels.write(folder, SweepModels.PRODUCTS);
        AtomicBoolean cancelled = new AtomicBoolean();

        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() ->
                        ScaleLaws.compute(
                                file,
                                Map.of(),
                                SweepRange.parse("width=64..1024"),
                                OperatorCatalogue.standard(),
                                (what, done, total) -> cancelled.set(done >= 1500),
                                cancelled::get));
    }

    @Test
    void progressNamesThePointAndOnlyRises() throws Exception {
        List<String> words = new ArrayList<>();
        List<Long> steps = new ArrayList<>();

        ScaleLaws.compute(
                SweepModels.write(folder, SweepModels.HEADS),
                Map.of(),
                SweepRange.parse("width=12,24"),
                OperatorCatalogue.standard(),
                (what, done, total) -> {
                    words.add(what);
                    steps.add(done);
                    assertThat(total).isEqualTo(2000);
                },
                CancellationToken.NONE);

        assertThat(words).anyMatch(word -> word.startsWith("width=24 (2 of 2): predict"));
        assertThat(steps).isSorted().last().isNotEqualTo(0L);
    }

    @Test
    void theTableHasARowPerLawAndACellPerPoint() throws Exception {
        ScaleLaws laws = compute(SweepModels.TOWERS, "layers=1,2,4");

        List<String> lines = ScaleLawTable.csv(laws).lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo(
                        "tensor,role,exponent,deviation_octaves,upper_exponent,predicted_basis,"
                                + "rms layers=1,rms layers=2,rms layers=4");
        assertThat(lines).hasSize(laws.laws().size() + 1);
        assertThat(lines)
                .anyMatch(line -> line.matches("walk\\.1\\.sum,A,.*,,1\\.41\\d*,1\\.41\\d*"));
        assertThat(lines).anyMatch(line -> line.equals("zero,A,,,,exact,0.0,0.0,0.0"));
    }
}
