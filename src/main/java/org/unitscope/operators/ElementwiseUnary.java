package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.DualKernels;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GaussianDual;
import org.unitscope.moments.GaussianExpectation;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.TensorState;
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

    /// A worked case with Gaussian input of mean zero.
    protected static OperatorCase unaryCase(String title, double standardDeviation) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(standardDeviation, 64, 256)),
                org.unitscope.graph.AttributeMap.NONE,
                0);
    }

    /// The inverse of the standard deviation of `φ(z)` and of the RMS of `φ'(z)`, z standard
    /// normal.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(exactFactors());
    }

    /// The exact factors; a function whose value does not vary has none.
    protected final IdealFactors exactFactors() {
        return IdealFactors.of(
                Factor.of(1 / unitDeviation(), "1 / std φ(z)", ""),
                Factor.of(1 / unitSlope(), "1 / rms φ'(z)", ""));
    }

    /// The standard deviation of `φ(z)`, z standard normal.
    public final double unitDeviation() {
        GaussianExpectation expectation = new GaussianExpectation(kinks());
        double mean = expectation.of(this::value, 0, 1);
        return Math.sqrt(expectation.of(z -> square(value(z) - mean), 0, 1));
    }

    /// The RMS of `φ(z)`, z standard normal.
    public final double unitRms() {
        return Math.sqrt(new GaussianExpectation(kinks()).of(z -> square(value(z)), 0, 1));
    }

    /// The RMS of `φ'(z)`, z standard normal.
    public final double unitSlope() {
        return Math.sqrt(new GaussianExpectation(kinks()).of(z -> square(derivative(z)), 0, 1));
    }

    private static double square(double x) {
        return x * x;
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
                (use, inputs) -> List.of(image(use, expectation, inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        pulled(
                                                use,
                                                expectation,
                                                inputs.getFirst(),
                                                outputs.getFirst(),
                                                gradients.getFirst()))),
                new ElementwiseDerivations(expectation, this::value, this::derivative));
    }

    private TensorState image(Invocation use, GaussianExpectation expectation, TensorState x) {
        DualKernels dual = new DualKernels(expectation, this::value, x);
        return TensorState.of(x.rows(), dual.means(), dual.kernels(), shape(this::value, x))
                .noisy(noise(use, expectation, x), pairNoise(use, expectation, x))
                .scattered(x.scatter() * sensitivity(expectation, this::value, x));
    }

    /// The relative variance of a row's mean square: that of independent elements, `(kurtosis −
    /// 1)/d`, and what x has beyond a Gaussian's.
    private double noise(Invocation use, GaussianExpectation expectation, TensorState x) {
        double features = features(use);
        double deviation = x.moments().standardDeviation();
        double second = expectation.of(v -> value(v) * value(v), x.mean(), deviation);
        double fourth =
                expectation.of(v -> value(v) * value(v) * value(v) * value(v), x.mean(), deviation);
        double own = second == 0 ? 0 : (fourth / (second * second) - 1) / features;
        double more = Math.max(0, x.rowNoise() - 2 / features);
        return own + more * sensitivity(expectation, this::value, x);
    }

    /// The variance of the correlation of two rows: that of independent elements, and what x has
    /// beyond it, by the linear part of the function, `K_y ≈ m² + (E φ')² K`.
    private double pairNoise(Invocation use, GaussianExpectation expectation, TensorState x) {
        double own = 1 / features(use);
        double more = Math.max(0, x.pairNoise() - own);
        if (more == 0) {
            return own;
        }
        double deviation = x.moments().standardDeviation();
        double mean = expectation.of(this::value, x.mean(), deviation);
        double second = expectation.of(v -> value(v) * value(v), x.mean(), deviation);
        double slope = deviation * expectation.of(this::derivative, x.mean(), deviation);
        double apart = second - mean * mean * mean * mean / Math.max(second, Double.MIN_NORMAL);
        double passed = apart > 0 ? slope * slope / apart : 0;
        return own + more * passed * passed;
    }

    private static double features(Invocation use) {
        return use.input(0).rank() == 0 ? 1 : use.input(0).extent(-1);
    }

    private TensorState pulled(
            Invocation use,
            GaussianExpectation expectation,
            TensorState x,
            TensorState y,
            TensorState g) {
        DualKernels dual = new DualKernels(expectation, this::derivative, x);
        OwnShare own = OwnShare.of(g, y);
        double[] means = dual.means();
        Arrays.setAll(means, i -> own.means()[i] * means[i]);
        Kernels kernels = own.rest().times(dual.kernels());
        if (own.share() != 0) {
            DualKernels along = new DualKernels(expectation, v -> value(v) * derivative(v), x);
            double[] alongMeans = along.means();
            Arrays.setAll(means, i -> means[i] + own.share() * alongMeans[i]);
            kernels = kernels.plus(along.kernels().scaled(own.share() * own.share()));
        }
        double inherited = x.scatter() * sensitivity(expectation, this::derivative, x);
        return TensorState.of(g.rows(), means, kernels, g.shape().times(shape(this::derivative, x)))
                .noisy(g.rowNoise(), 0)
                .scattered(g.scatter() + inherited + unlike(expectation, use, x, g, inherited))
                .aligned(g.alignment() == 0 ? 0 : g.alignment() * passed(expectation, x));
    }

    private static ElementShape shape(DoubleUnaryOperator f, TensorState x) {
        Moments moments = x.moments();
        Kernels about =
                x.isCentered()
                        ? x.kernels()
                        : x.kernels().map((i, j, k) -> k - x.mean(i) * x.mean(j));
        return ElementShape.mapped(f, moments.mean(), moments.standardDeviation(), about);
    }

    /// The relative variance of the mean of `φ'²` over features: rows that go together have it in
    /// common. What follows the scale of x, `s² · 2/d` of it, is inherited already.
    private double unlike(
            GaussianExpectation expectation,
            Invocation use,
            TensorState x,
            TensorState g,
            double inherited) {
        if (!x.isTracked() || g.secondMoment() == 0 || x.moments().variance() == 0) {
            return 0;
        }
        double deviation = x.moments().standardDeviation();
        GaussianDual squares =
                new GaussianDual(
                        expectation, v -> derivative(v) * derivative(v), x.mean(), deviation);
        double mean = x.mean() * x.mean();
        DoubleUnaryOperator products = k -> squares.at((k - mean) / (deviation * deviation));
        PairSum pairs =
                PairSum.of(
                        x.rows(),
                        Arrays.stream(x.kernels().mean(false)).map(products).toArray(),
                        Arrays.stream(x.kernels().mean(true)).map(products).toArray());
        double rows = x.rows().rows();
        double together = rows * squares.second() + pairs.within() + pairs.across();
        double once = rows * squares.mean();
        double own = once == 0 ? 0 : together / (once * once) - 1;
        return Math.max(0, own / features(use) - inherited);
    }

    /// How the variance of a scale goes through f: `(d ln E f² / d ln E x²)²`, by a difference.
    private static double sensitivity(
            GaussianExpectation expectation, DoubleUnaryOperator f, TensorState x) {
        double deviation = x.moments().standardDeviation();
        if (deviation == 0) {
            return 0;
        }
        DoubleUnaryOperator square = v -> f.applyAsDouble(v) * f.applyAsDouble(v);
        double up = expectation.of(square, x.mean(), deviation * 1.01);
        double down = expectation.of(square, x.mean(), deviation / 1.01);
        double slope = StrictMath.log(up / down) / (4 * StrictMath.log(1.01));
        return Double.isFinite(slope) ? slope * slope : 0;
    }

    /// A gradient that holds `a y` becomes `a φ(x) φ'(x)`, of which `E φ φ' x / E x²` lies along x.
    private double passed(GaussianExpectation expectation, TensorState x) {
        Moments moments = x.moments();
        double along =
                expectation.of(
                        v -> value(v) * derivative(v) * v,
                        moments.mean(),
                        moments.standardDeviation());
        return moments.secondMoment() == 0 ? 0 : along / moments.secondMoment();
    }

    /// Stein's lemma: `cov(x, φ(u)) = E φ'(u) cov(x, u)`.
    @Override
    public CrossRule cross() {
        GaussianExpectation expectation = new GaussianExpectation(kinks());
        return new CrossRule.Responds((use, inputs) ->
                List.of(new DualKernels(expectation, this::derivative, inputs.getFirst()).means()));
    }
}
