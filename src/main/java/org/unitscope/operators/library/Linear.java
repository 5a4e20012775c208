package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.LinearDerivations;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.TensorProducts;
import org.unitscope.operators.TensorProducts.View;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = x Wᵀ + b`: shapes x `[..., in]`, W `[out, in]` (as PyTorch stores it), b `[out]`.
///
/// Moments, for independent factors: every output is a sum of `in` products, every input gradient
/// one of `out`, every weight gradient one over all rows. Kernels of pairs of rows: `K_y = in E w²
/// K_x + E b²`, `G_x = out E w² G_y` and, where the gradient holds `a y`, `a Wᵀ W x ≈ a out E w²
/// x`; `E dW²` and `E db²` are sums over all pairs of rows, see [WeightGradient]. Where pairs are
/// not tracked it is the incoherent part alone, and so too small where rows correlate.
public final class Linear implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "linear",
                "Linear",
                "Multiplies every row by a weight matrix and adds a bias.",
                "y = x Wᵀ + b",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("input"), Input.factor("weight"), Input.real("bias").orNone()),
                List.of("output"),
                List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        Shape weight = request.input(1);
        if (x.rank() < 1 || weight.rank() != 2 || x.extent(-1) != weight.extent(1)) {
            throw new ShapeException(
                    "the input's last extent must equal the weight's second ([out, in]), got input "
                            + x
                            + " and weight "
                            + weight);
        }
        Optional<Shape> bias = request.optional(2);
        if (bias.isPresent() && !bias.get().equals(Shape.of(weight.extent(0)))) {
            throw new ShapeException(
                    "the bias must have one element per row of the weight, got bias "
                            + bias.get()
                            + " and weight "
                            + weight);
        }
        return List.of(x.with(-1, weight.extent(0)));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            View x = View.rows((RealTensor) inputs.get(0));
            View weight = View.rows((RealTensor) inputs.get(1));
            RealTensor y = TensorProducts.multiply(x, weight.transpose(), use.output(), workers);
            if (use.has(2)) {
                TensorProducts.addToRows(y, (RealTensor) inputs.get(2), workers);
            }
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor gradient = gradients.getFirst();
            View g = View.rows(gradient);
            View x = View.rows((RealTensor) inputs.get(0));
            View weight = View.rows((RealTensor) inputs.get(1));
            List<Optional<RealTensor>> result = new ArrayList<>();
            result.add(Optional.of(TensorProducts.multiply(g, weight, use.input(0), workers)));
            result.add(
                    Optional.of(TensorProducts.multiply(g.transpose(), x, use.input(1), workers)));
            if (use.has(2)) {
                result.add(
                        Optional.of(
                                Broadcast.of(use.input(2), use.output())
                                        .sumBack(gradient, workers)));
            }
            return result;
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                Linear::predict,
                Linear::predictGradients,
                Basis.INDEPENDENT_INPUTS,
                new LinearDerivations());
    }

    private static List<TensorState> predict(Invocation use, List<TensorState> inputs) {
        TensorState x = inputs.get(0);
        TensorState weight = inputs.get(1);
        double fanIn = use.input(1).extent(1);
        double fanOut = use.input(1).extent(0);
        TensorState product = product(x, weight, fanIn);
        ElementShape shape = x.shape().summed(weight.shape(), fanIn);
        TensorState y = use.has(2) ? product.plusBias(inputs.get(2)) : product;
        double fresh = 2 / fanOut * y.kernels().concentration(y.rows().sequences());
        return List.of(
                y.with(shape)
                        .noisy(x.rowNoise() + 2 / fanOut, x.pairNoise() + 1 / fanOut)
                        .scattered(x.scatter() + fresh));
    }

    /// `K_y = n E w² K_x + n (n − 1) (E w)² m mᵀ`.
    private static TensorState product(TensorState x, TensorState weight, double terms) {
        Kernels kernels = x.kernels().scaled(terms * weight.secondMoment());
        double mean = weight.mean();
        double[] means = new double[x.means().length];
        if (mean == 0 || x.isCentered()) {
            return TensorState.of(x.rows(), means, kernels, ElementShape.GAUSSIAN);
        }
        Arrays.setAll(means, i -> terms * mean * x.mean(i));
        double pairs = terms * (terms - 1) * mean * mean;
        Kernels shifted = kernels.map((i, j, k) -> k + pairs * x.mean(i) * x.mean(j));
        return TensorState.of(x.rows(), means, shifted, ElementShape.GAUSSIAN);
    }

    private static List<Optional<TensorState>> predictGradients(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        TensorState g = gradients.getFirst();
        double fanIn = use.input(1).extent(1);
        double fanOut = use.input(1).extent(0);
        TensorState x = inputs.get(0);
        TensorState weight = inputs.get(1);
        TensorState fresh =
                product(LinearDerivations.scattering(use, g, outputs.getFirst()), weight, fanOut)
                        .with(g.shape().summed(weight.shape(), fanOut))
                        .noisy(g.rowNoise() + 2 / fanIn, 0);
        double own = 2 / fanIn * fresh.kernels().concentration(g.rows().sequences());
        // Wᵀ W x has the mean `out E w² x`, which no independence gives.
        double aligned = g.alignment() * fanOut * weight.secondMoment();
        List<Optional<TensorState>> result = new ArrayList<>();
        result.add(Optional.of(fresh.plusOwn(x, aligned).scattered(g.scatter() + own)));
        result.add(Optional.of(WeightGradient.of(x, g, fanIn, fanOut)));
        if (use.has(2)) {
            result.add(Optional.of(WeightGradient.ofShift(g, fanOut)));
        }
        return result;
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Fresh(1);
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1), List.of(2));
    }

    /// `y = fan_in^-1/2 x Wᵀ`, gradients `fan_out^-1/2` and `rows^-1/2`. As the last product, the
    /// library and μS divide the result by fan_in.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double in = of.use().input(1).extent(1);
        double out = of.use().input(1).extent(0);
        boolean mean = of.isReadout() && of.style() != ScalingStyle.PAPER;
        Factor rows = Factor.inverseRoot("rows", of.rows(0));
        return Optional.of(
                IdealFactors.of(
                                mean
                                        ? Factor.inverse("fan_in", in)
                                        : Factor.inverseRoot("fan_in", in),
                                Factor.inverseRoot("fan_out", out),
                                rows,
                                rows)
                        .first(of.use().inputs().size()));
    }

    @Override
    public List<OperatorCase> cases() {
        double root = 1 / Math.sqrt(256);
        return List.of(
                new OperatorCase(
                        "without bias",
                        List.of(
                                OperatorCase.normal(512, 256),
                                OperatorCase.gaussian(root, 128, 256)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "with bias, three axes",
                        List.of(
                                OperatorCase.normal(16, 32, 256),
                                OperatorCase.gaussian(root, 128, 256),
                                OperatorCase.gaussian(0.5, 128)),
                        AttributeMap.NONE,
                        0));
    }
}
