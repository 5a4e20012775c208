package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.KeyMask;
import org.unitscope.moments.SoftmaxMoments;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.AttentionRule;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `p_j = exp(x_j) / Σ_k exp(x_k)` over the innermost axis. With `causal`, row t of the last two
/// axes sees only the keys 0..t; the others get an exact zero.
///
/// Moments, for independent Gaussian logits and a gradient independent of them: exact, see
/// [SoftmaxMoments]; averaged over rows where the number of keys differs. The mean of the logits
/// cancels. Logits of one row that share a common part have less spread than their second moment
/// says: the rule does not see that.
public final class Softmax implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "softmax",
                "Softmax",
                "Turns every row into weights that sum to 1; causal rows see only what came before.",
                "p_j = exp(x_j) / Σ exp(x_k)",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.flag("causal", false)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        boolean causal = request.attributes().flag("causal");
        if (in.rank() < 1 || (causal && (in.rank() < 2 || in.extent(-1) != in.extent(-2)))) {
            throw new ShapeException(
                    "causal softmax needs as many rows as columns in its last two axes, got " + in);
        }
        return List.of(in);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor out = in.zeros(use.output());
            forRows(
                    use,
                    workers,
                    (offset, keys) -> {
                        double largest = Double.NEGATIVE_INFINITY;
                        for (int i = offset; i < offset + keys; i++) {
                            largest = Math.max(largest, in.get(i));
                        }
                        double[] weights = new double[keys];
                        double sum = 0;
                        for (int i = 0; i < keys; i++) {
                            weights[i] = StrictMath.exp(in.get(offset + i) - largest);
                            sum += weights[i];
                        }
                        for (int i = 0; i < keys; i++) {
                            out.set(offset + i, weights[i] / sum);
                        }
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
            forRows(
                    use,
                    workers,
                    (offset, keys) -> {
                        double shared = 0;
                        for (int i = offset; i < offset + keys; i++) {
                            shared += p.get(i) * g.get(i);
                        }
                        for (int i = offset; i < offset + keys; i++) {
                            result.set(i, p.get(i) * (g.get(i) - shared));
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    /// Work on one row: `keys` elements from `offset` on.
    private interface RowBody {
        void accept(int offset, int keys);
    }

    private static void forRows(Invocation use, Workers workers, RowBody body) {
        int columns = use.output().extent(-1);
        boolean causal = use.attributes().flag("causal");
        workers.forRanges(
                use.output().count() / columns,
                16,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row * columns, causal ? row % columns + 1 : columns);
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
                Basis.GAUSSIAN_INPUTS);
    }

    private static TensorState predict(Invocation use, List<TensorState> inputs) {
        double keys = use.output().extent(-1);
        if (inputs.getFirst().grid() instanceof GridLaw.Product product) {
            KeyMask.Visibility visibility =
                    use.attributes().flag("causal")
                            ? (query, from, to) -> Math.clamp(query + 1 - from, 0, to - from)
                            : KeyMask.Visibility.ALL;
            return AttentionRule.weights(product, visibility, keys, use.grid(use.output()));
        }
        double square = perElement(use, inputs, (moments, n) -> moments.powerSum(2, n));
        return TensorState.of(1 / keys, square).repeated(use.grid(use.output()));
    }

    private static TensorState predictGradient(
            Invocation use, List<TensorState> inputs, TensorState output, TensorState g) {
        if (output.grid() instanceof GridLaw.Weights weights
                && g.grid() instanceof GridLaw.Product product) {
            double keys = use.output().extent(-1);
            return AttentionRule.logitGradient(weights, product, keys, use.grid(use.output()));
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
        if (!use.attributes().flag("causal")) {
            return rowSum.applyAsDouble(moments, columns) / columns;
        }
        double sum = 0;
        for (int keys = 1; keys <= columns; keys++) {
            sum += rowSum.applyAsDouble(moments, keys);
        }
        return sum / columns / columns;
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                softmaxCase("unit logits", 1, false),
                softmaxCase("large logits", 3, false),
                softmaxCase("causal", 1, true));
    }

    private static OperatorCase softmaxCase(String title, double deviation, boolean causal) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 64, 32, 32)),
                new AttributeMap(Map.of("causal", causal)),
                0);
    }
}
