package org.unitscope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unitscope.compare.ModelAccuracy.Ending;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.sampling.SamplingEngine;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;
import org.unitscope.tensor.Shape;

class AccuracyStudyTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final AccuracyPlan ALL_SEEDS = AccuracyPlan.DEFAULT.withStandardError(0, 1);

    /// y = x Wᵀ against targets: 6 rows of 8 features to 5.
    private static Graph linear() {
        ValueLaw unit = new ValueLaw.Normal(0, 1);
        return new Graph(
                "linear",
                "",
                Map.of("batch", 6.0),
                List.of(
                        new Node.RealInput("x", Shape.of(6, 8), unit),
                        new Node.Parameter("w", Shape.of(5, 8), new ValueLaw.Normal(0, 0.5)),
                        operation("y", "linear", Shape.of(6, 5), "x", "w"),
                        new Node.RealInput("t", Shape.of(6, 5), unit),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "y", "t")),
                OutputRef.of("loss"));
    }

    private static Node operation(String path, String operator, Shape shape, String... inputs) {
        List<OutputRef> edges = Stream.of(inputs).map(OutputRef::of).toList();
        return new Node.Operation(path, operator, AttributeMap.NONE, edges, List.of(shape));
    }

    private static Graph tinyBert() throws WorkbenchException {
        Map<String, Double> sizes =
                Map.of(
                        "batch",
                        2.0,
                        "sequence",
                        8.0,
                        "layers",
                        1.0,
                        "heads",
                        2.0,
                        "width",
                        16.0,
                        "intermediate",
                        32.0,
                        "vocabulary",
                        50.0,
                        "positions",
                        8.0);
        return JsonModels.load(Path.of("../model-zoo/bert-base.json"), sizes, CATALOGUE).graph();
    }

    private static ModelAccuracy study(Graph graph, AccuracyPlan plan) {
        return AccuracyStudy.run(graph, CATALOGUE, plan, Progress.NONE, CancellationToken.NONE);
    }

    private static TensorAccuracy find(List<TensorAccuracy> tensors, String path, Role role) {
        return tensors.stream()
                .filter(t -> t.key().equals(new TensorKey(OutputRef.of(path), role)))
                .findFirst()
                .orElseThrow();
    }

    /// By hand: E x² = 1, E w² = 1/4, E y² = 8/4 = 2, E (2 (y - t) / 30)² = 4 · 3 / 900. All are
    /// exact, so that only noise is left: the errors are below 4 standard errors, which 200 seeds
    /// know to 5 %. The RMS of n independent normals scatters by 1/√(2 n) of itself, known to 1/√(2
    /// · 199) = 5 %, so to 0.2 at four of those.
    @Test
    void anExactModelIsMissedByNoiseOnly() {
        ModelAccuracy model = study(linear(), ALL_SEEDS.withSeeds(1, 200));

        Map<TensorKey, Double> byHand =
                Map.of(
                        new TensorKey(OutputRef.of("x"), Role.ACTIVATION), 1.0,
                        new TensorKey(OutputRef.of("w"), Role.WEIGHT), 0.25,
                        new TensorKey(OutputRef.of("y"), Role.ACTIVATION), 2.0,
                        new TensorKey(OutputRef.of("y"), Role.ACTIVATION_GRADIENT), 12 / 900.0);
        byHand.forEach((key, square) -> {
            TensorAccuracy tensor = find(model.tensors(), key.tensor().path(), key.role());
            assertThat(tensor.predicted().rms()).isCloseTo(Math.sqrt(square), within(1e-12));
            assertThat(tensor.predicted().error())
                    .isEqualTo(tensor.predicted().rms() / tensor.sampledRms() - 1);
            assertThat(Math.abs(tensor.predicted().error()))
                    .as(key.toString())
                    .isLessThan(4 * tensor.standardError());
        });
        TensorAccuracy x = find(model.tensors(), "x", Role.ACTIVATION);
        assertThat(x.scatter() * Math.sqrt(2 * 48)).isCloseTo(1, within(0.2));
        assertThat(x.standardError() * Math.sqrt(2 * 48 * 200)).isCloseTo(1, within(0.2));
        // 9600 normals: octave shares p scatter by √(p (1 - p) / 9600), which sum to below 0.02.
        assertThat(x.predicted().totalVariation()).isLessThan(0.02);
        assertThat(x.flushedAgrees(x.predicted())).isTrue();
        assertThat(model.roles()).extracting(RoleAccuracy::role).containsExactly(Role.values());
    }

    @Test
    void seedsArePooledAsRunsAreMeasured() {
        Map<TensorKey, OctaveHistogram> octaves = new HashMap<>();
        Map<TensorKey, Double> squares = new HashMap<>();
        for (long seed = 3; seed <= 7; seed++) {
            SamplingEngine.run(
                    linear(),
                    CATALOGUE,
                    PrecisionRecipe.unrounded(),
                    seed,
                    Workers.single(),
                    Progress.NONE,
                    (key, measured) -> {
                        octaves.merge(
                                key, measured.statistics().histogram(), OctaveHistogram::merge);
                        double square = measured.statistics().moments().secondMoment();
                        squares.merge(key, square, Double::sum);
                    });
        }

        ModelAccuracy model = study(linear(), ALL_SEEDS.withSeeds(3, 5));

        assertThat(model.seeds()).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(model.tensors()).hasSize(octaves.size());
        for (TensorAccuracy tensor : model.tensors()) {
            assertThat(tensor.octaves()).isEqualTo(octaves.get(tensor.key()));
            double square = squares.getOrDefault(tensor.key(), Double.NaN) / 5;
            assertThat(tensor.sampledRms() * tensor.sampledRms())
                    .isCloseTo(square, within(1e-12 * square));
        }
    }

    @Test
    void threadsChangeNothing() throws WorkbenchException {
        AccuracyPlan plan = ALL_SEEDS.withSeeds(1, 5);

        assertThat(study(tinyBert(), plan.withThreads(3)))
                .isEqualTo(study(tinyBert(), plan.withThreads(1)));
    }

    @Test
    void itStopsWhenTheStandardErrorIsReached() {
        ModelAccuracy rough = study(linear(), AccuracyPlan.DEFAULT.withStandardError(1, 1));
        assertThat(rough.seeds()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rough.ending()).isEqualTo(Ending.PRECISE);

        AccuracyPlan fine = new AccuracyPlan(1, 1000, 1e9, 0.02, 0.5, 2);
        ModelAccuracy median = study(linear(), fine);
        assertThat(median.ending()).isEqualTo(Ending.PRECISE);
        assertThat(median.seeds().size()).isGreaterThan(4).isLessThan(1000);
        assertThat(reached(median, 0.5)).isTrue();
        ModelAccuracy before = study(linear(), fine.withSeeds(1, median.seeds().size() - 4));
        assertThat(before.ending()).isEqualTo(Ending.SEEDS);
        assertThat(reached(before, 0.5)).isFalse();

        ModelAccuracy most = study(linear(), fine.withStandardError(0.02, 1));
        assertThat(most.seeds().size()).isGreaterThan(median.seeds().size());
        assertThat(reached(most, 1)).isTrue();
    }

    /// 2 % for activations and their gradients, 4 % for weight gradients.
    private static boolean reached(ModelAccuracy model, double share) {
        return model.roles().stream()
                .filter(role -> role.role() != Role.WEIGHT)
                .allMatch(role -> {
                    Spread errors = role.standardError();
                    double reached = share == 1 ? errors.max() : errors.median();
                    return reached <= (role.role() == Role.WEIGHT_GRADIENT ? 0.04 : 0.02);
                });
    }

    @Test
    void itStopsWhenTheSeedsAreUsedUp() {
        ModelAccuracy model = study(linear(), ALL_SEEDS.withSeeds(1, 6));
        assertThat(model.seeds()).hasSize(6);
        assertThat(model.ending()).isEqualTo(Ending.SEEDS);
    }

    /// The clock is read at the start and at the ends of each seed, here in steps of a second: a
    /// seed lasts one, and from the third on none is begun that would end later.
    @Test
    void itStopsWhenTheTimeIsUsedUp() {
        AtomicLong clock = new AtomicLong();
        AccuracyPlan plan = ALL_SEEDS.withThreads(1).withSeeds(1, 100);

        assertThat(timed(plan.withSeconds(0.5), clock).seeds()).containsExactly(1L, 2L);
        ModelAccuracy longer = timed(plan.withSeconds(12), clock);
        assertThat(longer.seeds()).hasSize(6);
        assertThat(longer.ending()).isEqualTo(Ending.TIME);
    }

    private static ModelAccuracy timed(AccuracyPlan plan, AtomicLong clock) {
        return AccuracyStudy.run(
                linear(),
                CATALOGUE,
                plan,
                Progress.NONE,
                CancellationToken.NONE,
                () -> clock.getAndAdd(1_000_000_000L));
    }

    @Test
    void cancellingKeepsTheFinishedSeeds() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Progress progress =
                (what, done, total) ->
                        cancelled.set(cancelled.get() || what.startsWith("seed 7, backward y"));

        ModelAccuracy model =
                AccuracyStudy.run(
                        linear(), CATALOGUE, ALL_SEEDS.withThreads(1), progress, cancelled::get);

        assertThat(model.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(model.seeds()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(model.tensors()).isEqualTo(study(linear(), ALL_SEEDS.withSeeds(1, 6)).tensors());
    }

    @Test
    void cancelledBeforeASeedItHasNothing() {
        assertThatThrownBy(() ->
                        AccuracyStudy.run(
                                linear(), CATALOGUE, ALL_SEEDS, Progress.NONE, () -> true))
                .isInstanceOf(CancelledException.class);
    }

    /// The softmax takes no notice of what is common to all keys: the gradient of a key bias is
    /// zero.
    @Test
    void whatIsZeroUpToRoundingIsApart() throws WorkbenchException {
        ModelAccuracy model = study(tinyBert(), ALL_SEEDS.withSeeds(1, 3));

        TensorAccuracy bias =
                find(model.zeros(), "blocks.0.attention.key.bias", Role.WEIGHT_GRADIENT);
        assertThat(bias.sampledRms()).isPositive().isLessThan(1e-6 * bias.independent().rms());
        assertThat(find(model.zeros(), "blocks.0.attention.key.bias", Role.WEIGHT).sampledRms())
                .isZero();
        TensorAccuracy gain = find(model.tensors(), "head.norm.gain", Role.WEIGHT);
        assertThat(gain.predicted().error()).isZero();
        assertThat(gain.shift()).isEmpty();
        List<String> compared = new ArrayList<>();
        model.tensors().forEach(t -> compared.add(t.key().toString()));
        assertThat(compared)
                .contains("blocks.0.attention.query.bias gW")
                .doesNotContain("blocks.0.attention.key.bias gW");
        assertThat(compared.size() + model.zeros().size() + model.unknown().size())
                .isEqualTo(tinyBert().tensors().size());
    }

    @Test
    void progressOfSeedsAtOnceNeverFalls() {
        List<Long> reported = new ArrayList<>();
        AccuracyStudy.run(
                linear(),
                CATALOGUE,
                ALL_SEEDS.withThreads(3).withSeeds(1, 8),
                (what, done, total) -> reported.add(1000 * done / Math.max(1, total)),
                CancellationToken.NONE);
        assertThat(reported).isSorted();
        assertThat(reported.getLast()).isEqualTo(1000);
    }

    @Test
    void aPlanThatCannotBeFollowedIsRefused() {
        assertThatThrownBy(() -> AccuracyPlan.DEFAULT.withSeeds(1, 1))
                .hasMessageContaining("needs two seeds");
    }
}
