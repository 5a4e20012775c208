package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PairKernels;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.SumOfProducts;
import org.unitscope.operators.TensorState;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = γ (x − mean) / √(variance + ε) + β` over the innermost axis of d features.
///
/// Moments, for rows of independent Gaussian elements with `v = Var x`: `x̂ = (x − mean)/√(v + ε)`
/// has second moment `v/(v + ε)`. The gradient loses its components along 1 and x̂, and the mean of
/// one over a row's variance is `d/(d − 3) / v`, so `E g_x² = E γ² E g² (d − 2)/(d − 3) / (v + ε)`.
/// Rows whose variances spread more or less than Gaussian ones differ from that by terms of order
/// 1/d. Pairs of rows have `K_x̂ = (K − m²)/(v + ε)` and `G_x = G/v (1 − 3/d + ρ²/d)(1 + r ρ²)`, r
/// the relative variance of a row's mean square; what of the gradient lies along y does not pass.
/// Gain and shift gradients are sums over pairs of rows, see [PairKernels]; where those are not
/// tracked, rows are taken as uncorrelated.
public final class LayerNorm implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "layer_norm",
                "Layer normalization",
                "Centers every row and divides by its standard deviation, then gain and shift.",
                "y = γ (x - mean) / √(variance + ε) + β",
                "Ba, Kiros and Hinton 2016, arXiv 1607.06450");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input"), Input.real("gain"), Input.real("shift")),
                List.of("output"),
                List.of(Attribute.number("epsilon", 1e-5, 0, 1)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        if (x.rank() < 1
                || !request.input(1).equals(Shape.of(x.extent(-1)))
                || !request.input(2).equals(request.input(1))) {
            throw new ShapeException(
                    "gain and shift must have one element per feature of the input, got input "
                            + x
                            + ", gain "
                            + request.input(1)
                            + " and shift "
                            + request.input(2));
        }
        return List.of(x);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gain = (RealTensor) inputs.get(1);
            RealTensor shift = (RealTensor) inputs.get(2);
            RealTensor y = x.zeros(use.output());
            int features = x.shape().extent(-1);
            workers.forRanges(
                    x.shape().count() / features,
                    16,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            Row r = Row.of(use, x, row * features);
                            for (int i = 0; i < features; i++) {
                                y.set(r.offset + i, gain.get(i) * r.hat(x, i) + shift.get(i));
                            }
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
            int features = x.shape().extent(-1);
            workers.forRanges(
                    x.shape().count() / features,
                    16,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            pull(Row.of(use, x, row * features), x, gain, g, toInput, byHat);
                        }
                    });
            Broadcast rows = Broadcast.of(use.input(1), use.output());
            return List.of(
                    Optional.of(toInput),
                    Optional.of(rows.sumBack(byHat, workers)),
                    Optional.of(rows.sumBack(g, workers)));
        };
    }

    private static void pull(
            Row r,
            RealTensor x,
            RealTensor gain,
            RealTensor g,
            RealTensor toInput,
            RealTensor byHat) {
        int features = gain.shape().length();
        double alongOne = 0;
        double alongHat = 0;
        for (int i = 0; i < features; i++) {
            double scaled = gain.get(i) * g.get(r.offset + i);
            alongOne += scaled;
            alongHat += scaled * r.hat(x, i);
        }
        for (int i = 0; i < features; i++) {
            double hat = r.hat(x, i);
            double scaled = gain.get(i) * g.get(r.offset + i);
            double rest = scaled - alongOne / features - hat * alongHat / features;
            toInput.set(r.offset + i, rest * r.inverse);
            byHat.set(r.offset + i, g.get(r.offset + i) * hat);
        }
    }

    /// Mean and inverse deviation of one row.
    private record Row(int offset, double mean, double inverse) {
        static Row of(Invocation use, RealTensor x, int offset) {
            int features = x.shape().extent(-1);
            double sum = 0;
            for (int i = 0; i < features; i++) {
                sum += x.get(offset + i);
            }
            double mean = sum / features;
            double squares = 0;
            for (int i = 0; i < features; i++) {
                double centered = x.get(offset + i) - mean;
                squares += centered * centered;
            }
            double epsilon = use.attributes().number("epsilon");
            return new Row(offset, mean, 1 / Math.sqrt(squares / features + epsilon));
        }

        double hat(RealTensor x, int i) {
            return (x.get(offset + i) - mean) * inverse;
        }
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    TensorState product =
                            SumOfProducts.of(hat(use, inputs.getFirst()), inputs.get(1), 1);
                    TensorState y = SumOfProducts.plus(product, inputs.get(2));
                    TensorState state = TensorState.of(y.moments(), inputs.getFirst().family());
                    double gain = inputs.get(1).secondMoment();
                    double shift = inputs.get(2).secondMoment();
                    PairKernels pairs =
                            normalized(use, inputs.getFirst()).map(k -> gain * k + shift);
                    return List.of(state.with(pairs, 0));
                },
                LayerNorm::predictGradients,
                Basis.LARGE_FAN_IN);
    }

    private static TensorState hat(Invocation use, TensorState x) {
        double variance = x.moments().variance();
        double epsilon = use.attributes().number("epsilon");
        double share = variance == 0 ? 0 : variance / (variance + epsilon);
        return TensorState.of(new Moments(0, share), x.family());
    }

    /// Correlations of the normalized rows.
    private static PairKernels normalized(Invocation use, TensorState x) {
        double square = x.mean() * x.mean();
        double scale = x.moments().variance() + use.attributes().number("epsilon");
        return x.pairs().map(k -> (k - square) / scale).renoised(use.output().extent(-1));
    }

    /// `G / σ² · (1 − 3/d + ρ²/d)(1 + v ρ²)`: two rows lose what lies along the ones vector and
    /// along both of them, and v, the relative variance of a row's mean square, is theirs in
    /// common.
    private static PairKernels pulled(Invocation use, TensorState x, TensorState g, double gain) {
        double features = use.output().extent(-1);
        double scale = x.moments().variance() + use.attributes().number("epsilon");
        double noise = Math.max(2 / features, Double.isNaN(x.rowNoise()) ? 0 : x.rowNoise());
        return normalized(use, x)
                .combine(
                        g.pairs(),
                        (rho, k) ->
                                gain
                                        * k
                                        / scale
                                        * (1 - 3 / features + rho * rho / features)
                                        * (1 + noise * rho * rho));
    }

    private static TensorState without(TensorState g, TensorState y) {
        double square = g.alignment() * g.alignment();
        double rest = Math.max(0, g.secondMoment() - square * y.secondMoment());
        PairKernels pairs = g.pairs().combine(y.pairs(), (k, own) -> k - square * own);
        return square == 0 ? g : g.withSecondMoment(rest).with(pairs, Double.NaN).aligned(0);
    }

    private static TensorState known(TensorState incoherent, double second) {
        return Double.isNaN(second) ? incoherent : incoherent.withSecondMoment(second);
    }

    private static List<Optional<TensorState>> predictGradients(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        TensorState whole = gradients.getFirst();
        double own = whole.alignment();
        // What lies along the output is projected out of the input's gradient.
        TensorState g = without(whole, outputs.getFirst());
        double features = use.output().extent(-1);
        double rows = use.output().count() / features;
        double variance =
                inputs.getFirst().moments().variance() + use.attributes().number("epsilon");
        double kept = features > 3 ? (features - 2) / (features - 3) : 0;
        double second = inputs.get(1).secondMoment() * g.secondMoment() * kept / variance;
        TensorState x = inputs.getFirst();
        TensorState hat = hat(use, x);
        PairKernels pairs = pulled(use, x, g, inputs.get(1).secondMoment());
        double gainSecond =
                normalized(use, x)
                        .sumOverPairs(
                                hat.secondMoment(), g.pairs(), g.secondMoment(), use.output());
        double shiftSecond = whole.pairs().sumOfRows(whole.secondMoment(), use.output());
        TensorState ones = TensorState.of(1, 1);
        TensorState toGain = known(SumOfProducts.of(g, hat, rows), gainSecond);
        double along = rows * own * hat.secondMoment();
        return List.of(
                Optional.of(TensorState.of(0, second).with(pairs, Double.NaN)),
                Optional.of(
                        TensorState.of(
                                toGain.mean() + along, toGain.secondMoment() + along * along)),
                Optional.of(known(SumOfProducts.of(whole, ones, rows), shiftSecond)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                layerNormCase("wide, random gain", 1, 1024),
                layerNormCase("small scale, where ε counts", 1.0 / 256, 1024),
                narrowCase());
    }

    /// Few features and a gain of 1: here the factor (d − 2)/(d − 3) shows.
    private static OperatorCase narrowCase() {
        Shape feature = Shape.of(16);
        return new OperatorCase(
                "narrow, gain 1",
                List.of(
                        OperatorCase.normal(512, 16),
                        new OperatorCase.CaseInput.Real(feature, new ValueLaw.Constant(1)),
                        new OperatorCase.CaseInput.Real(feature, new ValueLaw.Constant(0))),
                new AttributeMap(Map.of("epsilon", 1e-9)),
                0);
    }

    private static OperatorCase layerNormCase(String title, double deviation, int features) {
        // ε beside a row variance that scatters by 2/d: terms of that order in the second moment.
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.gaussian(deviation, 64, features),
                        OperatorCase.normal(features),
                        OperatorCase.gaussian(0.5, features)),
                new AttributeMap(Map.of("epsilon", 1e-5)),
                1.0 / features);
    }
}
