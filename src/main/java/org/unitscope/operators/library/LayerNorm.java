package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.ValueLaw;
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

/// `y = γ (x − mean) / √(variance + ε) + β` over the innermost axis of d features.
///
/// Moments: see [RowNormalization]; gain and shift gradients are sums over pairs of rows.
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
                (use, inputs) ->
                        List.of(
                                RowNormalization.scaledAndShifted(
                                        rule(use).normalized(inputs.getFirst()),
                                        inputs.get(1),
                                        inputs.get(2))),
                LayerNorm::predictGradients,
                Basis.LARGE_FAN_IN,
                RowNormalization.explained(LayerNorm::rule));
    }

    private static RowNormalization rule(Invocation use) {
        return new RowNormalization(
                true, use.attributes().number("epsilon"), use.output().extent(-1));
    }

    private static List<Optional<TensorState>> predictGradients(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        RowNormalization.Gradients all =
                rule(use)
                        .gradients(
                                inputs.get(0),
                                inputs.get(1),
                                outputs.getFirst(),
                                gradients.getFirst());
        return List.of(
                Optional.of(all.toInput()),
                Optional.of(all.toGain()),
                Optional.of(WeightGradient.ofShift(gradients.getFirst(), use.output().extent(-1))));
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
        return List.of(List.of(1), List.of(2));
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
