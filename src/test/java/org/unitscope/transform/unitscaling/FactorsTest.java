package org.unitscope.transform.unitscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.formula.Formula;
import org.unitscope.formula.FormulaException;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.tensor.Shape;
import org.unitscope.transform.unitscaling.ResidualWeights.Place;

/// Factors against the formulas and printed constants of the paper's support notebook (`Ops.ipynb`)
/// and of the library's functional module, as collected in July 2026; exact Gaussian values from
/// quadrature with 40 digits.
class FactorsTest {
    private static IdealFactors factors(
            ScalingStyle style,
            boolean readout,
            String operator,
            Map<String, Object> attributes,
            Shape output,
            Shape... inputs) {
        List<Optional<IndexLaw>> laws =
                Arrays.stream(inputs).map(shape -> Optional.<IndexLaw>empty()).toList();
        Invocation use =
                new Invocation(
                        "test",
                        new AttributeMap(attributes),
                        List.of(inputs),
                        List.of(output),
                        laws);
        return OperatorCatalogue.standard()
                .find(operator)
                .flatMap(o -> o.unitScaling(new ScalingRequest(use, style, readout)))
                .orElseThrow();
    }

    private static void require(IdealFactors found, double output, double... gradients) {
        requireFactor(found.output(), output);
        List<Factor> back = found.gradients().stream().flatMap(Optional::stream).toList();
        assertThat(back).hasSize(gradients.length);
        for (int i = 0; i < gradients.length; i++) {
            requireFactor(back.get(i), gradients[i]);
        }
    }

    private static void requireFactor(Factor found, double expected) {
        assertThat(found.value()).isCloseTo(expected, within(1e-6 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "relu, 0.583819370104, 0.707106781187",
        "gelu, 0.587914969213, 0.675167287159",
        "gelu_tanh, 0.587918315642, 0.675142833749",
        "silu, 0.559538467842, 0.616021388941",
        "tanh, 0.627928730349, 0.681471131045",
        "sigmoid, 0.208276344932, 0.211745699721"
    })
    void elementwiseFactorsAreThoseOfAUnitGaussian(
            String operator, double deviation, double slope) {
        Shape shape = Shape.of(4, 8);
        IdealFactors found = factors(ScalingStyle.PAPER, false, operator, Map.of(), shape, shape);

        assertThat(1 / found.output().value()).isCloseTo(deviation, within(1e-11));
        assertThat(1 / found.gradients().getFirst().orElseThrow().value())
                .isCloseTo(slope, within(1e-11));
    }

    /// Against adaptive quadrature of the formula.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 16})
    void wholePowersHaveTheFactorsOfTheirMoments(int power) throws FormulaException {
        Shape shape = Shape.of(4, 8);
        Map<String, Object> exponent = Map.of("exponent", (double) power);
        Formula formula = Formula.parse("x ^ " + power, Map.of());
        GaussianFactors expected = GaussianFactors.of(formula, 0, 1);

        require(
                factors(ScalingStyle.PAPER, false, "power", exponent, shape, shape),
                expected.forward().known().orElseThrow().value(),
                expected.backward().known().orElseThrow().value());
    }

    /// The paper's notebook prints four digits.
    @ParameterizedTest
    @CsvSource({"gelu, 1.701, 1.481", "tanh, 1.593, 1.468", "sigmoid, 4.802, 4.722"})
    void andRoundToWhatThePaperPrints(String operator, double value, double slope) {
        Shape shape = Shape.of(4, 8);
        IdealFactors found = factors(ScalingStyle.PAPER, false, operator, Map.of(), shape, shape);

        // The notebook's constants come from samples: its last digit is off by one here and there.
        assertThat(found.output().value()).isCloseTo(value, within(1.1e-3));
        assertThat(found.gradients().getFirst().orElseThrow().value())
                .isCloseTo(slope, within(1.1e-3));
    }

    @ParameterizedTest
    // exp(0.8 ln √(2/(1 − 1/π)) + 0.2 ln 2); 2^0.6 and 2^0.75.
    @CsvSource({"gelu, 1.766783, 1.515717", "silu, 1.766783, 1.681793"})
    void theLibraryInterpolates(String operator, double value, double slope) {
        Shape shape = Shape.of(4, 8);
        IdealFactors found = factors(ScalingStyle.LIBRARY, false, operator, Map.of(), shape, shape);

        assertThat(found.output().value()).isCloseTo(value, within(6e-7));
        assertThat(found.gradients().getFirst().orElseThrow().value())
                .isCloseTo(slope, within(6e-7));
    }

    @Test
    void productsTakeRootsOfWhatTheySum() {
        Shape x = Shape.of(4, 8, 64);
        Shape w = Shape.of(256, 64);
        Shape y = Shape.of(4, 8, 256);
        Shape bias = Shape.of(256);
        double rows = 1 / Math.sqrt(32);

        require(
                factors(ScalingStyle.PAPER, true, "linear", Map.of(), y, x, w, bias),
                1 / 8.0,
                1 / 16.0,
                rows,
                rows);
        require(
                factors(ScalingStyle.LIBRARY, true, "linear", Map.of(), y, x, w),
                1 / 64.0,
                1 / 16.0,
                rows);
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "matmul",
                        Map.of("transpose_left", false, "transpose_right", true),
                        Shape.of(2, 4, 16, 25),
                        Shape.of(2, 4, 16, 9),
                        Shape.of(2, 4, 25, 9)),
                1 / 3.0,
                1 / 5.0,
                1 / 4.0);
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "conv1d",
                        Map.of("stride", 2.0, "groups", 4.0, "padding", 1.0),
                        Shape.of(3, 12, 32),
                        Shape.of(3, 24, 16),
                        Shape.of(32, 4, 3)),
                1 / Math.sqrt(12),
                Math.sqrt(8.0 / 96),
                1 / 6.0);
    }

    @Test
    void otherOperatorsAreAsPublished() {
        Shape rows = Shape.of(4, 8, 64);
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "layer_norm",
                        Map.of("epsilon", 0.0),
                        rows,
                        rows,
                        Shape.of(64),
                        Shape.of(64)),
                1,
                1,
                1 / Math.sqrt(32),
                1 / Math.sqrt(32));
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "embedding",
                        Map.of(),
                        rows,
                        Shape.of(4, 8),
                        Shape.of(200, 64)),
                1,
                Math.sqrt(200.0 / 32));
    }

    @Test
    void losses() {
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "cross_entropy",
                        Map.of(),
                        Shape.SCALAR,
                        Shape.of(4, 8, 50),
                        Shape.of(4, 8)),
                1,
                32 * 50 / 7.0);
        require(
                factors(
                        ScalingStyle.PAPER,
                        false,
                        "mean_squared_error",
                        Map.of(),
                        Shape.SCALAR,
                        Shape.of(4, 8),
                        Shape.of(4, 8)),
                1,
                32 / Math.sqrt(8),
                32 / Math.sqrt(8));
    }

    @Test
    void gatesAndSoftmax() {
        Shape shape = Shape.of(4, 8);
        double gate = Math.pow(2, 0.75);
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "glu",
                        Map.of("activation", "silu"),
                        shape,
                        shape,
                        shape),
                gate,
                gate,
                gate);
        require(
                factors(
                        ScalingStyle.PAPER,
                        false,
                        "glu",
                        Map.of("activation", "squared_relu"),
                        shape,
                        shape,
                        shape),
                Math.sqrt(2 / 3.0),
                Math.sqrt(2 / 3.0),
                Math.sqrt(0.5));
        Shape scores = Shape.of(2, 2, 16, 512);
        double s = Math.pow(512, 0.9);
        Map<String, Object> open = Map.of("causal", false);
        require(factors(ScalingStyle.LIBRARY, false, "softmax", open, scores, scores), s, s);
        require(
                factors(ScalingStyle.PAPER, false, "softmax", open, scores, scores),
                512 / 1.3108324944,
                512 / 1.6487212707);
        require(
                factors(
                        ScalingStyle.LIBRARY,
                        false,
                        "add",
                        Map.of(),
                        rowsBy(8),
                        rowsBy(8),
                        Shape.of(64)),
                Math.sqrt(0.5),
                1,
                Math.sqrt(1 / 8.0));
    }

    private static Shape rowsBy(int rows) {
        return Shape.of(rows, 64);
    }

    /// u-μP's rule for two layers: 1/√2, 1/√3, 1/2, 1/√5.
    @ParameterizedTest
    @CsvSource({
        "0, 0, true, 0.7071",
        "1, 0, false, 0.5774",
        "1, 1, true, 0.5",
        "2, 1, false, 0.4472"
    })
    void theDepthRuleIsTheLibrarys(int attention, int others, boolean isAttention, double ratio) {
        Place at = new Place(4, attention, others, isAttention);
        ResidualWeights rule = new ResidualWeights.Depth(1, 1);

        assertThat(rule.branch(at) / rule.skip(at)).isCloseTo(ratio, within(5e-5));
    }

    /// `τ_new = √(τ_old / (1 − τ_old))`.
    @ParameterizedTest
    @CsvSource({"0.5", "0.01", "0.2"})
    void shareAndRatioAreTwoNamesOfOneWeight(double share) {
        Place at = new Place(4, 1, 1, false);
        ResidualWeights ratio = new ResidualWeights.Ratio(Math.sqrt(share / (1 - share)));
        ResidualWeights same = new ResidualWeights.Share(share);

        assertThat(ratio.branch(at)).isCloseTo(same.branch(at), within(1e-15));
        assertThat(ratio.skip(at)).isCloseTo(same.skip(at), within(1e-15));
    }

    /// Unrolled over l branches, each of unit variance: all weights are the same.
    @Test
    void theRunningMeanWeighsAllAlike() {
        ResidualWeights rule = new ResidualWeights.RunningMean();
        int branches = 7;
        double[] weights = new double[branches + 1];
        weights[0] = 1;
        for (int l = 0; l < branches; l++) {
            Place at = new Place(branches, l, 0, true);
            for (int k = 0; k <= l; k++) {
                weights[k] *= rule.skip(at);
            }
            weights[l + 1] = rule.branch(at);
        }
        for (double weight : weights) {
            assertThat(weight).isCloseTo(1 / Math.sqrt(branches + 1), within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gmean, 0.25",
        "to-output, 0.5",
        "hmean, 0.2",
        "amean, 0.3125",
        "to-grad-input, 0.125"
    })
    void constraintsAreTheirMeans(String word, double common) {
        assertThat(Constraint.of(word).common(0.5, List.of(0.125)))
                .isCloseTo(common, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.4142135, 1",
        "1.4142136, 2",
        "0.7, 0.5",
        "0.75, 1",
        "3e-5, 3.0517578125e-5"
    })
    void powersOfTwoAreTheNearestInOctaves(double factor, double power) {
        assertThat(PowersOfTwo.nearest(factor)).isEqualTo(power);
    }
}
