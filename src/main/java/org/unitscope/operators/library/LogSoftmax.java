package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
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
import org.unitscope.operators.LogSoftmaxRule;
import org.unitscope.operators.LogSum;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y_j = x_j − log Σ_k exp(x_k)` over the innermost axis; `g_x = g − p Σ_k g_k` with the softmax
/// p.
///
/// Moments: see [LogSoftmaxRule].
public final class LogSoftmax implements Operator {
    private static final int ROWS = 4;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "log_softmax",
                "Log-softmax",
                "The logarithm of the softmax of every row.",
                "y_j = x_j - log Σ exp(x_k)",
                "ONNX LogSoftmax");
    }

    @Override
    public Signature signature() {
        return Signature.unary();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        if (request.input(0).rank() < 1) {
            throw new ShapeException("log-softmax needs rows, got " + request.input(0));
        }
        return List.of(request.input(0));
    }

    /// Work on one row.
    private interface RowBody {
        void accept(int row, int classes);
    }

    private static void forRows(Invocation use, Workers workers, RowBody body) {
        int classes = use.output().extent(-1);
        workers.forRanges(
                use.output().count() / classes,
                ROWS,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row, classes);
                    }
                });
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor y = x.zeros(x.shape());
            forRows(
                    use,
                    workers,
                    (row, classes) -> {
                        double sum = LogSum.of(x, row, classes).value();
                        for (int i = row * classes; i < (row + 1) * classes; i++) {
                            y.set(i, x.get(i) - sum);
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            forRows(
                    use,
                    workers,
                    (row, classes) -> {
                        LogSum sum = LogSum.of(x, row, classes);
                        double all = 0;
                        for (int i = row * classes; i < (row + 1) * classes; i++) {
                            all += g.get(i);
                        }
                        for (int i = row * classes; i < (row + 1) * classes; i++) {
                            result.set(i, g.get(i) - sum.share(x.get(i)) * all);
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(rule(use), inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        pulled(
                                                rule(use),
                                                inputs.getFirst(),
                                                gradients.getFirst()))),
                Basis.GAUSSIAN_INPUTS,
                new Explained());
    }

    private static LogSoftmaxRule rule(Invocation use) {
        return new LogSoftmaxRule(use.output().extent(-1));
    }

    private static TensorState predict(LogSoftmaxRule rule, TensorState x) {
        double[] means = new double[x.means().length];
        double[] second = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double variance = x.deviation(i) * x.deviation(i);
            means[i] = -rule.logSum(variance);
            second[i] = means[i] * means[i] + rule.spread(variance);
        }
        Kernels kernels =
                x.kernels()
                        .mapPairs(
                                second,
                                (i, j, k) -> {
                                    double own = k - x.mean(i) * x.mean(j);
                                    return means[i] * means[j] + rule.kept() * own;
                                });
        ElementShape shape =
                ElementShape.whole(() -> {
                    double shift = x.mean() + rule.logSum(x.moments().variance());
                    return x.law().mapped(v -> v - shift);
                });
        return TensorState.of(x.rows(), means, kernels, shape)
                .noisy(x.rowNoise(), x.pairNoise())
                .scattered(x.scatter());
    }

    private static TensorState pulled(LogSoftmaxRule rule, TensorState x, TensorState g) {
        double[] second = new double[g.means().length];
        Arrays.setAll(
                second,
                i -> {
                    double mean = g.mean(i) * g.mean(i);
                    double overlap = rule.overlap(x.deviation(i) * x.deviation(i));
                    return rule.pulled(g.kernels().diagonal(i) - mean, mean, overlap);
                });
        Kernels kernels =
                g.kernels()
                        .mapPairs(second, (i, j, k) -> rule.kept() * (k - g.mean(i) * g.mean(j)));
        return TensorState.centered(g.rows(), kernels, g.shape())
                .noisy(g.rowNoise(), g.pairNoise())
                .scattered(g.scatter());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            LogSoftmaxRule rule = rule(of.use());
            double mean = of.output().mean();
            Quantity expected = new Quantity("E y", mean, "minus E log Σ exp(x − m)");
            double spread = rule.spread(of.input(0).moments().variance());
            return Optional.of(
                    new Derivation(
                            "Gaussian logits less their log-sum",
                            "E y² = (E y)² + s² (1 − 2/n) + var log Σ",
                            List.of(
                                    Term.completed(
                                            "mean",
                                            of.output().secondMoment() - spread,
                                            "⟨⟩",
                                            "mean over positions",
                                            expected,
                                            expected),
                                    Term.of(
                                            "spread",
                                            new Quantity(
                                                    "s² (1 − 2/n) + var log Σ",
                                                    spread,
                                                    "what a logit varies against the log-sum")))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    new Derivation(
                            "the gradient less the softmax's share of its sum",
                            "E g_x² = var g · (1 − 2/n + S) + (E g)² · (n S − 1)",
                            Term.completed(
                                    "all",
                                    of.pulled(input).secondMoment(),
                                    "1 − 2/n + S",
                                    "S is the overlap E Σ p² of a row of weights",
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the output"))));
        }

        @Override
        public Map<Assumption, Double> assumptions(Application of) {
            return Map.of(Assumption.SMALL_LOGITS, of.input(0).moments().variance());
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// For unit Gaussian logits over n classes: one over the spread about the mean; gradients stay
    /// within `(1 − 2/n + S)^1/2` of theirs.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        LogSoftmaxRule rule = rule(of.use());
        String numbers = "n = " + Factor.whole(rule.classes());
        if (rule.classes() < 2) {
            return Optional.empty();
        }
        return Optional.of(
                IdealFactors.of(
                        Factor.of(1 / Math.sqrt(rule.spread(1)), "1 / std of log p", numbers),
                        Factor.of(
                                1 / Math.sqrt(rule.pulled(1, 0, rule.overlap(1))),
                                "(1 − 2/n + S)^-1/2",
                                numbers)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(example("unit logits", 1), example("large logits", 2));
    }

    private static OperatorCase example(String title, double deviation) {
        // The variance of a log-sum of few terms is that of a log-normal only nearly.
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 64, 8, 128)),
                AttributeMap.NONE,
                2e-3);
    }
}
