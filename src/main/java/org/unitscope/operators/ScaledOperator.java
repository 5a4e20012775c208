package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Scaling;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// An operator with the constant factors of one node around it, see [Scaling]: kernels, moments,
/// covariances and explanations alike. In single precision a factor is rounded to single first, as
/// a constant in a framework is.
///
/// @param core the operator as it is
record ScaledOperator(Operator core, Scaling scaling) implements Operator {
    private static final int BLOCK = 1 << 14;

    @Override
    public OperatorDoc doc() {
        return core.doc();
    }

    @Override
    public Signature signature() {
        return core.signature();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return core.inferShapes(request);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            List<RealTensor> outputs =
                    core.forward().apply(use, scaledInputs(inputs, workers), workers);
            return outputs.stream().map(y -> times(y, scaling.output(), workers)).toList();
        };
    }

    /// The core's kernel sees what it would without factors: its own outputs, which are the node's
    /// over `output`, and the gradient as it comes.
    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            List<RealTensor> own =
                    outputs.stream().map(y -> times(y, 1 / scaling.output(), workers)).toList();
            List<Optional<RealTensor>> pulled =
                    core.backward()
                            .apply(use, scaledInputs(inputs, workers), own, gradients, workers);
            List<Optional<RealTensor>> scaled = new ArrayList<>();
            for (int i = 0; i < pulled.size(); i++) {
                double factor = scaling.gradient(i);
                scaled.add(pulled.get(i).map(g -> times(g, factor, workers)));
            }
            return scaled;
        };
    }

    private List<Tensor> scaledInputs(List<Tensor> inputs, Workers workers) {
        List<Tensor> scaled = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            scaled.add(
                    inputs.get(i) instanceof RealTensor real
                            ? times(real, scaling.input(i), workers)
                            : inputs.get(i));
        }
        return scaled;
    }

    /// The tensor itself where the factor is 1, else a new one.
    private static RealTensor times(RealTensor in, double factor, Workers workers) {
        if (factor == 1) {
            return in;
        }
        RealTensor out = in.zeros(in.shape());
        workers.forRanges(
                in.shape().count(),
                BLOCK,
                (from, to) -> multiply(in, factor, out, (int) from, (int) to));
        return out;
    }

    private static void multiply(RealTensor in, double factor, RealTensor out, int from, int to) {
        if (in instanceof FloatTensor single && out instanceof FloatTensor result) {
            float[] x = single.array();
            float[] y = result.array();
            float rounded = (float) factor;
            for (int i = from; i < to; i++) {
                y[i] = rounded * x[i];
            }
        } else {
            for (int i = from; i < to; i++) {
                out.set(i, factor * in.get(i));
            }
        }
    }

    @Override
    public MomentRule moments() {
        return core.moments() instanceof MomentRule.SampledOnly sampled
                ? sampled
                : new ScaledMoments(core.moments().formulas(), scaling).rule();
    }

    @Override
    public boolean needsSinglePositions() {
        return core.needsSinglePositions();
    }

    @Override
    public CrossRule cross() {
        return switch (core.cross()) {
            case CrossRule.Unknown unknown -> unknown;
            case CrossRule.Fresh fresh ->
                    new CrossRule.Fresh(
                            fresh.weight(), fresh.factor() * scaling.output() * scaling.input(0));
            case CrossRule.Responds responds ->
                    new CrossRule.Responds(
                            (use, inputs) ->
                                    times(
                                            responds.slopes().of(use, scaled(inputs)),
                                            i -> scaling.output() * scaling.input(i)),
                            (use, inputs) ->
                                    times(
                                            responds.pulls().of(use, scaled(inputs)),
                                            scaling::gradient));
        };
    }

    private List<TensorState> scaled(List<TensorState> inputs) {
        return ScaledMoments.scaledInputs(inputs, scaling);
    }

    private static List<double[]> times(List<double[]> slopes, IntToDoubleFunction factor) {
        List<double[]> result = new ArrayList<>();
        for (int i = 0; i < slopes.size(); i++) {
            double c = factor.applyAsDouble(i);
            result.add(Arrays.stream(slopes.get(i)).map(slope -> c * slope).toArray());
        }
        return result;
    }

    @Override
    public Optional<CorrelatedInputs> correlatedInputs() {
        double output = scaling.output();
        double both = scaling.input(0) * scaling.input(1);
        return core.correlatedInputs()
                .map(rule ->
                        (left, right, independent, covariance) ->
                                rule.apply(
                                                left.scaled(scaling.input(0)),
                                                right.scaled(scaling.input(1)),
                                                independent.scaled(1 / output),
                                                covariance.scaled(both))
                                        .scaled(output));
    }

    /// Factors change no proportion.
    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return core.homogeneousTerms(attributes);
    }

    /// Of the operator without the node's factors, which a rewrite replaces.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest request) {
        return core.unitScaling(request);
    }

    @Override
    public List<OperatorCase> cases() {
        return core.cases();
    }
}
