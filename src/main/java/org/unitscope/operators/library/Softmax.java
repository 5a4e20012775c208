package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.SoftmaxMoments;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.Assumption;
import org.unitscope.operators.AttentionDerivations;
import org.unitscope.operators.AttentionMask;
import org.unitscope.operators.AttentionRule;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CountedKeys;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.SoftmaxRow;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `p_j = exp(x_j) / Σ_k exp(x_k)` over the keys that a row sees, see [AttentionMask]: rows are
/// queries, the innermost axis is keys. Those it does not see get an exact zero.
///
/// Moments, for independent Gaussian logits and a gradient independent of them: exact, see
/// [SoftmaxMoments]; averaged over rows where the number of keys differs. The mean of the logits
/// cancels. Logits of one row that share a common part have less spread than their second moment
/// says: the rule does not see that.
public final class Softmax implements Operator {
    private static final String UNCHECKED =
            "; the factor that the paper prints is unchecked, not used";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "softmax",
                "Softmax",
                "Turns every row into weights that sum to 1, over all columns or those a mask"
                        + " leaves.",
                "p_j = exp(x_j) / Σ exp(x_k); " + AttentionMask.RULE,
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")), List.of("output"), AttentionMask.attributes());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        AttentionMask mask = mask(request.attributes(), in);
        if (in.rank() < (mask.isPlain() ? 1 : 2)) {
            throw new ShapeException("softmax needs rows, under a mask rows of queries, got " + in);
        }
        mask.require(in.rank() == 1 ? 1 : in.extent(-2), in.extent(-1));
        return List.of(in);
    }

    /// Heads are the axis before the queries; without one there is one head.
    private static AttentionMask mask(AttributeMap attributes, Shape in) {
        return AttentionMask.of(attributes, in.rank() < 4 ? 1 : in.extent(-3));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor out = in.zeros(use.output());
            AttentionMask mask = mask(use.attributes(), use.output());
            int columns = use.output().extent(-1);
            forRows(
                    use,
                    workers,
                    (offset, keys) -> {
                        int row = offset / columns;
                        double slope = mask.alibi().slope(row / columns);
                        SoftmaxRow.Bias bias = new SoftmaxRow.Bias(slope, row % columns);
                        SoftmaxRow.weights(in, 1, offset, keys, bias, out);
                    });
            return List.of(out);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor p = outputs.getFirst();
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            forRows(use, workers, (offset, keys) -> SoftmaxRow.pull(p, g, 1, offset, keys, result));
            return List.of(Optional.of(result));
        };
    }

    /// Work on one row, which begins at `offset`.
    private interface RowBody {
        void accept(int offset, AttentionMask.Keys keys);
    }

    private static void forRows(Invocation use, Workers workers, RowBody body) {
        int columns = use.output().extent(-1);
        AttentionMask mask = mask(use.attributes(), use.output());
        workers.forRanges(
                use.output().count() / columns,
                16,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row * columns, mask.keys(row % columns, columns));
                    }
                });
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs)),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        predictGradient(
                                                use,
                                                inputs,
                                                outputs.getFirst(),
                                                gradients.getFirst()))),
                Basis.GAUSSIAN_INPUTS,
                new Explained());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            double keys = of.use().output().extent(-1);
            if (of.output().grid() instanceof GridLaw.Weights weights) {
                return Optional.of(AttentionDerivations.weights(weights, keys));
            }
            double square =
                    perElement(of.use(), of.inputs(), (moments, n) -> moments.powerSum(2, n));
            return Optional.of(
                    new Derivation(
                            "softmax of independent Gaussian logits",
                            "E p² = S / keys",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "S",
                                            square * keys,
                                            "overlap E Σ p² of a row of weights"),
                                    new Quantity(
                                            "1/keys",
                                            1 / keys,
                                            "elements of a row, hidden ones too"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            if (of.output().grid() instanceof GridLaw.Weights weights
                    && of.gradient().grid() instanceof GridLaw.Product) {
                double keys = of.use().output().extent(-1);
                return Optional.of(
                        AttentionDerivations.toLogits(weights, keys, of.gradient(), of.pulled(0)));
            }
            double gain = perElement(of.use(), of.inputs(), SoftmaxMoments::gradientGain);
            return Optional.of(
                    new Derivation(
                            "the Jacobian of softmax",
                            "E g_x² = J · E g²",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "J",
                                            gain,
                                            "E Σ p² (1 − 2 p + Σ p²) of a row, over its elements"),
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the weights"))));
        }

        @Override
        public Map<Assumption, Double> assumptions(Application of) {
            double variance =
                    of.output().grid() instanceof GridLaw.Weights weights
                            ? AttentionDerivations.logitVariance(weights)
                            : of.input(0).moments().variance();
            return Map.of(Assumption.SMALL_LOGITS, variance);
        }
    }

    private static TensorState predict(Invocation use, List<TensorState> inputs) {
        double keys = use.output().extent(-1);
        if (inputs.getFirst().grid() instanceof GridLaw.Product product) {
            return AttentionRule.weights(
                    product, mask(use.attributes(), use.output()), keys, use.grid(use.output()));
        }
        double square = perElement(use, inputs, (moments, n) -> moments.powerSum(2, n));
        return TensorState.of(1 / keys, square).repeated(use.grid(use.output()));
    }

    private static TensorState predictGradient(
            Invocation use, List<TensorState> inputs, TensorState output, TensorState g) {
        if (output.grid() instanceof GridLaw.Weights weights
                && g.grid() instanceof GridLaw.Product product) {
            double keys = use.output().extent(-1);
            boolean biased = !mask(use.attributes(), use.output()).alibi().isNone();
            return AttentionRule.logitGradient(
                    weights,
                    product,
                    keys,
                    use.grid(use.output()),
                    biased ? Optional.of(output.shape()) : Optional.empty());
        }
        double gain = perElement(use, inputs, SoftmaxMoments::gradientGain);
        return TensorState.of(0, gain * g.secondMoment()).repeated(use.grid(use.output()));
    }

    /// A row sum, averaged over the rows, per element of the row.
    private static double perElement(
            Invocation use,
            List<TensorState> inputs,
            ToDoubleBiFunction<SoftmaxMoments, Integer> rowSum) {
        int columns = use.output().extent(-1);
        double deviation = inputs.getFirst().moments().standardDeviation();
        SoftmaxMoments moments = new SoftmaxMoments(deviation, columns);
        AttentionMask mask = mask(use.attributes(), use.output());
        if (mask.isPlain()) {
            return rowSum.applyAsDouble(moments, columns) / columns;
        }
        double sum = 0;
        for (int query = 0; query < columns; query++) {
            sum +=
                    CountedKeys.at(
                            mask.counted(query, columns), n -> rowSum.applyAsDouble(moments, n));
        }
        return sum / columns / columns;
    }

    /// For unit Gaussian logits over s keys. Exact as s grows: `E p² = e / s²`, so the standard
    /// deviation is `√(e − 1) / s`, and the gradient's is `√e / s`. The paper prints s for both,
    /// which was not checked against its text; the library interpolates between s and √s.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double keys = of.use().output().extent(-1);
        String numbers = "s = " + Factor.whole(keys);
        return Optional.of(
                of.style() == ScalingStyle.LIBRARY
                        ? IdealFactors.of(
                                Factor.of(
                                        Factor.interpolated(0.2, keys, Math.sqrt(keys)),
                                        "s^0.9",
                                        numbers),
                                Factor.of(
                                        Factor.interpolated(0.2, keys, Math.sqrt(keys)),
                                        "s^0.9",
                                        numbers))
                        : IdealFactors.of(
                                Factor.of(
                                        keys / Math.sqrt(Math.E - 1),
                                        "s (e − 1)^-1/2",
                                        numbers + UNCHECKED),
                                Factor.of(
                                        keys / Math.sqrt(Math.E),
                                        "s e^-1/2",
                                        numbers + UNCHECKED)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                softmaxCase("unit logits", 1, Map.of()),
                softmaxCase("large logits", 3, Map.of()),
                softmaxCase("causal", 1, Map.of("causal", true)),
                softmaxCase("near on both sides", 1, Map.of("window", 6.0)),
                softmaxCase(
                        "causal, near or at the beginning",
                        1,
                        Map.of("causal", true, "window", 8.0, "prefix", 3.0)),
                softmaxCase("padding", 1, Map.of("valid", 20.0)),
                new OperatorCase(
                        "biased by distance",
                        List.of(OperatorCase.gaussian(1, 8, 8, 32, 32)),
                        new AttributeMap(Map.of("causal", true, "alibi", true)),
                        FEW));
    }

    /// Keys that count are not alike, which the sums of squares of large logits show.
    private static final double FEW = 0.08;

    private static OperatorCase softmaxCase(
            String title, double deviation, Map<String, Object> attributes) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 64, 32, 32)),
                new AttributeMap(attributes),
                0);
    }
}
