package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.SoftmaxMoments;
import org.unitscope.moments.SoftmaxTable;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.Shape;

/// Moments of softmax cross-entropy over V classes, for Gaussian logits and labels independent of
/// them.
///
/// The loss is `E log Σ exp(s z)` with variance s²/N (that of the label's logit; the spread of the
/// log-sum is smaller by about V); where s² differs from position to position, the mean at s² plus
/// and minus its deviation over labelled positions. What all logits of a row have in common cancels. The gradient `(p − y)/N` at the N labelled places has, with S(K)
/// the expected overlap of two softmax rows whose logits have covariance K and u = Σ π² of the
/// labels' law,
///
///     diagonal   (S(D) − 2/V + u_1) / V · κ,       κ the share of labelled rows at a position
///     pairs      (S(K) + u_2 − 2/V) / V · κ_2,     κ_2 the share of pairs with both labelled
///
/// u_1 = 1 and u_2 = u. With a smoothing ε the label is `(1 − ε) y + ε/V`: u_1 = (1 − ε)² + r and
/// u_2 = (1 − ε)² u + r, r = (2 ε − ε²)/V.
///
/// S by a log-normal tilt `f(x) = e^x / (e^x + V − 1)` with the exact overlap of one row with itself
/// setting the scale of x: `¾ f(r K) + ¼ f(r_K K)`. By Stein's lemma a share `(1 − Σ p²)/V` of the
/// logits themselves is in it.
///
/// @param classes V
/// @param labels shape of the labels
/// @param law what the labels are drawn from; uniform over all classes where it is unknown
/// @param smoothing ε
public record CrossEntropyRule(
        double classes, Shape labels, Optional<IndexLaw> law, double smoothing) {
    /// Where the numbers of a rule come from.
    ///
    /// @param rule of a use
    public static Derivations explained(Function<Invocation, CrossEntropyRule> rule) {
        return new Derivations() {
            @Override
            public Optional<Derivation> output(Application of, int output) {
                return Optional.of(rule.apply(of.use()).ofLoss(of.input(0)));
            }

            @Override
            public Optional<Derivation> gradient(Application of, int input) {
                return Optional.of(rule.apply(of.use()).ofGradient(of.input(0), of.gradient()));
            }

            @Override
            public Map<Assumption, Double> assumptions(Application of) {
                return Map.of(Assumption.SMALL_LOGITS, of.input(0).moments().variance());
            }
        };
    }

    /// The state of the loss.
    public TensorState loss(TensorState logits) {
        Positions t = logits.rows().positions();
        double[] shares = new double[t.blocks()];
        Arrays.setAll(shares, i -> present(t, i) * t.size(i) / (t.total() * presentShare()));
        double mean = 0;
        double square = 0;
        for (int i = 0; i < shares.length; i++) {
            double variance = logits.deviation(i) * logits.deviation(i);
            mean += shares[i] * variance;
            square += shares[i] * variance * variance;
        }
        double deviation = Math.sqrt(Math.max(0, square - mean * mean));
        double loss =
                deviation < 1e-3 * mean
                        ? logSum(mean)
                        : (logSum(mean + deviation) + logSum(Math.max(0, mean - deviation))) / 2;
        double kept = 1 - smoothing;
        return TensorState.of(loss, loss * loss + kept * kept * mean / places());
    }

    /// The expected overlap of two smoothed labels, from that of two labels.
    private double smoothed(double overlap) {
        double kept = 1 - smoothing;
        return kept * kept * overlap + (2 * smoothing - smoothing * smoothing) / classes;
    }

    private double logSum(double variance) {
        int count = (int) classes;
        return new SoftmaxMoments(Math.sqrt(variance), count).logSumExp(count);
    }

    private double presentShare() {
        return law.map(l -> l.presentShare(innermost())).orElse(1.0);
    }

    /// Number of labelled places.
    private double places() {
        return presentShare() * labels.count();
    }

    private int innermost() {
        return labels.rank() == 0 ? 1 : labels.extent(-1);
    }

    /// The gradient of the logits.
    ///
    /// @param loss state of the loss's gradient
    public TensorState gradient(TensorState logits, TensorState loss) {
        double scale = loss.secondMoment() / (places() * places());
        Positions t = logits.rows().positions();
        double[] variance = new double[t.blocks()];
        double[] tilt = new double[variance.length];
        double[] present = new double[variance.length];
        double[] diagonal = new double[variance.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = logits.deviation(i) * logits.deviation(i);
            tilt[i] = SoftmaxTable.tilt(classes, variance[i]);
            present[i] = present(t, i);
            double overlap = overlap(tilt[i] * variance[i]);
            diagonal[i] = scale * present[i] * (overlap - 2 / classes + smoothed(1)) / classes;
        }
        double collisions = smoothed(collisions());
        double both = pairShare();
        Kernels pairs =
                logits.kernels()
                        .mapPairs(
                                diagonal,
                                (i, j, k) -> {
                                    double covariance = k - logits.mean(i) * logits.mean(j);
                                    double root = Math.sqrt(tilt[i] * tilt[j]);
                                    double own = SoftmaxTable.tilt(classes, covariance);
                                    double s =
                                            0.75 * overlap(root * covariance)
                                                    + 0.25 * overlap(own * covariance);
                                    double row = (s + collisions - 2 / classes) / classes;
                                    return scale * present[i] * present[j] * row;
                                });
        Kernels kernels = both == 1 || !pairs.isTracked() ? pairs : withPairShare(pairs, both);
        double squares = overlap(t.mean(product(tilt, variance)));
        double aligned = (1 - squares) / classes * t.mean(present) * Math.sqrt(scale);
        ElementShape shape =
                ElementShape.of(() -> element(logits)).withRows(RowLaw.present(randomShare()));
        return TensorState.centered(logits.rows(), kernels, shape)
                .with(
                        smoothing == 0
                                ? new GridLaw.Residual(probabilities(), places())
                                : GridLaw.None.NONE)
                .aligned(aligned);
    }

    /// Where the loss's second moment comes from: `E L² = (E L)² + s²/N`.
    Derivation ofLoss(TensorState logits) {
        double mean = loss(logits).mean();
        Quantity expected =
                new Quantity("E L", mean, "ln V for equal logits, more for Gaussian ones");
        return new Derivation(
                "softmax cross-entropy of Gaussian logits",
                "E L² = (E L)² + " + (smoothing == 0 ? "" : "(1 − ε)² ") + "s²/N",
                List.of(
                        Term.of("mean", expected, expected),
                        Term.of(
                                "spread",
                                new Quantity(
                                        smoothing == 0 ? "s²" : "(1 − ε)² s²",
                                        (1 - smoothing)
                                                * (1 - smoothing)
                                                * logits.moments().variance(),
                                        "logit variance"),
                                new Quantity(
                                        "1/N", 1 / places(), "one over the labelled places"))));
    }

    /// Where the gradient's second moment comes from: `κ (S − 2/V + 1)/V · 1/N²`, S and κ of a
    /// position, averaged.
    Derivation ofGradient(TensorState logits, TensorState loss) {
        Positions t = logits.rows().positions();
        double[] present = new double[t.blocks()];
        double[] overlap = new double[present.length];
        for (int i = 0; i < present.length; i++) {
            double variance = logits.deviation(i) * logits.deviation(i);
            present[i] = present(t, i);
            overlap[i] = overlap(SoftmaxTable.tilt(classes, variance) * variance);
        }
        double kappa = t.mean(present);
        double mean = kappa == 0 ? 0 : t.mean(product(present, overlap)) / kappa;
        Quantity[] common = {
            new Quantity("κ", kappa, "share of labelled places"),
            new Quantity("1/V", 1 / classes, "one over the classes"),
            new Quantity(
                    "E g²/N²",
                    loss.secondMoment() / (places() * places()),
                    "mean square of the loss's gradient, over the squared number of labelled"
                            + " places")
        };
        return new Derivation(
                "softmax minus label, averaged over labelled places",
                "E g_x² = κ · (" + (smoothing == 0 ? "1" : "u") + " + S − 2/V) · 1/V · E g²/N²",
                List.of(
                        term(
                                "labels",
                                smoothing == 0
                                        ? new Quantity("1", 1, "the label's own class")
                                        : new Quantity(
                                                "u", smoothed(1), "squares of a smoothed label"),
                                common),
                        term(
                                "softmax",
                                new Quantity("S", mean, "overlap E Σ p² of a row of weights"),
                                common),
                        term(
                                "softmax at the label",
                                new Quantity("−2/V", -2 / classes, "minus twice its mean weight"),
                                common)));
    }

    private static Term term(String label, Quantity own, Quantity... common) {
        List<Quantity> factors = new ArrayList<>(List.of(common));
        factors.add(1, own);
        return new Term(label, factors);
    }

    private static double[] product(double[] x, double[] y) {
        double[] result = new double[x.length];
        Arrays.setAll(result, i -> x[i] * y[i]);
        return result;
    }

    private double overlap(double x) {
        double e = StrictMath.exp(x);
        return e / (e + classes - 1);
    }

    /// The share of a block's positions that have a label.
    private double present(Positions t, int block) {
        if (law.isEmpty() || t.total() != innermost()) {
            return presentShare();
        }
        double sum = 0;
        int start = (int) t.start(block);
        for (int p = start; p < start + t.size(block); p++) {
            sum += law.get().presentAt(p, innermost());
        }
        return sum / t.size(block);
    }

    /// Labels at a fixed number of places exclude each other: pairs of one sequence have both less
    /// often than independence says, by this factor.
    private double pairShare() {
        return law.map(l -> pairShare(l, innermost())).orElse(1.0);
    }

    private static double pairShare(IndexLaw law, int length) {
        return switch (law) {
            case IndexLaw.Masked masked when length > 1 -> {
                double count = masked.presentCount(length);
                yield (count - 1) / (length - 1) / (count / length);
            }
            case IndexLaw.ExceptLast except -> pairShare(except.of(), length - except.count());
            default -> 1;
        };
    }

    private static Kernels withPairShare(Kernels pairs, double share) {
        return Kernels.fill(
                pairs.positions(),
                pairs.classes(),
                pairs.diagonal(),
                (c, i, j, across) -> pairs.at(c, i, j, across) * (across ? 1 : share));
    }

    /// The share of labelled rows where that is left to chance.
    private double randomShare() {
        return law.map(l -> randomShare(l, innermost())).orElse(1.0);
    }

    private static double randomShare(IndexLaw law, int length) {
        return switch (law) {
            case IndexLaw.Masked masked -> masked.presentShare(length);
            case IndexLaw.ExceptLast except -> randomShare(except.of(), length - except.count());
            default -> 1;
        };
    }

    private double[] probabilities() {
        if (law.isPresent()) {
            return Arrays.copyOf(law.get().probabilities(innermost()), (int) classes);
        }
        double[] even = new double[(int) classes];
        Arrays.fill(even, 1 / classes);
        return even;
    }

    private double collisions() {
        return Arrays.stream(probabilities()).map(p -> p * p).sum();
    }

    /// `p − ε/V` for all classes but the label, `p − 1 + ε − ε/V` for it.
    private ElementLaw element(TensorState logits) {
        Positions t = logits.rows().positions();
        double[] variance = new double[t.blocks()];
        Arrays.setAll(variance, i -> logits.deviation(i) * logits.deviation(i));
        double v = t.mean(variance);
        double rest = smoothing / classes;
        ElementLaw other = weightLess(v, rest);
        ElementLaw label = weightLess(v, rest + 1 - smoothing);
        return ElementLaw.mixture(
                List.of(other, label), new double[] {1 - 1 / classes, 1 / classes});
    }

    /// The law of a weight, less a target.
    private ElementLaw weightLess(double variance, double target) {
        double s = Math.sqrt(variance);
        return ElementLaw.ofGaussian(
                z -> StrictMath.exp(s * z - variance / 2) / classes - target, 0, 1);
    }
}
