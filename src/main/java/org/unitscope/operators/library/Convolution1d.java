package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ConvolutionDerivations;
import org.unitscope.operators.ConvolutionRule;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Patches;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.TensorMatrices;
import org.unitscope.operators.TensorProducts;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y[n, t, o] = Σ_c Σ_k x[n, t · stride − padding + k, c] W[o, c, k] + b[o]`: x `[batch,
/// positions, channels]`, channels last; W `[out, in / groups, kernel]` as PyTorch stores it; b
/// `[out]`; y has `(positions + 2 padding − kernel) / stride + 1` positions, rounded down. With
/// groups, output channels see the input channels of their own group only, groups being
/// consecutive.
///
/// Computed as a product of [Patches] and weight, summed by channel, then tap.
public final class Convolution1d implements Operator {
    private static final int LARGEST = 1 << 20;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "conv1d",
                "Convolution over positions",
                "Sums weighted neighbors over positions and channels; activations are channels last,"
                        + " [batch, positions, channels], weights [out, in / groups, kernel].",
                "y[t, o] = Σ_c Σ_k x[t · stride - padding + k, c] W[o, c, k] + b[o]",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("input"), Input.factor("weight"), Input.real("bias").orNone()),
                List.of("output"),
                List.of(
                        Attribute.integer("stride", 1, 1, LARGEST),
                        Attribute.integer("padding", 0, LARGEST)
                                .orAbsent("half the kernel, rounded down"),
                        Attribute.integer("groups", 1, 1, LARGEST)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        Shape weight = request.input(1);
        int groups = request.attributes().integer("groups");
        if (x.rank() != 3
                || weight.rank() != 3
                || x.extent(2) != (long) weight.extent(1) * groups
                || weight.extent(0) % groups != 0) {
            throw new ShapeException(
                    "the input must be [batch, positions, channels] and the weight"
                            + " [out, channels / groups, kernel] with out a multiple of groups, got input "
                            + x
                            + ", weight "
                            + weight
                            + " and "
                            + groups
                            + " groups");
        }
        Optional<Shape> bias = request.optional(2);
        if (bias.isPresent() && !bias.get().equals(Shape.of(weight.extent(0)))) {
            throw new ShapeException(
                    "the bias must have one element per output channel, got bias "
                            + bias.get()
                            + " and weight "
                            + weight);
        }
        Patches patches = patches(request.attributes(), x, weight);
        patches.require();
        return List.of(Shape.of(x.extent(0), patches.outputs(), weight.extent(0)));
    }

    private static Patches patches(AttributeMap attributes, Shape x, Shape weight) {
        int kernel = weight.extent(2);
        int stride = attributes.integer("stride");
        int padding = attributes.integer("padding", kernel / 2);
        int outputs = Math.floorDiv(x.extent(1) + 2 * padding - kernel, stride) + 1;
        return new Patches(x.extent(0), x.extent(1), x.extent(2), outputs, kernel, stride, padding);
    }

    private static Patches patches(Invocation use) {
        return patches(use.attributes(), use.input(0), use.input(1));
    }

    /// Per group its columns of a matrix of all groups.
    private static TensorMatrices columns(Invocation use, RealTensor matrix, int all) {
        int groups = use.attributes().integer("groups");
        return TensorMatrices.one(matrix, 0, matrix.shape().length() / all, all / groups, all)
                .repeated(groups, all / groups);
    }

    /// Per group its rows of the weight, or of its gradient.
    private static TensorMatrices rows(Invocation use, RealTensor weight) {
        int groups = use.attributes().integer("groups");
        int all = weight.shape().extent(0);
        int columns = weight.shape().length() / all;
        return TensorMatrices.one(weight, 0, all / groups, columns, columns)
                .repeated(groups, all / groups * columns);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            Patches patches = patches(use);
            RealTensor read = patches.gather((RealTensor) inputs.get(0), workers);
            RealTensor y = read.zeros(use.output());
            columns(use, y, use.output().extent(2))
                    .setProduct(
                            columns(use, read, patches.columns()),
                            rows(use, (RealTensor) inputs.get(1)).transpose(),
                            workers);
            if (use.has(2)) {
                TensorProducts.addToRows(y, (RealTensor) inputs.get(2), workers);
            }
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            Patches patches = patches(use);
            RealTensor read = patches.gather((RealTensor) inputs.get(0), workers);
            TensorMatrices g = columns(use, gradients.getFirst(), use.output().extent(2));
            RealTensor toWeight = read.zeros(use.input(1));
            rows(use, toWeight)
                    .setProduct(g.transpose(), columns(use, read, patches.columns()), workers);
            RealTensor toRead = read.zeros(read.shape());
            columns(use, toRead, patches.columns())
                    .setProduct(g, rows(use, (RealTensor) inputs.get(1)), workers);
            List<Optional<RealTensor>> result = new ArrayList<>();
            result.add(Optional.of(patches.scatter(toRead, workers)));
            result.add(Optional.of(toWeight));
            if (use.has(2)) {
                Broadcast channels = Broadcast.of(use.input(2), use.output());
                result.add(Optional.of(channels.sumBack(gradients.getFirst(), workers)));
            }
            return result;
        };
    }

    @Override
    public boolean needsSinglePositions() {
        return true;
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Fresh(1);
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    TensorState y =
                            rule(use)
                                    .predict(
                                            inputs.get(0),
                                            inputs.get(1),
                                            use.input(0).extent(2),
                                            use.output().extent(2));
                    return List.of(use.has(2) ? y.plusBias(inputs.get(2)) : y);
                },
                (use, inputs, outputs, gradients) -> {
                    TensorState x = inputs.get(0);
                    TensorState g = gradients.getFirst();
                    List<Optional<TensorState>> all = new ArrayList<>();
                    all.add(Optional.of(rule(use).toInput(x, inputs.get(1), g)));
                    all.add(Optional.of(rule(use).toWeight(x, g)));
                    if (use.has(2)) {
                        all.add(Optional.of(WeightGradient.ofShift(g, use.output().extent(2))));
                    }
                    return all;
                },
                Basis.INDEPENDENT_INPUTS,
                new ConvolutionDerivations(Convolution1d::rule));
    }

    private static ConvolutionRule rule(Invocation use) {
        Patches patches = patches(use);
        double groups = use.attributes().integer("groups");
        return new ConvolutionRule(
                patches.outputs(),
                patches.kernel(),
                patches.stride(),
                patches.padding(),
                use.input(1).extent(1),
                use.input(1).extent(0) / groups);
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1), List.of(2));
    }

    /// `(channels · kernel)^-1/2`, gradients `(out · kernel / (stride · groups))^-1/2` and
    /// `(positions · batch)^-1/2`, channels being those a group sees.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        Shape weight = of.use().input(1);
        double stride = of.use().attributes().integer("stride");
        double groups = of.use().attributes().integer("groups");
        double seen = (double) weight.extent(1) * weight.extent(2);
        double back = weight.extent(0) * (double) weight.extent(2) / (stride * groups);
        double places = (double) of.use().output().extent(0) * of.use().output().extent(1);
        Factor toWeight = Factor.inverseRoot("positions", places);
        return Optional.of(
                IdealFactors.of(
                                Factor.inverseRoot("fan_in", seen),
                                Factor.inverseRoot("fan_out", back),
                                toWeight,
                                toWeight)
                        .first(of.use().inputs().size()));
    }

    @Override
    public List<OperatorCase> cases() {
        double root = 1 / Math.sqrt(16 * 3);
        return List.of(
                new OperatorCase(
                        "three taps, with bias",
                        List.of(
                                OperatorCase.normal(4, 32, 16),
                                OperatorCase.gaussian(root, 24, 16, 3),
                                OperatorCase.gaussian(0.5, 24)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "stride 2, groups, no padding",
                        List.of(
                                OperatorCase.normal(4, 33, 16),
                                OperatorCase.gaussian(0.25, 8, 4, 4)),
                        new AttributeMap(Map.of("stride", 2.0, "padding", 0.0, "groups", 4.0)),
                        0));
    }
}
