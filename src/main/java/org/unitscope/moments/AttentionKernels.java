package org.unitscope.moments;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.unitscope.moments.AttentionSide.Side;

/// Kernels through softmax attention, in both passes, for any mask.
///
/// Logits of covariance `τ K_q(i, i') K_k(j, j')` give softmax rows with
///
///     E p_ij p_i'j' ≈ exp(a_ii' R_jj') / Z_ii',   a = τ D̄_k K_q(i, i') √(r_i r_i'),   R = K_k / D̄_k,
///
/// Z the same numerator summed over visible keys: a log-normal tilt with exact normalization. The
/// factor r makes `E Σ p²` of a row exact for as many independent logits as it sees, of the variance
/// that is not common to its keys ([SoftmaxTable]). Derivation: tilted Gaussian moments.
///
/// Gradients go through the Jacobian `p_ij (d_ij − Σ_k p_ik d_ik)`, with the value kernel centered by
/// what both rows have in common, so that what all keys or all values share moves no softmax:
///
///     K̃(j, j'; i, i') = K_v(j, j') − r_i(j') − r_i'(j) + c_ii',
///
/// `r_i(j')` the mean of K_v(·, j') over the keys of row i, and c such that `Σ E p p' K̃ = 0`. Few or
/// peaked keys multiply the gradient by the root of [SoftmaxTable#gain] per row.
public final class AttentionKernels {
    private final TensorState queries;
    private final TensorState keys;
    private final double factor;
    private final KeyMask mask;
    private final boolean self;
    private final PairClasses classes;
    private final Kernels q;
    private final Kernels k;
    private final double keyScale;
    private final double[] spread;
    private final double[] gain;
    private final AttentionSide within;
    private final AttentionSide across;
    private final Side normWithin;
    private final Side normAcross;
    private final Map<List<Double>, LogitNormal> fits =
            Collections.synchronizedMap(new HashMap<>());

    /// Attention of these queries to these keys.
    ///
    /// @param factor τ, the product of head width and squared logit scale
    /// @param self whether both are rows of the same sequences
    public AttentionKernels(
            TensorState queries, TensorState keys, double factor, KeyMask mask, boolean self) {
        this(
                queries,
                keys,
                factor,
                mask,
                self,
                queries.kernels().classes().union(keys.kernels().classes()));
    }

    private AttentionKernels(
            TensorState queries,
            TensorState keys,
            double factor,
            KeyMask mask,
            boolean self,
            PairClasses classes) {
        this.queries = queries;
        this.keys = keys;
        this.factor = factor;
        this.mask = mask;
        this.self = self;
        this.classes = classes;
        q = queries.kernels().over(classes);
        k = keys.kernels().over(classes);
        keyScale = Math.max(k.second(), Double.MIN_NORMAL);
        double logit = factor * keyScale;
        int rows = mask.queries().blocks();
        spread = new double[rows];
        gain = new double[rows];
        double[] ratio = new double[rows];
        double[] common = common();
        for (int i = 0; i < rows; i++) {
            double n = mask.visible(i);
            spread[i] = Math.max(0, logit * q.diagonal(i) * common[i]);
            ratio[i] = Math.sqrt(SoftmaxTable.tilt(n, spread[i]));
            gain[i] = Math.sqrt(SoftmaxTable.gain(n, spread[i]));
        }
        Kernels tilts = q.map((i, j, kernel) -> logit * kernel * ratio[i] * ratio[j]);
        Kernels correlations = k.scaled(1 / keyScale).interacting();
        within = side(tilts, correlations, false);
        across = side(tilts, correlations, true);
        Side ones = Side.of(k.map((i, j, kernel) -> 1), false);
        normWithin = within.sum(ones);
        normAcross = across.sum(Side.of(k.map((i, j, kernel) -> 1), true));
    }

    private AttentionSide side(Kernels tilts, Kernels correlations, boolean acrossSequences) {
        return new AttentionSide(
                mask,
                classes,
                Side.of(tilts, acrossSequences),
                Side.of(correlations, acrossSequences),
                acrossSequences,
                self);
    }

    /// Per query `mean D_k − mean A_k` over its keys, as a share of D̄_k: what is not common to
    /// them.
    private double[] common() {
        int columns = mask.keys().blocks();
        double[] pairs = k.mean(false);
        double[] sums = mask.keyPairs(pairs);
        double[] result = new double[mask.queries().blocks()];
        for (int i = 0; i < result.length; i++) {
            double n = mask.visible(i);
            double own = 0;
            double repeated = 0;
            for (int j = 0; j < columns; j++) {
                double visible = mask.share(i, j) * mask.keys().size(j);
                own += visible * k.diagonal(j);
                repeated += visible * pairs[j * columns + j];
            }
            int rows = result.length;
            double unlike = n > 1.5 ? (sums[i * rows + i] - repeated) / (n * (n - 1)) : own / n;
            result[i] = (own / n - unlike) / keyScale;
        }
        return result;
    }

    /// The same over the classes of more kernels.
    private AttentionKernels over(Kernels... others) {
        PairClasses all = classes;
        for (Kernels other : others) {
            all = all.union(other.classes());
        }
        return all.identities().equals(classes.identities())
                ? this
                : new AttentionKernels(queries, keys, factor, mask, self, all);
    }

    private AttentionSide side(boolean acrossSequences) {
        return acrossSequences ? across : within;
    }

    private Side norm(boolean acrossSequences) {
        return acrossSequences ? normAcross : normWithin;
    }

    /// The queries.
    public TensorState queries() {
        return queries;
    }

    /// The keys.
    public TensorState keys() {
        return keys;
    }

    /// Which keys are seen.
    public KeyMask mask() {
        return mask;
    }

    /// The variance of a query's logits that is not common to its keys.
    public double logitSpread(int query) {
        return spread[query];
    }

    /// `E Σ_j p_ij²` per query.
    public double[] overlap() {
        return overlap(j -> 1);
    }

    /// `E Σ_j p_ij² K_v(j, j)` per query: what keys give with themselves.
    public double[] overlap(Kernels values) {
        return overlap(values::diagonal);
    }

    private double[] overlap(IntToDoubleFunction perKey) {
        double[] result = new double[mask.queries().blocks()];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < mask.keys().blocks(); j++) {
                double visible = mask.share(i, j) * mask.keys().size(j);
                result[i] += visible * square(i, j) * perKey.applyAsDouble(j);
            }
        }
        return result;
    }

    /// The law of one of n weights with this overlap. Weights and the gradients of their logits ask
    /// for the same ones, which are fitted once.
    LogitNormal weight(double n, double overlap) {
        return fits.computeIfAbsent(List.of(n, overlap), key -> LogitNormal.fit(n, overlap));
    }

    /// `E p_ij²`.
    double square(int i, int j) {
        double logit = factor * q.diagonal(i) * k.diagonal(j);
        double n = mask.visible(i);
        return StrictMath.exp(logit * SoftmaxTable.tilt(n, spread[i])) / normWithin.own()[i];
    }

    /// The mean correlation of two keys.
    public double keyCorrelation() {
        return 1 - mask.queries().mean(common());
    }

    /// The kernels of `Σ_j p_ij v_j`.
    public Kernels output(Kernels values) {
        return over(values).sums(values);
    }

    private Kernels sums(Kernels values) {
        return kernels(mask.queries(), average(values, false), average(values, true));
    }

    private Side average(Kernels values, boolean acrossSequences) {
        Side v = Side.of(values.over(classes), acrossSequences);
        return side(acrossSequences).sum(v).over(norm(acrossSequences));
    }

    private Kernels kernels(Positions positions, Side inside, Side outside) {
        return Kernels.of(positions, classes, inside.own(), inside.pairs(), outside.pairs());
    }

    /// The gradient of the values: `Σ_ii' E p_ij p_i'j' G(i, i')`.
    public Kernels toValues(Kernels gradient) {
        AttentionKernels here = over(gradient);
        return here.kernels(
                mask.keys(), here.toValues(gradient, false), here.toValues(gradient, true));
    }

    private Side toValues(Kernels gradient, boolean acrossSequences) {
        Side g = Side.of(gradient.over(classes), acrossSequences);
        return side(acrossSequences).transposed(g.over(norm(acrossSequences)));
    }

    /// Gradients of queries and keys, from logit gradients whose row product is `gradient ·
    /// values`.
    ///
    /// @param toQueries kernels of the gradient of the queries
    /// @param toKeys kernels of the gradient of the keys
    /// @param logits per query `Σ_j E (∂L/∂l_ij)²`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Gradients(Kernels toQueries, Kernels toKeys, double[] logits) {}

    /// Gradients for output gradients G and values V.
    ///
    /// @param scale the product of head width and the squares of all scales on the way
    public Gradients gradients(Kernels gradient, Kernels values, double scale) {
        AttentionKernels here = over(gradient, values);
        AttentionGradients inside = here.gradients(gradient, values, false);
        AttentionGradients outside = here.gradients(gradient, values, true);
        Kernels toQueries =
                here.kernels(mask.queries(), inside.toQueries(here.k), outside.toQueries(here.k));
        Kernels toKeys = here.kernels(mask.keys(), inside.toKeys(here.q), outside.toKeys(here.q));
        double[] logits = inside.logits(here::square);
        return new Gradients(
                toQueries.scaled(scale),
                toKeys.scaled(scale),
                Arrays.stream(logits).map(x -> scale * x).toArray());
    }

    private AttentionGradients gradients(
            Kernels gradient, Kernels values, boolean acrossSequences) {
        Kernels few = gradient.over(classes).map((i, j, g) -> g * gain[i] * gain[j]);
        return new AttentionGradients(
                side(acrossSequences),
                mask,
                norm(acrossSequences),
                Side.of(few, acrossSequences),
                values.over(classes).interacting());
    }
}
