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

    /// L = mean (r − t)², r = relu(x) + x used twice. By hand: E relu(x)² = 2, E r² = 4 + 2 (taken
    /// as independent), E (r − t)² = 6 + 4 − 2·0, gradient 4·10/32² at r, x gets it twice, once
    /// halved.
    @Test
    void gradientsOfAllUsesAreAdded() {
        Map<TensorKey, Prediction> predictions =
                analyze(
                        new Node.RealInput("x", SHAPE, NORMAL),
                        operation("relu", "relu", SHAPE, "x"),
                        operation("sum", "add", SHAPE, "x", "relu"),
                        new Node.RealInput("t", SHAPE, NORMAL),
                        operation("loss", "mean_squared_error", Shape.SCALAR, "sum", "t"));

        assertThat(known(predictions, "sum", Role.ACTIVATION).moments().secondMoment())
                .isCloseTo(6, within(1e-12));
        double atSum = 4 * 10 / (32.0 * 32);
        assertThat(known(predictions, "sum", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(atSum, within(1e-12));
        double mean = 2 * 2 / Math.sqrt(2 * Math.PI) / 32;
        assertThat(known(predictions, "x", Role.ACTIVATION_GRADIENT).moments().secondMoment())
                .isCloseTo(1.5 * atSum + 2 * mean * mean / 2, within(1e-12));
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

    /// The mystery is the identity: N(0, 2²) in, the same out, and its gradient unchanged. 64 draws of
    /// 32 elements give a mean square to 1/√(2048/2) = 3.1 %; allowed are 4 of these.
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
