package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.SoftmaxMoments;
import org.unitscope.moments.SoftmaxSlope;
import org.unitscope.moments.SoftmaxTable;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;

/// Moments of the divergence of two softmax rows of n classes, with independent Gaussian logits x of
/// variance s² and a target t of variance r².
///
///     E D   = r² (1 − S_t) − E log Σ e^t + E log Σ e^x,   S_t = E Σ p²: exact, by Stein's lemma
///     var L = s² S_t / N                                   of the N rows' `Σ p x`, its largest part
///     E g_x² = (S_x + S_t − 2/n) / n · E g²/N²             exact for independent rows
///     E g_t² = (s² J_t + R) / n · E g²/N²                  J_t = E Σ p² (1 − 2 p + Σ p²), what its
///                                                          Jacobian passes; R of [SoftmaxSlope]
///
/// What pairs of rows have in common of g_x is as of [CrossEntropyRule]; of g_t nothing is said.
///
/// @param classes n
/// @param rows N
public record KullbackLeiblerRule(double classes, double rows) {
    private static final double STEP = 1.0 / 16;
    private static final int REACH = 6 * 16;

    private static double variance(TensorState x) {
        return x.moments().variance();
    }

    private SoftmaxMoments moments(double variance) {
        return new SoftmaxMoments(Math.sqrt(variance), (int) classes);
    }

    private double overlap(double variance) {
        return moments(variance).powerSum(2, (int) classes);
    }

    private double divergence(TensorState x, TensorState t) {
        double own = variance(t) * (1 - overlap(variance(t)));
        int n = (int) classes;
        double sums = moments(variance(x)).logSumExp(n) - moments(variance(t)).logSumExp(n);
        return Math.max(0, own + sums);
    }

    /// The loss.
    public TensorState loss(TensorState x, TensorState t) {
        double mean = divergence(x, t);
        return TensorState.of(mean, mean * mean + variance(x) * overlap(variance(t)) / rows);
    }

    private double each(TensorState g) {
        return g.secondMoment() / (rows * rows) / classes;
    }

    /// The gradient of the logits.
    public TensorState toLogits(TensorState x, TensorState t, TensorState g) {
        double scale = each(g);
        double[] second = new double[x.means().length];
        Arrays.fill(second, scale * (overlap(variance(x)) + overlap(variance(t)) - 2 / classes));
        Kernels pairs =
                common(x)
                        .combine(common(t), (a, b) -> scale * (a + b - 2 / classes))
                        .withDiagonal(second);
        return TensorState.centered(x.rows(), pairs, ElementShape.of(() -> differences(x, t)));
    }

    /// Overlaps of the softmax of two rows.
    private Kernels common(TensorState x) {
        double tilt = SoftmaxTable.tilt(classes, variance(x));
        return x.kernels()
                .map((i, j, k) -> {
                    double e = StrictMath.exp(tilt * (k - x.mean(i) * x.mean(j)));
                    return e / (e + classes - 1);
                });
    }

    /// Of `q − p`, from a grid of both logits in steps of 1/16 deviation.
    private ElementLaw differences(TensorState x, TensorState t) {
        double[] q = weightGrid(x);
        double[] p = weightGrid(t);
        double[] values = new double[q.length * p.length];
        double[] shares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = q[i / p.length] - p[i % p.length];
            double z = (i / p.length - REACH) * STEP;
            double y = (i % p.length - REACH) * STEP;
            shares[i] = StrictMath.exp(-(z * z + y * y) / 2);
        }
        return ElementLaw.atoms(values, shares);
    }

    private double[] weightGrid(TensorState x) {
        double s = Math.sqrt(variance(x));
        double[] weights = new double[2 * REACH + 1];
        Arrays.setAll(weights, i -> StrictMath.exp(s * (i - REACH) * STEP - s * s / 2) / classes);
        return weights;
    }

    private ElementLaw weights(TensorState x) {
        double s = Math.sqrt(variance(x));
        double n = classes;
        return ElementLaw.ofGaussian(z -> StrictMath.exp(s * z - s * s / 2) / n, 0, 1);
    }

    /// The gradient of the target's logits.
    public TensorState toTarget(TensorState x, TensorState t, TensorState g) {
        double[] second = new double[t.means().length];
        Arrays.fill(second, each(g) * ofTarget(x, t));
        return TensorState.centered(
                t.rows(),
                Kernels.untracked(t.rows().positions(), second),
                ElementShape.of(() -> weights(t)).times(ElementShape.GAUSSIAN));
    }

    private double ofTarget(TensorState x, TensorState t) {
        return variance(x) * jacobian(t) + slope(t);
    }

    private double jacobian(TensorState t) {
        return moments(variance(t)).gradientGain((int) classes);
    }

    private double slope(TensorState t) {
        return SoftmaxSlope.of(Math.sqrt(variance(t)), classes);
    }

    Derivation loss(String rule, TensorState x, TensorState t) {
        double mean = divergence(x, t);
        Quantity expected = new Quantity("E D", mean, "mean divergence of a row");
        return new Derivation(
                rule,
                "E L² = (E D)² + s² S_t / N",
                List.of(
                        Term.of("mean", expected, expected),
                        Term.of(
                                "spread",
                                new Quantity("s²", variance(x), "variance of the logits"),
                                new Quantity(
                                        "S_t", overlap(variance(t)), "overlap of a target row"),
                                new Quantity("1/N", 1 / rows, "one over the rows"))));
    }

    /// Where the loss comes from.
    public Derivation ofLoss(TensorState x, TensorState t) {
        return loss("divergence of two softmax rows of Gaussian logits", x, t);
    }

    /// Where the gradient of the logits comes from.
    public Derivation ofLogits(TensorState x, TensorState t, TensorState g) {
        Quantity each = each("E g²/(N² n)", g);
        return new Derivation(
                "softmax minus the target's softmax",
                "E g_x² = (S_x + S_t − 2/n) · E g²/(N² n)",
                List.of(
                        Term.of(
                                "logits",
                                new Quantity("S_x", overlap(variance(x)), "overlap of a row"),
                                each),
                        Term.of(
                                "target",
                                new Quantity("S_t", overlap(variance(t)), "overlap of a row"),
                                each),
                        Term.of(
                                "both",
                                new Quantity("−2/n", -2 / classes, "what they share"),
                                each)));
    }

    /// Where the gradient of the target comes from.
    public Derivation ofTarget(TensorState x, TensorState t, TensorState g) {
        Quantity each = each("E g²/(N² n)", g);
        return new Derivation(
                "weights times how far a class is from the divergence",
                "E g_t² = (s² J_t + R) · E g²/(N² n)",
                List.of(
                        Term.of(
                                "logits",
                                new Quantity("s²", variance(x), "variance of the logits"),
                                new Quantity(
                                        "J_t", jacobian(t), "E Σ p² (1 − 2 p + Σ p²) of a row"),
                                each),
                        Term.of(
                                "target",
                                new Quantity("R", slope(t), "E Σ p² (t − Σ p t)² of a row"),
                                each)));
    }

    private Quantity each(String symbol, TensorState g) {
        return new Quantity(symbol, each(g), "gradient of the loss, over rows and classes");
    }
}
