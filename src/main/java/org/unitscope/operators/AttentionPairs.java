package org.unitscope.operators;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.operators.GridLaw.LogitGradient;
import org.unitscope.operators.GridLaw.Product;
import org.unitscope.operators.GridLaw.Rows;
import org.unitscope.operators.GridLaw.Weights;
import org.unitscope.operators.PairKernels.PairClass;

/// Kernels through softmax attention without a mask, in both passes, for kernels that do not depend
/// on the position.
///
/// With logits of covariance `τ K_q(i, i') K_k(j, j')`, two softmax rows have
///
///     E p_ij p_i'j' ≈ exp(a_ii' R_jj') / Z_ii',   a = r τ D_k K_q(i, i'),   R = K_k / D_k,
///
/// Z the same numerator summed over j and j': a log-normal tilt with exact normalization. The factor
/// r makes `E Σ p²` of one row exact for n independent logits of the effective variance `τ D_q D_k (1
/// − R̄)`. Sums over keys run over j = j' (n terms) and j ≠ j' (n (n − 1), by pair class), or over all
/// n² where the keys are of another sequence. Derivation: tilted Gaussian moments; for gradients the
/// Jacobian `p (d − Σ p d)`: the covariance of key and value kernels, or the value kernel centered by
/// both rows' means.
final class AttentionPairs {
    private final Weights weights;
    private final double n;
    private final double own;
    private final double ratio;
    private final double gradientShare;
    private final double queryShare;
    private final List<PairClass> keys;
    private final PairKernels tilts;
    private final PairKernels shape;

    /// @param others everything that will be asked about, so that classes are alike
    AttentionPairs(Weights weights, PairKernels... others) {
        n = weights.keys();
        shape = shape(weights.logits(), others);
        Product logits =
                new Product(
                        aligned(weights.logits().left()),
                        aligned(weights.logits().right()),
                        weights.logits().factor());
        this.weights = new Weights(logits, weights.keys());
        double keyScale = logits.right().secondMoment();
        keys = logits.right().pairs().map(k -> k / keyScale).classes();
        double variance = logits.factor() * logits.left().secondMoment() * keyScale;
        double effective = Math.max(0, variance * (1 - meanCorrelation()));
        ratio = SoftmaxMoments.tilt(effective, weights.keys());
        own = ratio * variance;
        tilts = logits.left().pairs().map(k -> ratio * logits.factor() * keyScale * k);
        gradientShare = share(effective, overlap -> 1 - 2 / n + overlap);
        queryShare = share(effective, overlap -> 1 - overlap);
    }

    private static PairKernels shape(Product logits, PairKernels... others) {
        PairKernels all = logits.left().pairs().combine(logits.right().pairs(), (x, y) -> 0);
        for (PairKernels other : others) {
            all = all.combine(other, (x, y) -> 0);
        }
        return all;
    }

    private Rows aligned(Rows rows) {
        return new Rows(rows.secondMoment(), shape.combine(rows.pairs(), (zero, kernel) -> kernel));
    }

    private Product aligned(Product product) {
        return new Product(aligned(product.left()), aligned(product.right()), product.factor());
    }

    private double meanCorrelation() {
        return keys.stream().mapToDouble(pair -> pair.weight() * pair.inSequence()).sum();
    }

    /// `E Σ p² (1 − 2 p + Σ p²)` of a row with independent logits of this variance, as a share of
    /// its overlap `E Σ p²` times a factor of it.
    private double share(double variance, DoubleUnaryOperator factor) {
        int count = weights.keys();
        if (count < 2) {
            return 1;
        }
        if (variance < 1e-9) {
            double even = 1 / n;
            return (1 - even) / factor.applyAsDouble(even);
        }
        SoftmaxMoments moments = new SoftmaxMoments(Math.sqrt(variance), count);
        double overlap = moments.powerSum(2, count);
        return moments.gradientGain(count) / (overlap * factor.applyAsDouble(overlap));
    }

    /// A number for equal keys and one for each class of unlike keys.
    @FunctionalInterface
    private interface KeyTerm {
        double of(int keyClass, boolean cross);
    }

    /// `Σ_jj' exp(a R_jj') F_jj'` over the keys of one sequence.
    private double within(double a, double equal, KeyTerm unlike) {
        double sum = 0;
        for (int c = 0; c < keys.size(); c++) {
            PairClass pair = keys.get(c);
            sum += pair.weight() * StrictMath.exp(a * pair.inSequence()) * unlike.of(c, false);
        }
        return n * StrictMath.exp(a) * equal + n * (n - 1) * sum;
    }

    /// The same over the keys of two sequences.
    private double across(double a, KeyTerm term) {
        double sum = 0;
        for (int c = 0; c < keys.size(); c++) {
            PairClass pair = keys.get(c);
            sum += pair.weight() * StrictMath.exp(a * pair.crossSequence()) * term.of(c, true);
        }
        return n * n * sum;
    }

    private double normWithin(double a) {
        return within(a, 1, (c, cross) -> 1);
    }

    private double normAcross(double a) {
        return across(a, (c, cross) -> 1);
    }

    private static double at(PairKernels pairs, int index, boolean cross) {
        PairClass pair = pairs.classes().get(index);
        return cross ? pair.crossSequence() : pair.inSequence();
    }

    /// Rows of a result, from what equal and unlike query pairs give; classes of the wider of the
    /// two.
    private interface QueryTerm {
        double of(int queryClass, boolean cross);
    }

    private Rows rows(double second, QueryTerm term) {
        PairKernels result = shape;
        List<PairClass> classes = new java.util.ArrayList<>();
        for (int c = 0; c < result.classes().size(); c++) {
            classes.add(
                    new PairClass(
                            result.classes().get(c).weight(), term.of(c, false), term.of(c, true)));
        }
        return new Rows(second, new PairKernels(shape.identities(), classes));
    }

    /// The weights times values: `Σ_jj' E p_ij p_i'j' K_v(j, j')`.
    Rows output(Rows given) {
        Rows values = aligned(given);
        KeyTerm value = (c, cross) -> at(values.pairs(), c, cross);
        double second = within(own, values.secondMoment(), value) / normWithin(own);
        return rows(
                second,
                (c, cross) -> {
                    double a = at(tilts, c, cross);
                    return cross
                            ? across(a, value) / normAcross(a)
                            : within(a, values.secondMoment(), value) / normWithin(a);
                });
    }

    /// The gradient of the values, from that of the output: `Σ_ii' E p_ij p_i'j' G(i, i')`.
    Rows toValues(Rows given) {
        Rows gradient = aligned(given);
        return rows(
                overQueries(gradient, 1, 1, false),
                (key, cross) -> {
                    PairClass pair = keys.get(key);
                    double r = cross ? pair.crossSequence() : pair.inSequence();
                    return overQueries(gradient, r, 1, cross);
                });
    }

    /// `Σ_ii' exp(a_ii' R) G(i, i') / Z_ii'` at one key correlation R.
    private double overQueries(Rows gradient, double r, double factor, boolean cross) {
        double unlike = 0;
        for (int c = 0; c < shape.classes().size(); c++) {
            double a = at(tilts, c, cross);
            double norm = cross ? normAcross(a) : normWithin(a);
            unlike +=
                    shape.classes().get(c).weight()
                            * StrictMath.exp(a * r)
                            * at(gradient.pairs(), c, cross)
                            / norm;
        }
        double equal = StrictMath.exp(own * r) * gradient.secondMoment() / normWithin(own);
        return factor * (cross ? n * n * unlike : n * equal + n * (n - 1) * unlike);
    }

    /// The mean square of the logits' gradient.
    double logitGradient(Product gradient) {
        Rows values = aligned(gradient.right());
        double centered =
                values.secondMoment() - 2 * meanOverKeys(values) + output(values).secondMoment();
        double overlap = n * StrictMath.exp(own) / normWithin(own);
        return gradientShare
                * gradient.factor()
                * gradient.left().secondMoment()
                * overlap
                * Math.max(0, centered)
                / n;
    }

    /// The mean of the value kernel over one of its keys.
    private double meanOverKeys(Rows values) {
        return (values.secondMoment() + (n - 1) * values.pairs().mean(false)) / n;
    }

    /// The gradient of the queries: `factor G(i, i') cov(K_k, K_v)`.
    Rows toQueries(LogitGradient law) {
        Product d = aligned(law.gradient());
        Rows values = d.right();
        Rows k = weights.logits().right();
        double factor = queryShare * d.factor();
        double second = factor * d.left().secondMoment() * covariance(own, values, k, false);
        return rows(
                Math.max(0, second),
                (c, cross) ->
                        factor
                                * at(d.left().pairs(), c, cross)
                                * covariance(at(tilts, c, cross), values, k, cross));
    }

    /// The covariance of K_k and K_v over pairs of keys, drawn with `E p_ij p_i'j'`: what is common
    /// to all keys, or to all values, moves no softmax.
    private double covariance(double a, Rows values, Rows k, boolean cross) {
        KeyTerm key = (c, x) -> at(k.pairs(), c, x);
        KeyTerm value = (c, x) -> at(values.pairs(), c, x);
        KeyTerm product = (c, x) -> key.of(c, x) * value.of(c, x);
        double keys = k.secondMoment();
        double both = keys * values.secondMoment();
        return mean(a, both, product, cross)
                - mean(a, keys, key, cross) * mean(a, values.secondMoment(), value, cross);
    }

    /// The mean over pairs of keys.
    private double mean(double a, double equal, KeyTerm unlike, boolean cross) {
        return cross ? across(a, unlike) / normAcross(a) : within(a, equal, unlike) / normWithin(a);
    }

    /// The gradient of the keys: `factor Σ_ii' G(i, i') K_q(i, i') E p p' K̃(j, j'; i, i')`.
    Rows toKeys(LogitGradient law) {
        Product d = aligned(law.gradient());
        Rows values = d.right();
        Rows o = output(values);
        double factor = gradientShare * d.factor();
        double second = factor * forKeys(d.left(), o, values, values.secondMoment(), 1, false);
        Rows raw =
                rows(
                        Math.max(0, second),
                        (key, cross) -> {
                            PairClass pair = keys.get(key);
                            double r = cross ? pair.crossSequence() : pair.inSequence();
                            return factor
                                    * forKeys(
                                            d.left(),
                                            o,
                                            values,
                                            at(values.pairs(), key, cross),
                                            r,
                                            cross);
                        });
        return withoutSum(raw);
    }

    /// A row of softmax gradients sums to zero over its keys, and so do the gradients of the keys:
    /// what the approximations leave is taken off all pairs alike.
    private Rows withoutSum(Rows rows) {
        double within = n < 2 ? 0 : -rows.secondMoment() / (n - 1) - rows.pairs().mean(false);
        double across = -rows.pairs().mean(true);
        List<PairClass> classes =
                rows.pairs().classes().stream()
                        .map(pair ->
                                new PairClass(
                                        pair.weight(),
                                        pair.inSequence() + within,
                                        pair.crossSequence() + across))
                        .toList();
        return new Rows(rows.secondMoment(), new PairKernels(rows.pairs().identities(), classes));
    }

    private double forKeys(
            Rows gradient, Rows o, Rows values, double value, double r, boolean cross) {
        Rows q = weights.logits().left();
        double mean = cross ? values.pairs().mean(true) : meanOverKeys(values);
        double unlike = 0;
        for (int c = 0; c < shape.classes().size(); c++) {
            double a = at(tilts, c, cross);
            double norm = cross ? normAcross(a) : normWithin(a);
            unlike +=
                    shape.classes().get(c).weight()
                            * StrictMath.exp(a * r)
                            * at(gradient.pairs(), c, cross)
                            * at(q.pairs(), c, cross)
                            * (value - 2 * mean + at(o.pairs(), c, cross))
                            / norm;
        }
        double equal =
                StrictMath.exp(own * r)
                        * gradient.secondMoment()
                        * q.secondMoment()
                        * (value - 2 * mean + o.secondMoment())
                        / normWithin(own);
        return cross ? n * n * unlike : n * equal + n * (n - 1) * unlike;
    }
}
