package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
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
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.SoftmaxMoments;
import org.unitscope.operators.TensorState;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// The mean of `log Σ_v exp(x_v) − x_label` over the N labelled places (label −1 is none); logits
/// `[..., V]`, labels `[...]`, result a scalar.
///
/// Moments, for independent Gaussian logits of variance s² and labels independent of them: the loss
/// is `E log Σ exp(s z)` with variance s²/N (that of the label's logit; the spread of the log-sum
/// is smaller by about V). A logit's gradient is `(p − y)/N` at labelled places: second moment `κ
/// (E Σ p² − 2/V + 1) / (V N²)`, κ the labelled share; see [SoftmaxMoments].
public final class CrossEntropy implements Operator {
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
                List.of(Input.real("logits"), Input.index("labels")), List.of("loss"), List.of());
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
            double[] losses = new double[labels.length];
            workers.forRanges(
                    labels.length,
                    4,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            if (labels[row] >= 0) {
                                double label = logits.get(row * classes + labels[row]);
                                losses[row] = LogSum.of(logits, row, classes).value() - label;
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
                                    double target = v == labels[row] ? 1 : 0;
                                    result.set(i, factor * (p - target));
                                }
                            }
                        }
                    });
            return List.of(Optional.of(result), Optional.empty());
        };
    }

    private static double labelled(int[] labels) {
        double count = 0;
        for (int label : labels) {
            count += label >= 0 ? 1 : 0;
        }
        return count;
    }

    /// Largest logit and sum of exponentials of one row.
    private record LogSum(double largest, double sum) {
        static LogSum of(RealTensor logits, int row, int classes) {
            int offset = row * classes;
            double largest = Double.NEGATIVE_INFINITY;
            for (int v = 0; v < classes; v++) {
                largest = Math.max(largest, logits.get(offset + v));
            }
            double sum = 0;
            for (int v = 0; v < classes; v++) {
                sum += StrictMath.exp(logits.get(offset + v) - largest);
            }
            return new LogSum(largest, sum);
        }

        double value() {
            return largest + StrictMath.log(sum);
        }

        double share(double logit) {
            return StrictMath.exp(logit - largest) / sum;
        }
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    Moments logits = inputs.getFirst().moments();
                    double loss = tables(use, logits).logSumExp(use.input(0).extent(-1));
                    double spread = logits.variance() / places(use);
                    return List.of(TensorState.of(loss, loss * loss + spread));
                },
                (use, inputs, outputs, gradients) -> {
                    int classes = use.input(0).extent(-1);
                    double squares = tables(use, inputs.getFirst().moments()).powerSum(2, classes);
                    double row = squares - 2.0 / classes + 1;
                    double share = places(use) / use.input(1).count();
                    double second =
                            share
                                    * row
                                    / classes
                                    / (places(use) * places(use))
                                    * gradients.getFirst().secondMoment();
                    TensorState gradient =
                            TensorState.of(0, second)
                                    .with(
                                            pairs(use, inputs.getFirst(), gradients.getFirst()),
                                            Double.NaN);
                    // Stein: E (p_v l_v) = s² E ∂p_v/∂l_v, the latter (1 − Σ p²)/V on average.
                    double own =
                            (1 - squares)
                                    / classes
                                    * share
                                    / places(use)
                                    * Math.sqrt(gradients.getFirst().secondMoment());
                    return List.of(Optional.of(gradient.aligned(own)), Optional.empty());
                },
                Basis.GAUSSIAN_INPUTS);
    }

    /// Pairs of rows of `(p − y)/N`, both labelled with the square of the labelled share: `[S(K) −
    /// 1/V] / V`, S(K) the expected overlap of two softmax rows whose logits have covariance K, by
    /// a log-normal tilt `f(x) = e^x / (e^x + V − 1)` with the exact overlap of one row with itself
    /// setting the scale of x: `¾ f(r K) + ¼ f(r_K K)`. Labels uniform and independent.
    private static PairKernels pairs(Invocation use, TensorState logits, TensorState loss) {
        if (!logits.pairs().isTracked()) {
            return PairKernels.UNTRACKED;
        }
        double classes = use.input(0).extent(-1);
        double square = logits.mean() * logits.mean();
        double variance = logits.moments().variance();
        double own = SoftmaxMoments.tilt(variance, (int) classes);
        double share = places(use) / use.input(1).count();
        double scale = share * share / (places(use) * places(use)) * loss.secondMoment();
        return logits.pairs()
                .map(k -> {
                    double covariance = k - square;
                    double other = SoftmaxMoments.tilt(Math.max(0, covariance), (int) classes);
                    double overlap =
                            0.75 * overlap(own * covariance, classes)
                                    + 0.25 * overlap(other * covariance, classes);
                    return scale * (overlap - 1 / classes) / classes;
                });
    }

    private static double overlap(double x, double classes) {
        double e = StrictMath.exp(x);
        return e / (e + classes - 1);
    }

    private static SoftmaxMoments tables(Invocation use, Moments logits) {
        return new SoftmaxMoments(logits.standardDeviation(), use.input(0).extent(-1));
    }

    /// Number of labelled places, from the law of the labels; all of them where it is unknown.
    private static double places(Invocation use) {
        Shape labels = use.input(1);
        int innermost = labels.rank() == 0 ? 1 : labels.extent(-1);
        double share = use.indexLaws().get(1).map(law -> law.presentShare(innermost)).orElse(1.0);
        return share * labels.count();
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                lossCase("ten classes", 1, new IndexLaw.Uniform(10)),
                lossCase("masked, large logits", 2, new IndexLaw.Masked(100, 0.15)),
                lossCase(
                        "frequent and rare labels, none at the last place",
                        1,
                        new IndexLaw.ExceptLast(1, new IndexLaw.Zipf(50, 1))));
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
