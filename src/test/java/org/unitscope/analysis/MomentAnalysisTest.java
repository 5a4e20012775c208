package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.tensor.Shape;

/// Propagation over graphs small enough to predict by hand.
class MomentAnalysisTest {
    private static final Shape SHAPE = Shape.of(4, 8);
    private static final ValueLaw NORMAL = new ValueLaw.Normal(0, 2);

    /// An operator without a rule.
    private static final class Mystery extends ElementwiseUnary {
        @Override
        public OperatorDoc doc() {
            return new OperatorDoc("mystery", "Mystery", "Nobody knows.", "y = ?", "");
        }

        @Override
        protected float value(float x) {
            return x;
        }

        @Override
        protected float derivative(float x) {
            return 1;
        }

        @Override
        protected double value(double x) {
            return x;
        }

        @Override
        protected double derivative(double x) {
            return 1;
        }

        @Override
        public MomentRule moments() {
            return new MomentRule.SampledOnly("nobody has derived it");
        }
    }

    private static Node operation(String path, String operator, Shape shape, String... inputs) {
        List<OutputRef> edges = new ArrayList<>();
        for (String input : inputs) {
            edges.add(OutputRef.of(input));
        }
        return new Node.Operation(path, operator, AttributeMap.NONE, edges, List.of(shape));
    }

    private static Map<TensorKey, Prediction> analyze(Node... nodes) {
        Graph graph = new Graph("small", "", Map.of(), List.of(nodes), OutputRef.of("loss"));
        return MomentAnalysis.analyze(
                graph,
                OperatorCatalogue.standard().with(new Mystery()),
                Progress.NONE,
                CancellationToken.NONE);
    }

    private static Prediction.Known known(
            Map<TensorKey, Prediction> predictions, String path, Role role) {
        return (Prediction.Known)
                Objects.requireNonNull(predictions.get(new TensorKey(OutputRef.of(path), role)));
    }

    /// y = x x with x ~ N(0, 2²), against t ~ N(0, 1000²), beside which y does not count: the
    /// gradient at x is 2 x g, g independent of x, of mean square 4 · 4 · E g². As y = x² it is the
    /// same.
    @Test
    void aProductOfATensorWithItselfHandsOnTwiceTheGradient() {
        Node[] nodes = {
            new Node.RealInput("x", SHAPE, NORMAL),
            operation("y", "multiply", SHAPE, "x", "x"),
            new Node.RealInput("t", SHAPE, new ValueLaw.Normal(0, 1000)),
            operation("loss", "mean_squared_error", Shape.SCALAR, "y", "t")
        };
        Map<TensorKey, Prediction> predictions = analyze(nodes);
        double g = known(predictions, "y", Role.ACTIVATION_GRADIENT).moments().secondMoment();

        assertThat(known(predictions, "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(16 * g, within(1e-3 * g));
        nodes[1] = operation("y", "square", SHAPE, "x");
        assertThat(known(analyze(nodes), "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(16 * g, within(1e-3 * g));
    }

    /// L = mean (r − t)², r = relu(x) + x, which are correlated. By hand, x ~ N(0, 2²): E relu(x)²
    /// = 2, E x relu(x) = 2, so E r² = 4 + 2 + 2 · 2 = 10. With t ~ N(0, 1000²), beside which r
    /// does not count, E (r − t)² = 10 + 10⁶; the gradient at x is that at r times 1 + relu'(x),
    /// whose mean square is (1 + 4)/2.
    @Test
    void whatTwoUsesOfATensorHaveInCommonIsCounted() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("relu", "relu", SHAPE, "x"),
                        operation("sum", "add", SHAPE, "x", "relu"),
                        new Node.RealInput("t", SHAPE, new ValueLaw.Normal(0, 1000)),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "sum", "t"));

        assertThat(known(predictions, "sum", Role.ACTIVATION).moments().secondMoment())
                .isCloseTo(10, within(1e-12));
        double atSum = 4 * (10 + 1e6) / (32.0 * 32);
        assertThat(known(predictions, "sum", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(atSum, within(1e-12 * atSum));
        assertThat(known(predictions, "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(2.5 * atSum, within(1e-12 * atSum));
    }

    /// L = mean (r − t)², r = relu(x), x and t ~ N(0, 2²). The gradient of r holds r itself, which
    /// is zero where the slope is: E (r − t)² = 2 + 4, but E (r − t)² relu'² = E r² + E t² / 2 = 2
    /// + 2, not 6 / 2.
    @Test
    void aGradientThatHoldsTheOutputIsNotIndependentOfTheSlope() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("relu", "relu", SHAPE, "x"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "relu", "t"));
        double square = 4 / (32.0 * 32);

        assertThat(known(predictions, "relu", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(6 * square, within(1e-12));
        assertThat(known(predictions, "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(4 * square, within(1e-12));
    }

    /// y = x · x: E y = 4, E y² = 3 · 4². And x + x has four times the mean square of x.
    @Test
    void aTensorMeetsItself() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("square", "multiply", SHAPE, "x", "x"),
                        operation("twice", "add", SHAPE, "x", "x"),
                        operation("half", "multiply", SHAPE, "square", "twice"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "half", "t"));

        assertThat(known(predictions, "square", Role.ACTIVATION).moments().mean())
                .isCloseTo(4, within(1e-12));
        assertThat(known(predictions, "square", Role.ACTIVATION).moments().secondMoment())
                .isCloseTo(48, within(1e-10));
        assertThat(known(predictions, "twice", Role.ACTIVATION).moments().secondMoment())
                .isCloseTo(16, within(1e-12));
    }

    /// y = x + V x, a matrix of its own: `E y² = (1 + s) E x²`, s = 8 · 0.5². The gradient `a (I +
    /// Vᵀ) (x + V x − t)`, a = 2/N, has `G (1 + s)` from the two paths, `(a s)² K_x` from what VᵀV
    /// leaves of x itself, and `2 a · a s K_x` from that meeting the a x of the direct path.
    @Test
    void matricesOfTheirOwnDecorrelate() {
        Shape square = Shape.of(8, 8);
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        new Node.Parameter("v", square, new ValueLaw.Normal(0, 0.5)),
                        operation("branch", "linear", SHAPE, "x", "v"),
                        operation("sum", "add", SHAPE, "x", "branch"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "sum", "t"));

        assertThat(known(predictions, "sum", Role.ACTIVATION).moments().secondMoment())
                .isCloseTo(4 + 8 * 0.25 * 4, within(1e-12));
        double atSum = 4 * (12 + 4) / (32.0 * 32);
        double a = 2 / 32.0;
        double byHand = atSum * (1 + 2) + a * 2 * a * 2 * 4 + 2 * a * a * 2 * 4;
        assertThat(known(predictions, "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(byHand, within(1e-12));
    }

    @Test
    void theBasisIsTheWeakestOnTheWay() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("gelu", "gelu", SHAPE, "x"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "gelu", "t"));

        assertThat(known(predictions, "x", Role.ACTIVATION).basis()).isEqualTo(Basis.EXACT);
        assertThat(known(predictions, "loss", Role.ACTIVATION).basis())
                .isEqualTo(Basis.GAUSSIAN_INPUTS);
        assertThat(known(predictions, "loss", Role.ACTIVATION_GRADIENT).basis())
                .isEqualTo(Basis.EXACT);
    }

    /// The mystery is the identity: N(0, 2²) in, the same out, and its gradient unchanged. 64 draws
    /// of 32 elements give a mean square to 1/√(2048/2) = 3.1 %; allowed are 4 of these.
    @Test
    void whatNoRuleGivesIsSampledAloneAndSaysSo() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("m", "mystery", SHAPE, "x"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "m", "t"));

        Prediction.Known m = known(predictions, "m", Role.ACTIVATION);
        assertThat(m.basis()).isEqualTo(Basis.LOCALLY_SAMPLED);
        assertThat(m.moments().secondMoment()).isCloseTo(4, within(4 * 0.125));
        Prediction.Known gradient = known(predictions, "x", Role.ACTIVATION_GRADIENT);
        assertThat(gradient.basis()).isEqualTo(Basis.LOCALLY_SAMPLED);
        double atMystery = 4 * 8 / (32.0 * 32);
        assertThat(gradient.moments().secondMoment())
                .isCloseTo(atMystery, within(0.25 * atMystery));
    }

    @Test
    void whatIsTooLargeToSampleIsUnknownWithTheReasonAndSoIsAllThatDependsOnIt() {
        Shape large = Shape.of(1 << 13, 1 << 12);
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", large, NORMAL),
                        operation("m", "mystery", large, "x"),
                        new Node.RealInput("t", large, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "m", "t"));

        Prediction.Unknown unknown =
                new Prediction.Unknown(
                        "m (mystery): nobody has derived it, and it is too large to sample alone;"
                                + " set smaller sizes");
        assertThat(predictions.get(new TensorKey(OutputRef.of("loss"), Role.ACTIVATION)))
                .isEqualTo(unknown);
        assertThat(predictions.get(new TensorKey(OutputRef.of("x"), Role.ACTIVATION_GRADIENT)))
                .isEqualTo(unknown);
    }

    @Test
    void aTensorTheLossDoesNotDependOnHasNoGradient() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("dead", "relu", SHAPE, "x"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "x", "t"));

        assertThat(predictions.get(new TensorKey(OutputRef.of("dead"), Role.ACTIVATION_GRADIENT)))
                .isEqualTo(new Prediction.Unknown("the loss does not depend on it"));
        assertThat(Optional.of(known(predictions, "dead", Role.ACTIVATION))).isPresent();
    }
}
