package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.Application;
import org.unitscope.operators.Assumption;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.KullbackLeiblerRule;
import org.unitscope.operators.LogSum;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// The mean over N rows of `D = Σ_v p_v (log p_v − log q_v)`, q the softmax of the logits and p
/// that of the target's logits, as of a teacher: PyTorch's `kl_div(log_softmax(logits),
/// softmax(target), reduction="batchmean")` over rows. With `u = log p − log q` the gradients are
/// `(q − p) / N` and `p (u − D) / N`; a teacher that is not trained goes through `stop_gradient`.
///
/// Moments: see [KullbackLeiblerRule].
public final class KullbackLeibler implements Operator {
    private static final int ROWS = 4;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "kl_divergence",
                "Kullback-Leibler divergence",
                "How far the softmax of logits is from that of a target's logits, as in distillation.",
                "L = mean over rows of Σ p (log p - log q), p = softmax(target), q = softmax(logits)",
                "Hinton et al. 2015, arXiv 1503.02531");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("logits"), Input.real("target")), List.of("loss"), List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        if (request.input(0).rank() < 1 || !request.input(0).equals(request.input(1))) {
            throw new ShapeException(
                    "logits and target must be rows of one shape, got "
                            + request.input(0)
                            + " and "
                            + request.input(1));
        }
        return List.of(Shape.SCALAR);
    }

    /// One row: both log-sums and the divergence.
    private record Row(RealTensor x, RealTensor t, int offset, LogSum ofX, LogSum ofT) {
        static Row of(RealTensor x, RealTensor t, int row, int classes) {
            return new Row(
                    x, t, row * classes, LogSum.of(x, row, classes), LogSum.of(t, row, classes));
        }

        double p(int v) {
            return ofT.share(t.get(offset + v));
        }

        double q(int v) {
            return ofX.share(x.get(offset + v));
        }

        double u(int v) {
            return t.get(offset + v) - ofT.value() - (x.get(offset + v) - ofX.value());
        }

        double divergence(int classes) {
            double sum = 0;
            for (int v = 0; v < classes; v++) {
                sum += p(v) * u(v);
            }
            return sum;
        }
    }

    /// Work on one row.
    private interface RowBody {
        void accept(int index, Row row);
    }

    private static void forRows(
            Invocation use, RealTensor x, RealTensor t, Workers workers, RowBody body) {
        int classes = use.input(0).extent(-1);
        workers.forRanges(
                use.input(0).count() / classes,
                ROWS,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row, Row.of(x, t, row, classes));
                    }
                });
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            int classes = use.input(0).extent(-1);
            double[] losses = new double[x.shape().length() / classes];
            forRows(
                    use,
                    x,
                    (RealTensor) inputs.get(1),
                    workers,
                    (index, row) -> losses[index] = row.divergence(classes));
            double sum = 0;
            for (double loss : losses) {
                sum += loss;
            }
            RealTensor result = x.zeros(Shape.SCALAR);
            result.set(0, sum / losses.length);
            return List.of(result);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            int classes = use.input(0).extent(-1);
            RealTensor toLogits = x.zeros(use.input(0));
            RealTensor toTarget = x.zeros(use.input(0));
            double factor = gradients.getFirst().get(0) * classes / use.input(0).count();
            forRows(
                    use,
                    x,
                    (RealTensor) inputs.get(1),
                    workers,
                    (index, row) -> {
                        double divergence = row.divergence(classes);
                        for (int v = 0; v < classes; v++) {
                            int i = index * classes + v;
                            toLogits.set(i, factor * (row.q(v) - row.p(v)));
                            toTarget.set(i, factor * row.p(v) * (row.u(v) - divergence));
                        }
                    });
            return List.of(Optional.of(toLogits), Optional.of(toTarget));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(rule(use).loss(inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        rule(use)
                                                .toLogits(
                                                        inputs.get(0),
                                                        inputs.get(1),
                                                        gradients.getFirst())),
                                Optional.of(
                                        rule(use)
                                                .toTarget(
                                                        inputs.get(0),
                                                        inputs.get(1),
                                                        gradients.getFirst()))),
                Basis.GAUSSIAN_INPUTS,
                new Explained());
    }

    private static KullbackLeiblerRule rule(Invocation use) {
        double classes = use.input(0).extent(-1);
        return new KullbackLeiblerRule(classes, use.input(0).count() / classes);
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(rule(of.use()).ofLoss(of.input(0), of.input(1)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            KullbackLeiblerRule rule = rule(of.use());
            return Optional.of(
                    input == 0
                            ? rule.ofLogits(of.input(0), of.input(1), of.gradient())
                            : rule.ofTarget(of.input(0), of.input(1), of.gradient()));
        }

        @Override
        public Map<Assumption, Double> assumptions(Application of) {
            double larger =
                    Math.max(of.input(0).moments().variance(), of.input(1).moments().variance());
            return Map.of(Assumption.SMALL_LOGITS, larger);
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// 1; for unit Gaussian logits on both sides, one over the RMS of the gradients as n grows: `(2
    /// (e − 1))^1/2 / n` and, with `r² + r⁴` for R, `(3 e)^1/2 / n`, over the N rows of the mean.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double all = of.use().input(0).count();
        String numbers = "N n = " + Factor.whole(all);
        return Optional.of(
                IdealFactors.of(
                                Factor.ONE,
                                Factor.of(
                                        all / Math.sqrt(2 * (Math.E - 1)),
                                        "N n (2 (e − 1))^-1/2",
                                        numbers),
                                Factor.of(all / Math.sqrt(3 * Math.E), "N n (3 e)^-1/2", numbers))
                        .fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(example("equal scales", 1, 1), example("a sharper target", 0.5, 1.5));
    }

    private static OperatorCase example(String title, double logits, double target) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.gaussian(logits, 64, 256),
                        OperatorCase.gaussian(target, 64, 256)),
                AttributeMap.NONE,
                0);
    }
}
