package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.kernels.Workers;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Family of operators `y = φ(x)` on every element. The author gives φ and its derivative in both
/// precisions and the kinks; shapes, kernels and moments follow.
///
/// Moments: `E y = E φ(x)`, `E y² = E φ(x)²`, and, taking the gradient as independent of x, `E g_x²
/// = E g_y² · E φ'(x)²`, all for Gaussian x with the predicted moments.
public abstract class ElementwiseUnary implements Operator {
    private static final int BLOCK = 1 << 14;

    /// φ in single precision, from reproducible kernel functions only.
    protected abstract float value(float x);

    /// φ' in single precision.
    protected abstract float derivative(float x);

    /// φ in double precision.
    protected abstract double value(double x);

    /// φ' in double precision. At a kink, the value frameworks use.
    protected abstract double derivative(double x);

    /// Where φ' jumps.
    protected double[] kinks() {
        return new double[0];
    }

    @Override
    public Signature signature() {
        return Signature.unary();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                unaryCase("unit scale", 1), unaryCase("small", 1.0 / 64), unaryCase("large", 16));
    }

    private static OperatorCase unaryCase(String title, double standardDeviation) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(standardDeviation, 64, 256)),
                org.unitscope.graph.AttributeMap.NONE,
                0);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(
                        switch (inputs.getFirst()) {
                            case FloatTensor x -> map(x, workers);
                            case DoubleTensor x -> map(x, workers);
                            default -> throw new IllegalArgumentException(name() + ": not real");
                        });
    }

    private FloatTensor map(FloatTensor x, Workers workers) {
        float[] in = x.array();
        float[] out = new float[in.length];
        workers.forRanges(
                in.length,
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out[i] = value(in[i]);
                    }
                });
        return new FloatTensor(x.shape(), out);
    }

    private DoubleTensor map(DoubleTensor x, Workers workers) {
        double[] in = x.array();
        double[] out = new double[in.length];
        workers.forRanges(
                in.length,
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out[i] = value(in[i]);
                    }
                });
        return new DoubleTensor(x.shape(), out);
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(pull(inputs.getFirst(), gradients.getFirst(), workers)));
    }

    private RealTensor pull(Tensor x, RealTensor gradient, Workers workers) {
        RealTensor result = gradient.zeros(gradient.shape());
        if (x instanceof FloatTensor in
                && gradient instanceof FloatTensor g
                && result instanceof FloatTensor out) {
            workers.forRanges(
                    in.array().length,
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            out.array()[i] = g.array()[i] * derivative(in.array()[i]);
                        }
                    });
        } else if (x instanceof DoubleTensor in) {
            workers.forRanges(
                    in.array().length,
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            result.set(i, gradient.get(i) * derivative(in.array()[i]));
                        }
                    });
        }
        return result;
    }

    @Override
    public MomentRule moments() {
        GaussianExpectation expectation = new GaussianExpectation(kinks());
        return new MomentRule.Quadrature(
                GaussianExpectation.NODES,
                (use, inputs) -> {
                    Moments x = inputs.getFirst().moments();
                    double spread = x.standardDeviation();
                    double mean = expectation.of(this::value, x.mean(), spread);
                    double second = expectation.of(v -> value(v) * value(v), x.mean(), spread);
                    TensorState y = TensorState.of(mean, second);
                    return List.of(
                            y.with(dual(expectation, this::value, inputs.getFirst()), Double.NaN));
                },
                (use, inputs, outputs, gradients) -> {
                    Moments x = inputs.getFirst().moments();
                    double spread = x.standardDeviation();
                    double slope = expectation.of(this::derivative, x.mean(), spread);
                    double square =
                            expectation.of(v -> derivative(v) * derivative(v), x.mean(), spread);
                    TensorState g = gradients.getFirst();
                    PairKernels slopes =
                            g.pairs().isTracked()
                                    ? dual(expectation, this::derivative, inputs.getFirst())
                                    : PairKernels.UNTRACKED;
                    PairKernels pairs = g.pairs().combine(slopes, (a, b) -> a * b);
                    return List.of(
                            Optional.of(
                                    TensorState.of(g.mean() * slope, g.secondMoment() * square)
                                            .with(pairs, Double.NaN)
                                            .aligned(g.alignment() * passed(expectation, x))));
                });
    }

    /// A gradient that holds `a y` becomes `a φ(x) φ'(x)`, of which `E φ φ' x / E x²` lies along x.
    private double passed(GaussianExpectation expectation, Moments x) {
        double along =
                expectation.of(v -> value(v) * derivative(v) * v, x.mean(), x.standardDeviation());
        return x.secondMoment() == 0 ? 0 : along / x.secondMoment();
    }

    /// `E f(u) f(v)` for pairs of rows of x, taken as Gaussian.
    private static PairKernels dual(
            GaussianExpectation expectation, DoubleUnaryOperator f, TensorState x) {
        if (!x.pairs().isTracked()) {
            return PairKernels.UNTRACKED;
        }
        Moments moments = x.moments();
        double variance = moments.variance();
        double square = moments.mean() * moments.mean();
        GaussianDual dual =
                new GaussianDual(expectation, f, moments.mean(), moments.standardDeviation());
        return x.pairs().map(k -> dual.at(variance == 0 ? 1 : (k - square) / variance));
    }
}
