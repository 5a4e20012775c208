package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.DoubleStep;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;
import org.unitscope.transform.GradientRatios;

/// Plans of models: right, enough, and counted.
class ScalingPlanTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    private static Graph load(String file, double layers) throws Exception {
        Map<String, Double> sizes =
                file.equals("mlp.json")
                        ? Map.of("batch", 64.0, "width", 16.0)
                        : Map.of(
                                "batch",
                                2.0,
                                "sequence",
                                8.0,
                                "layers",
                                layers,
                                "heads",
                                2.0,
                                "width",
                                16.0,
                                "vocabulary",
                                64.0);
        return JsonModels.load(Path.of("../model-zoo/" + file), sizes, CATALOGUE).graph();
    }

    private static TensorRanges predicted(Graph graph, String formats) throws Exception {
        return TensorRanges.predicted(
                graph,
                CATALOGUE,
                PrecisionRecipe.parse(formats),
                1,
                Progress.NONE,
                CancellationToken.NONE);
    }

    private static ScalingPlan plan(Graph graph, String formats) throws Exception {
        return ScalingPlan.of(graph, CATALOGUE, predicted(graph, formats));
    }

    /// Predicted anew, only the impossible ones are outside. In double precision every value and
    /// every gradient is its power of two times what it was, and the loss what it was, exactly:
    /// powers of two round nothing.
    @ParameterizedTest
    @CsvSource({
        "mlp.json,1,fp8",
        "accuracy/gpt.json,2,fp8",
        "accuracy/bert.json,1,fp16",
        "accuracy/gpt.json,1,'fp8,gW=e4m3,gA=e4m3'"
    })
    void whatIsPossibleIsInsideAndAllIsAPowerOfTwo(String file, double layers, String formats)
            throws Exception {
        ScalingPlan plan = plan(load(file, layers), formats);

        assertThat(plan.before().outside()).isNotEmpty();
        assertThat(predicted(plan.graph(), formats).outside())
                .containsExactlyElementsOf(plan.before().impossible());
        assertThat(plan.after().outside()).containsExactlyElementsOf(plan.before().impossible());
        assertThat(FactorCount.of(plan.graph(), plan.original()).factors())
                .isEqualTo(plan.factors());
        requirePowersOfTwo(plan);
        requireSavesApart(plan);
    }

    private static void requirePowersOfTwo(ScalingPlan plan) {
        Function<Node, Tensor> drawn = DoubleStep.drawn(1, path -> path);
        DoubleStep before = DoubleStep.run(plan.original(), drawn);
        DoubleStep after = DoubleStep.run(plan.graph(), drawn);
        assertThat(after.loss()).isEqualTo(before.loss());
        assertThat(GradientRatios.of(plan.graph()).conflicts()).isEmpty();
        for (TensorKey key : plan.original().tensors()) {
            String path = key.tensor().path();
            int exponent = plan.exponents().getOrDefault(key, 0);
            if (!key.role().isGradient()) {
                requireTimes(key, before.value(path), after.value(path), exponent);
            } else if (before.gradient(path).isPresent()) {
                RealTensor is = after.gradient(path).orElseThrow();
                requireTimes(key, before.gradient(path).get(), is, exponent);
            }
        }
    }

    private static void requireTimes(TensorKey key, RealTensor was, RealTensor is, int exponent) {
        for (int i = 0; i < was.shape().length(); i++) {
            assertThat(is.get(i))
                    .as("%s, 2^%d", key, exponent)
                    .isEqualTo(StrictMath.scalb(was.get(i), exponent));
        }
    }

    /// Every kind of change in one small graph, by ranges made up so that each is needed.
    @Test
    void everyKindOfChangeIsExact() throws Exception {
        SmallGraphs graphs = new SmallGraphs();
        graphs.input("x");
        graphs.parameter("weight");
        graphs.operation("product", "linear", "x", "weight");
        graphs.operation("curved", "tanh", "product");
        graphs.operation("sum", "add", "curved", "product");
        graphs.operation("loss", "mean_squared_error", "sum", "x");
        Graph graph = graphs.graph("loss");
        ScalingPlan plan =
                ScalingPlan.of(
                        graph,
                        CATALOGUE,
                        SmallGraphs.ranges(
                                graph,
                                Map.of(
                                        "x", new ExponentRange(2, 3),
                                        "weight", new ExponentRange(1, 1),
                                        "curved", new ExponentRange(5, 6)),
                                Map.of("product", new ExponentRange(9, 12))));

        assertThat(plan.patches()).extracting(Patch::kind).contains(Patch.Kind.values());
        assertThat(plan.after().outside()).isEmpty();
        requirePowersOfTwo(plan);
    }

    /// Every tensor that is saved is named with one change at most; every value that is, with one.
    private static void requireSavesApart(ScalingPlan plan) {
        List<TensorKey> saved = new ArrayList<>();
        plan.patches().forEach(patch -> saved.addAll(patch.saves()));
        List<TensorKey> outside = new ArrayList<>(plan.before().outside());
        outside.removeAll(plan.before().impossible());

        assertThat(saved).doesNotHaveDuplicates();
        assertThat(outside).containsAll(saved);
        assertThat(saved)
                .containsAll(outside.stream().filter(key -> !key.role().isGradient()).toList());
    }

    /// A tensor that no power of two brings inside is the one that is left, and why is said.
    @Test
    void whatIsImpossibleIsSaid() throws Exception {
        Graph graph = load("mlp.json", 1);
        TensorRanges known = predicted(graph, "fp8");
        TensorKey wide = known.outside().getLast();
        Map<TensorKey, ExponentRange> ranges = new HashMap<>(known.ranges());
        ranges.remove(wide);
        ScalingPlan plan =
                ScalingPlan.of(
                        graph,
                        CATALOGUE,
                        new TensorRanges(
                                known.judged(), ranges, known.outside(), List.of(wide), List.of()));

        assertThat(plan.after().outside()).containsExactly(wide);
        assertThat(plan.why(wide)).contains("no power of two brings it inside");
    }

    @Test
    void whatNeedsNothingGetsNothing() throws Exception {
        ScalingPlan plan = plan(load("mlp.json", 1), "fp32");

        assertThat(plan.patches()).isEmpty();
        assertThat(plan.graph().nodes()).isEqualTo(plan.original().nodes());
    }
}
