package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossEntropyRule;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.LogSum;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// The mean of `log Σ_v exp(x_v) − Σ_v y_v x_v` over the N labelled places (label −1 is none);
/// logits `[..., V]`, labels `[...]`, result a scalar. y is 1 at the label; with a smoothing ε it
/// is `(1 − ε)` there and ε/V on top everywhere, as in PyTorch (Szegedy et al. 2016, arXiv
/// 1512.00567).
///
/// Moments: see [CrossEntropyRule].
public final class CrossEntropy implements Operator {
    private static final String SMOOTHING = "smoothing";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "cross_entropy",
                "Softmax cross-entropy",
                "The mean negative log-likelihood of the labels, over the labelled places.",
                "L = mean(log Σ exp(x_v) - x_label)",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("logits"), Input.index("labels")),
                List.of("loss"),
                List.of(Attribute.number(SMOOTHING, 0, 0, 1).orAbsent("0, no smoothing")));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape logits = request.input(0);
        Shape labels = request.input(1);
        if (logits.rank() < 1 || !logits.slice(0, logits.rank() - 1).equals(labels)) {
            throw new ShapeException(
                    "labels must have the logits' shape without the last axis, got logits "
                            + logits
                            + " and labels "
                            + labels);
        }
        request.requireIndicesBelow(1, logits.extent(-1), true);
        return List.of(Shape.SCALAR);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor logits = (RealTensor) inputs.get(0);
            int[] labels = ((IndexTensor) inputs.get(1)).array();
            int classes = use.input(0).extent(-1);
            double smoothing = smoothing(use);
            double[] losses = new double[labels.length];
            workers.forRanges(
                    labels.length,
                    4,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            if (labels[row] >= 0) {
                                double label = logits.get(row * classes + labels[row]);
                                double target =
                                        smoothing == 0
                                                ? label
                                                : (1 - smoothing) * label
                                                        + smoothing * mean(logits, row, classes);
                                losses[row] = LogSum.of(logits, row, classes).value() - target;
                            }
                        }
                    });
            double sum = 0;
            for (double loss : losses) {
                sum += loss;
            }
            RealTensor result = logits.zeros(Shape.SCALAR);
            result.set(0, sum / labelled(labels));
            return List.of(result);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor logits = (RealTensor) inputs.get(0);
            int[] labels = ((IndexTensor) inputs.get(1)).array();
            int classes = use.input(0).extent(-1);
            double smoothing = smoothing(use);
            double rest = smoothing / classes;
            double factor = gradients.getFirst().get(0) / labelled(labels);
            RealTensor result = logits.zeros(use.input(0));
            workers.forRanges(
                    labels.length,
                    4,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            if (labels[row] >= 0) {
                                LogSum sum = LogSum.of(logits, row, classes);
                                for (int v = 0; v < classes; v++) {
                                    int i = row * classes + v;
                                    double p = sum.share(logits.get(i));
                                    double target = v == labels[row] ? 1 - smoothing + rest : rest;
                                    result.set(i, factor * (p - target));
                                }
                            }
                        }
                    });
            return List.of(Optional.of(result), Optional.empty());
        };
    }

    private static double smoothing(Invocation use) {
        return use.attributes().number(SMOOTHING, 0);
    }

    private static double mean(RealTensor logits, int row, int classes) {
        double sum = 0;
        for (int v = row * classes; v < (row + 1) * classes; v++) {
            sum += logits.get(v);
        }
        return sum / classes;
    }

    private static double labelled(int[] labels) {
        double count = 0;
        for (int label : labels) {
            count += label >= 0 ? 1 : 0;
        }
        return count;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(rule(use).loss(inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        rule(use)
                                                .gradient(inputs.getFirst(), gradients.getFirst())),
                                Optional.empty()),
                Basis.GAUSSIAN_INPUTS,
                CrossEntropyRule.explained(CrossEntropy::rule));
    }

    private static CrossEntropyRule rule(Invocation use) {
        return new CrossEntropyRule(
                use.input(0).extent(-1), use.input(1), use.indexLaws().get(1), smoothing(use));
    }

    /// 1; the gradient of logits that say nothing, over s classes, is `(1 − ε) (s − 1)^1/2 / s` at
    /// every labelled place, over their number for the mean.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        Shape logits = of.use().input(0);
        double classes = logits.extent(-1);
        Shape labels = of.use().input(1);
        int row = labels.rank() == 0 ? 1 : labels.extent(-1);
        double share = of.use().indexLaws().get(1).map(law -> law.presentShare(row)).orElse(1.0);
        double places = share * labels.count();
        double kept = 1 - smoothing(of.use());
        Factor toLogits =
                Factor.of(
                        places * classes / Math.sqrt(classes - 1) / kept,
                        "labels · s (s − 1)^-1/2" + (kept == 1 ? "" : " / (1 − ε)"),
                        "labels = "
                                + Factor.whole(places)
                                + ", s = "
                                + Factor.whole(classes)
                                + (kept == 1 ? "" : ", ε = " + smoothing(of.use())));
        return classes < 2 || kept == 0
                ? Optional.empty()
                : Optional.of(
                        new IdealFactors(
                                Factor.ONE,
                                List.of(Optional.of(toLogits), Optional.empty()),
                                true));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                lossCase("ten classes", 1, new IndexLaw.Uniform(10)),
                smoothed(
                        lossCase("smoothed, frequent and rare labels", 1, new IndexLaw.Zipf(20, 1)),
                        0.1),
                smoothed(lossCase("smoothed, masked", 1, new IndexLaw.Masked(10, 0.5)), 0.4),
                lossCase("masked, large logits", 2, new IndexLaw.Masked(100, 0.15)),
                lossCase(
                        "frequent and rare labels, none at the last place",
                        1,
                        new IndexLaw.ExceptLast(1, new IndexLaw.Zipf(50, 1))));
    }

    private static OperatorCase smoothed(OperatorCase plain, double smoothing) {
        return new OperatorCase(
                plain.title(),
                plain.inputs(),
                new AttributeMap(Map.of(SMOOTHING, smoothing)),
                plain.bias());
    }

    private static OperatorCase lossCase(String title, double deviation, IndexLaw law) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.gaussian(deviation, 64, 32, law.bound()),
                        new OperatorCase.CaseInput.Index(Shape.of(64, 32), law)),
                AttributeMap.NONE,
                0);
    }
}
