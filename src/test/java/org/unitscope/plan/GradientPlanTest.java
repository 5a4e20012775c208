package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.DoubleStep;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;
import org.unitscope.transform.GradientRatios;

/// A plan's factors on models: fewer than an upper bound by hand, right, and enough.
class GradientPlanTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    private static Graph load(String file) throws Exception {
        Map<String, Double> sizes =
                file.equals("mlp.json")
                        ? Map.of("batch", 64.0, "width", 16.0)
                        : Map.of(
                                "batch",
                                2.0,
                                "sequence",
                                8.0,
                                "layers",
                                2.0,
                                "heads",
                                2.0,
                                "width",
                                16.0,
                                "vocabulary",
                                64.0);
        return JsonModels.load(Path.of("../model-zoo/" + file), sizes, CATALOGUE).graph();
    }

    private static GradientPlan plan(Graph graph, String formats) throws Exception {
        return GradientPlan.of(
                        graph,
                        CATALOGUE,
                        PrecisionRecipe.parse(formats),
                        1,
                        Progress.NONE,
                        CancellationToken.NONE)
                .orElseThrow();
    }

    /// Predicted again, only the impossible ones are outside; in double precision the loss is the
    /// same and every parameter's gradient is its power of two times what it was, exactly: powers
    /// of two round nothing.
    @ParameterizedTest
    @CsvSource({
        "mlp.json,fp8",
        "accuracy/gpt.json,fp8",
        "accuracy/gpt2.json,fp8",
        "accuracy/bert.json,fp8",
        "accuracy/bert.json,fp16",
        "accuracy/gpt.json,'fp8,gW=e4m3,gA=e4m3'"
    })
    void allIsInsideAndTheGradientsAreMultiples(String file, String formats) throws Exception {
        Graph graph = load(file);
        GradientPlan plan = plan(graph, formats);

        assertThat(
                        GradientPlan.outside(
                                plan.graph(),
                                CATALOGUE,
                                PrecisionRecipe.parse(formats),
                                1,
                                Progress.NONE,
                                CancellationToken.NONE))
                .containsExactlyElementsOf(plan.impossible());
        assertThat(GradientPlan.factors(plan.graph()) - GradientPlan.factors(graph))
                .isEqualTo(plan.scales().size());
        Function<Node, Tensor> drawn = DoubleStep.drawn(1, path -> path);
        DoubleStep before = DoubleStep.run(graph, drawn);
        DoubleStep after = DoubleStep.run(plan.graph(), drawn);
        assertThat(after.loss()).isEqualTo(before.loss());
        GradientRatios ratios = GradientRatios.of(plan.graph());
        assertThat(ratios.conflicts()).isEmpty();
        assertThat(ratios.parameters()).isNotEmpty();
        ratios.parameters()
                .forEach((path, ratio) -> {
                    RealTensor was = before.gradient(path).orElseThrow();
                    RealTensor is = after.gradient(path).orElseThrow();
                    for (int i = 0; i < was.shape().length(); i++) {
                        assertThat(is.get(i)).isEqualTo(ratio * was.get(i));
                    }
                });
    }

    @Test
    void whatNeedsNothingGetsNothing() throws Exception {
        assertThat(plan(load("mlp.json"), "fp32").scales()).isEmpty();
    }

    /// FP16 holds 2^-25 to 65520 without flushing or overflow. A constant 2^-30 needs 2^5 and not
    /// to be a tie at 2^-25 itself, so 2^6; one octave of head-room leaves up to 2^15 < 65520 / 2
    /// at 45.
    @Test
    void aConstantsRangeIsThatOfTheFormat() {
        ExponentRange range =
                ExponentRange.of(
                                ElementLaw.constant(0x1p-30),
                                10,
                                TargetFormat.of(Formats.FP16),
                                VerdictRule.DEFAULT)
                        .orElseThrow();
        assertThat(range.low()).isCloseTo(6, within(0));
        assertThat(range.high()).isEqualTo(44);
    }

    /// Half the values at 1, half at 2^-60: FP16 has 40 octaves.
    @Test
    void whatIsWiderThanTheFormatIsImpossible() {
        ElementLaw wide = ElementLaw.atoms(new double[] {1, 0x1p-60}, new double[] {0.5, 0.5});
        assertThat(ExponentRange.of(wide, 10, TargetFormat.of(Formats.FP16), VerdictRule.DEFAULT))
                .isEmpty();
    }
}
