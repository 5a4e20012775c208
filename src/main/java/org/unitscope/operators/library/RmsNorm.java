package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.RowNormalization;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = γ x / √(mean(x²) + ε)` over the innermost axis of d features; γ `[d]`.
///
/// With `r = 1/√(mean(x²) + ε)` and `s = γ g`: `g_x = r (s − r² x Σ s x / d)`, `g_γ = Σ g x r` over
/// the rows. A row of zeros gives zeros; with ε = 0 as well it gives NaN.
public final class RmsNorm implements Operator {
    private static final int ROWS = 16;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "rms_norm",
                "RMS normalization",
                "Divides every row by its root mean square, then applies a gain.",
                "y = γ x / √(mean(x²) + ε)",
                "Zhang and Sennrich 2019, arXiv 1910.07467");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input"), Input.real("gain")),
                List.of("output"),
                List.of(Attribute.number("epsilon", 1e-5, 0, 1)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        if (x.rank() < 1 || !request.input(1).equals(Shape.of(x.extent(-1)))) {
            throw new ShapeException(
                    "the gain must have one element per feature of the input, got input "
                            + x
                            + " and gain "
                            + request.input(1));
        }
        return List.of(x);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gain = (RealTensor) inputs.get(1);
            RealTensor y = x.zeros(use.output());
            double epsilon = use.attributes().number("epsilon");
            int features = gain.shape().length();
            forRows(
                    x,
                    workers,
                    offset -> {
                        double inverse = inverse(x, offset, features, epsilon);
                        for (int i = 0; i < features; i++) {
                            y.set(offset + i, gain.get(i) * (x.get(offset + i) * inverse));
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gain = (RealTensor) inputs.get(1);
            RealTensor g = gradients.getFirst();
            RealTensor toInput = g.zeros(use.input(0));
            RealTensor byHat = g.zeros(use.input(0));
            double epsilon = use.attributes().number("epsilon");
            int features = gain.shape().length();
            forRows(
                    x,
                    workers,
                    offset -> {
                        double inverse = inverse(x, offset, features, epsilon);
                        double along = 0;
                        for (int i = 0; i < features; i++) {
                            double hat = x.get(offset + i) * inverse;
                            along += gain.get(i) * g.get(offset + i) * hat;
                            byHat.set(offset + i, g.get(offset + i) * hat);
                        }
                        for (int i = 0; i < features; i++) {
                            double hat = x.get(offset + i) * inverse;
                            double scaled = gain.get(i) * g.get(offset + i);
                            toInput.set(offset + i, inverse * (scaled - hat * along / features));
                        }
                    });
            Broadcast rows = Broadcast.of(use.input(1), use.output());
            return List.of(Optional.of(toInput), Optional.of(rows.sumBack(byHat, workers)));
        };
    }

    private static double inverse(RealTensor x, int offset, int features, double epsilon) {
        double squares = 0;
        for (int i = offset; i < offset + features; i++) {
            squares += x.get(i) * x.get(i);
        }
        return 1 / Math.sqrt(squares / features + epsilon);
    }

    /// Work on the row that begins at an offset.
    private interface RowBody {
        void accept(int offset);
    }

    private static void forRows(RealTensor x, Workers workers, RowBody body) {
        int features = x.shape().extent(-1);
        workers.forRanges(
                x.shape().count() / features,
                ROWS,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row * features);
                    }
                });
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                RowNormalization.scaledAndShifted(
                                        rule(use).normalized(inputs.get(0)),
                                        inputs.get(1),
                                        TensorState.of(0, 0))),
                (use, inputs, outputs, gradients) -> {
                    RowNormalization.Gradients all =
                            rule(use)
                                    .gradients(
                                            inputs.get(0),
                                            inputs.get(1),
                                            outputs.getFirst(),
                                            gradients.getFirst());
                    return List.of(Optional.of(all.toInput()), Optional.of(all.toGain()));
                },
                Basis.LARGE_FAN_IN,
                RowNormalization.explained(RmsNorm::rule));
    }

    private static RowNormalization rule(Invocation use) {
        return new RowNormalization(
                false, use.attributes().number("epsilon"), use.output().extent(-1));
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) -> {
            double gain = inputs.get(1).mean();
            double[] slopes = rule(use).slopes(inputs.getFirst());
            Arrays.setAll(slopes, i -> gain * slopes[i]);
            return List.of(slopes);
        });
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(1));
    }

    /// 1; gain and shift sum over rows and get `rows^-1/2`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        Factor rows = Factor.inverseRoot("rows", of.rows(0));
        return Optional.of(
                IdealFactors.of(Factor.ONE, Factor.ONE, rows, rows)
                        .first(of.use().inputs().size())
                        .fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                rmsNormCase("wide", 1, 1024, 1e-5),
                rmsNormCase("small scale, where ε counts", 1.0 / 256, 1024, 1e-5),
                rmsNormCase("narrow", 1, 16, 1e-9));
    }

    private static OperatorCase rmsNormCase(
            String title, double deviation, int features, double epsilon) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.gaussian(deviation, 64, features),
                        OperatorCase.normal(features)),
                new AttributeMap(Map.of("epsilon", epsilon)),
                0);
    }
}
