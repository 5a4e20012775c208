package org.unitscope.onnx;

import java.util.List;
import java.util.Map;
import org.unitscope.operators.Invocation;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;

/// Counterparts of losses.
final class Losses {
    private Losses() {}

    static List<Counterpart> all() {
        return List.of(
                Counterpart.composed("cross_entropy", Losses::crossEntropy, Losses::crossEntropy)
                        .also(
                                Cases.of(
                                        "all of it smoothing",
                                        Map.of("smoothing", 1.0),
                                        Cases.normal(64, 10),
                                        Cases.indices(10, 64))),
                // Every difference is rounded, which counts twice in its square, and the square.
                Counterpart.composed(
                                "mean_squared_error",
                                (sample, y) ->
                                        Bounds.map(
                                                y,
                                                v ->
                                                        Bounds.U
                                                                * (sample.use().input(0).count()
                                                                        + 4)
                                                                * v),
                                Losses::meanSquare)
                        .also(
                                Cases.of(
                                        "three axes",
                                        Map.of(),
                                        Cases.normal(2, 3, 8),
                                        Cases.positive(2, 3, 8))),
                Counterpart.composed("kl_divergence", Losses::divergence, Losses::divergence));
    }

    private static String meanSquare(Invocation use, GraphDraft g) {
        String difference = g.node("Sub", "input0", "input1");
        return mean(g, g.node("Mul", difference, difference));
    }

    private static String mean(GraphDraft g, String x) {
        return g.node("ReduceMean", NodeAttributes.of("keepdims", 0), x);
    }

    private static String sum(GraphDraft g, String x, int... axes) {
        NodeAttributes drop = NodeAttributes.of("keepdims", 0);
        return axes.length == 0
                ? g.node("ReduceSum", drop, x)
                : g.node("ReduceSum", drop, x, g.integers(axes));
    }

    private static String logSoftmax(GraphDraft g, String x) {
        return g.node("LogSoftmax", NodeAttributes.of("axis", -1), x);
    }

    /// SoftmaxCrossEntropyLoss over rows; −1 is no label. Smoothed, that takes its share, and the
    /// mean over classes of the negative logarithms, averaged over labelled rows, the rest.
    private static String crossEntropy(Invocation use, GraphDraft g) {
        double smoothing = use.attributes().number("smoothing", 0);
        int classes = use.input(0).extent(-1);
        String logits = g.node("Reshape", "input0", g.integers(-1, classes));
        String labels = g.node("Reshape", "input1", g.integers(-1));
        String loss =
                g.node(
                        "SoftmaxCrossEntropyLoss",
                        NodeAttributes.of("ignore_index", -1).and("reduction", "mean"),
                        logits,
                        labels);
        if (smoothing == 0) {
            return loss;
        }
        String given = g.node("GreaterOrEqual", labels, g.integer(0));
        String counted = g.node("Cast", NodeAttributes.of("to", g.real().number()), given);
        String rows = g.node("Neg", sum(g, logSoftmax(g, logits), -1));
        String uniform =
                g.node(
                        "Div",
                        sum(g, g.node("Mul", counted, rows)),
                        g.node("Mul", sum(g, counted), g.constant(classes)));
        return g.node(
                "Add",
                g.node("Mul", loss, g.constant(1 - smoothing)),
                g.node("Mul", uniform, g.constant(smoothing)));
    }

    /// The error of a log-softmax at the label, and of the sum over rows; smoothed, also of the sum
    /// over classes, and four factors and sums. No term is negative, so sums are off relatively.
    private static double[] crossEntropy(Sample sample, RealTensor y) {
        int classes = sample.use().input(0).extent(-1);
        int rows = ((IndexTensor) sample.inputs().get(1)).array().length;
        boolean smooth = sample.use().attributes().find("smoothing").isPresent();
        double size = 2 * sample.largest(0) + Math.log(classes);
        double summed = rows + (smooth ? classes + 4 : 0);
        return Bounds.map(
                y, loss -> Bounds.U * (RowBounds.logarithm(size, classes) + summed * loss));
    }

    private static String divergence(Invocation use, GraphDraft g) {
        String target = g.node("Softmax", NodeAttributes.of("axis", -1), "input1");
        String logs = g.node("Sub", logSoftmax(g, "input1"), logSoftmax(g, "input0"));
        return mean(g, sum(g, g.node("Mul", target, logs), -1));
    }

    /// Per row `Σ p |log p − log q|` with the errors of p, of the difference, of the product and of
    /// the sums; and, as p sums to 1, those of the two logarithms.
    private static double[] divergence(Sample sample, RealTensor y) {
        int classes = sample.use().input(0).extent(-1);
        int rows = sample.use().input(0).length() / classes;
        double[] logs = logs(sample.input(1), classes);
        double[] others = logs(sample.input(0), classes);
        double terms = 0;
        double size = 0;
        for (int i = 0; i < logs.length; i++) {
            terms += Math.exp(logs[i]) * Math.abs(logs[i] - others[i]) / rows;
            size = Math.max(size, Math.max(Math.abs(logs[i]), Math.abs(others[i])));
        }
        double relative = RowBounds.weight(sample.largest(1), 0, classes) + classes + rows + 3;
        double off = terms * relative + 2 * RowBounds.logarithm(size, classes);
        return Bounds.map(y, v -> Bounds.U * off);
    }

    private static double[] logs(RealTensor x, int classes) {
        double[] logs = new double[x.shape().length()];
        for (int row = 0; row < logs.length; row += classes) {
            double sum = 0;
            for (int i = row; i < row + classes; i++) {
                sum += Math.exp(x.get(i));
            }
            for (int i = row; i < row + classes; i++) {
                logs[i] = x.get(i) - Math.log(sum);
            }
        }
        return logs;
    }
}
