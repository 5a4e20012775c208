package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// The mean of `(x − t)²` over all N elements, a scalar.
///
/// Moments, for prediction and target independent of each other: with `D = E (x − t)²`, the loss is
/// D with variance `2 D² / N` (as if the differences were independent Gaussian); the gradient `2 (x
/// − t) / N` has second moment `4 D / N²`, and the target gets its negative.
public final class MeanSquaredError implements Operator {
    private static final int BLOCK = 1 << 14;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "mean_squared_error",
                "Mean squared error",
                "The mean square of the difference between prediction and target.",
                "L = mean((x - t)²)",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("prediction"), Input.real("target")),
                List.of("loss"),
                List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        if (!request.input(0).equals(request.input(1))) {
            throw new ShapeException(
                    "prediction and target must have one shape, got "
                            + request.input(0)
                            + " and "
                            + request.input(1));
        }
        return List.of(Shape.SCALAR);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor target = (RealTensor) inputs.get(1);
            int length = x.shape().length();
            double[] parts = new double[Math.ceilDiv(length, BLOCK)];
            workers.forRanges(
                    length,
                    BLOCK,
                    (from, to) -> {
                        double part = 0;
                        for (int i = (int) from; i < to; i++) {
                            double difference = x.get(i) - target.get(i);
                            part += difference * difference;
                        }
                        parts[(int) from / BLOCK] = part;
                    });
            double sum = 0;
            for (double part : parts) {
                sum += part;
            }
            RealTensor loss = x.zeros(Shape.SCALAR);
            loss.set(0, sum / length);
            return List.of(loss);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor target = (RealTensor) inputs.get(1);
            double factor = 2 * gradients.getFirst().get(0) / x.shape().count();
            RealTensor toPrediction = x.zeros(x.shape());
            RealTensor toTarget = x.zeros(x.shape());
            workers.forRanges(
                    x.shape().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            double pull = factor * (x.get(i) - target.get(i));
                            toPrediction.set(i, pull);
                            toTarget.set(i, -pull);
                        }
                    });
            return List.of(Optional.of(toPrediction), Optional.of(toTarget));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    double square = difference(inputs).secondMoment();
                    double spread = 2 * square * square / use.input(0).count();
                    return List.of(TensorState.of(square, square * square + spread));
                },
                (use, inputs, outputs, gradients) -> {
                    TensorState pull =
                            difference(inputs)
                                    .scaled(2.0 / use.input(0).count())
                                    .scaled(Math.sqrt(gradients.getFirst().secondMoment()));
                    double own =
                            2.0
                                    / use.input(0).count()
                                    * Math.sqrt(gradients.getFirst().secondMoment());
                    return List.of(
                            Optional.of(pull.aligned(own)),
                            Optional.of(pull.scaled(-1).aligned(own)));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static final class Explained implements Derivations {
        private static final double ROUNDING = 1e-12;

        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square =
                    new Quantity("D", difference(of.inputs()).secondMoment(), "E (x − t)²");
            Quantity spread =
                    new Quantity("2/N", 2.0 / of.use().input(0).count(), "two over the elements");
            return Optional.of(
                    new Derivation(
                            "a mean of squares",
                            "E L² = D² + 2 D² / N, D = E (x − t)²",
                            List.of(
                                    Term.of("mean", square, square),
                                    Term.of("spread", spread, square, square))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState x = of.input(0);
            TensorState target = of.input(1);
            double elements = of.use().input(0).count();
            Quantity scale =
                    new Quantity(
                            "4 E g² / N²",
                            4 * of.gradient().secondMoment() / elements / elements,
                            "the square of two over the elements, times that of the loss's"
                                    + " gradient");
            Quantity left = Quantity.square("x", x.secondMoment(), "the prediction");
            Quantity right = Quantity.square("t", target.secondMoment(), "the target");
            double cross =
                    x.secondMoment()
                            + target.secondMoment()
                            - difference(of.inputs()).secondMoment();
            List<Term> terms = new ArrayList<>();
            terms.add(Term.of("prediction", scale, left));
            terms.add(Term.of("target", scale, right));
            if (Math.abs(cross) > ROUNDING * (left.value() + right.value())) {
                terms.add(
                        Term.of(
                                "means",
                                scale,
                                new Quantity(
                                        "−2 E x E t", -cross, "minus twice the product of means")));
            }
            return Optional.of(
                    new Derivation(
                            "the derivative of a square",
                            "E g_x² = 4 / N² · (E x² + E t²)",
                            terms));
        }
    }

    private static TensorState difference(List<TensorState> inputs) {
        TensorState x = inputs.get(0);
        TensorState target = inputs.get(1);
        double[] means = new double[x.means().length];
        if (!x.rows().positions().equals(target.rows().positions())) {
            double second = x.secondMoment() + target.secondMoment() - 2 * x.mean() * target.mean();
            return TensorState.of(x.mean() - target.mean(), second).repeated(x.rows());
        }
        Arrays.setAll(means, i -> x.mean(i) - target.mean(i));
        Kernels sum =
                x.kernels()
                        .plus(independent(target.kernels()))
                        .map((i, j, k) ->
                                k - x.mean(i) * target.mean(j) - x.mean(j) * target.mean(i));
        return TensorState.of(
                x.rows(),
                means,
                sum,
                x.shape().plus(x.secondMoment(), target.shape(), target.secondMoment()));
    }

    /// A target's noise of finite width has nothing in common with that of the prediction, which
    /// noise nodes would say.
    private static Kernels independent(Kernels target) {
        return target.isTracked() ? target.denoised(0) : target;
    }

    /// 1; the gradient is `2 (x − t) / n`, of standard deviation `√8 / n`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double n = of.use().input(0).count();
        Factor each = Factor.of(n / Math.sqrt(8), "n · 8^-1/2", "n = " + Factor.whole(n));
        return Optional.of(IdealFactors.of(Factor.ONE, each, each).fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "independent",
                        List.of(OperatorCase.normal(64, 128), OperatorCase.gaussian(2, 64, 128)),
                        AttributeMap.NONE,
                        0));
    }
}
