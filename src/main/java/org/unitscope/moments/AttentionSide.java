package org.unitscope.moments;

import java.util.Arrays;

/// One side of an attention's kernels: pairs of queries of one sequence, or of two.
///
/// `E p_ij p_i'j' ≈ exp(a_ii' R_jj') / Z_ii'` over visible keys. The exponential is separated by
/// [ChebyshevExponential], so a sum over pairs of keys is a matrix product per node and class mean;
/// within a sequence the diagonal of blocks is then replaced by the keys with themselves. Where
/// queries and keys are rows of the same sequence, the pair of keys at the pair of queries is of
/// its very class and is taken apart.
final class AttentionSide {
    private final KeyMask mask;
    private final PairClasses classes;
    private final double[] weights;
    private final boolean across;
    private final boolean self;
    private final int rows;
    private final int columns;
    private final ChebyshevExponential basis;
    private final double[][] tilt;
    private final double[] ownTilt;
    private final double[][] correlation;
    private final double[] ownCorrelation;
    private final double[][][] lagrange;
    private final double[][] ownLagrange;
    private final double[][][] tilted;
    private final double[][] ownTilted;

    /// Numbers for every pair of blocks, by class, and for a row with itself (empty across
    /// sequences, where there is none).
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Side(double[][] pairs, double[] own) {
        static Side of(Kernels kernels, boolean across) {
            double[][] pairs = new double[kernels.classes().count()][];
            Arrays.setAll(pairs, c -> kernels.side(c, across));
            return new Side(pairs, across ? new double[0] : kernels.diagonal());
        }

        Side times(double factor) {
            double[][] scaled = new double[pairs.length][];
            Arrays.setAll(scaled, c -> Arrays.stream(pairs[c]).map(x -> factor * x).toArray());
            return new Side(scaled, Arrays.stream(own).map(x -> factor * x).toArray());
        }

        Side times(Side other) {
            double[][] product = new double[pairs.length][];
            Arrays.setAll(product, c -> AttentionSide.times(pairs[c], other.pairs[c]));
            return new Side(product, AttentionSide.times(own, other.own));
        }

        Side over(Side other) {
            double[][] ratio = new double[pairs.length][];
            Arrays.setAll(ratio, c -> AttentionSide.over(pairs[c], other.pairs[c]));
            return new Side(ratio, AttentionSide.over(own, other.own));
        }
    }

    /// @param tilts `a`, over queries
    /// @param correlations `R`, over keys
    /// @param self whether queries and keys are rows of the same sequences
    AttentionSide(
            KeyMask mask,
            PairClasses classes,
            Side tilts,
            Side correlations,
            boolean across,
            boolean self) {
        this.mask = mask;
        this.classes = classes;
        this.across = across;
        this.self = self && mask.queries().equals(mask.keys());
        weights = classes.weights();
        rows = mask.queries().blocks();
        columns = mask.keys().blocks();
        tilt = tilts.pairs();
        ownTilt = tilts.own();
        correlation = correlations.pairs();
        ownCorrelation = correlations.own();
        double low = Math.min(0, least(correlations));
        double high = Math.max(0.2, -least(correlations.times(-1)));
        double largest = Math.max(-least(tilts), -least(tilts.times(-1)));
        basis = new ChebyshevExponential(low - 0.02, high + 0.02, largest);
        lagrange = new double[classes.count()][basis.count()][];
        for (int c = 0; c < lagrange.length; c++) {
            lagrange[c] = lagrange(correlation[c]);
        }
        ownLagrange = lagrange(ownCorrelation);
        tilted = new double[basis.count()][classes.count()][];
        ownTilted = new double[basis.count()][];
        for (int m = 0; m < basis.count(); m++) {
            double node = basis.node(m);
            Arrays.setAll(tilted[m], c -> exponentials(tilt[c], node));
            ownTilted[m] = exponentials(ownTilt, node);
        }
    }

    private static double least(Side side) {
        double least = Arrays.stream(side.own()).min().orElse(0);
        for (double[] pairs : side.pairs()) {
            least = Math.min(least, Arrays.stream(pairs).min().orElse(0));
        }
        return least;
    }

    private double[][] lagrange(double[] correlations) {
        double[][] result = new double[basis.count()][correlations.length];
        double[] at = new double[basis.count()];
        for (int k = 0; k < correlations.length; k++) {
            basis.lagrange(correlations[k], at);
            for (int m = 0; m < at.length; m++) {
                result[m][k] = at[m];
            }
        }
        return result;
    }

    boolean isAcross() {
        return across;
    }

    int nodes() {
        return basis.count();
    }

    /// `exp(a R_m)` of a class.
    double[] tilted(int m, int c) {
        return tilted[m][c];
    }

    /// The same of a query with itself.
    double[] tilted(int m) {
        return ownTilted[m];
    }

    private static double[] exponentials(double[] a, double r) {
        double[] result = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            result[k] = StrictMath.exp(a[k] * r);
        }
        return result;
    }

    /// `L_m(R)` of a class.
    double[] lagrange(int m, int c) {
        return lagrange[c][m];
    }

    /// The same of a key with itself.
    double[] lagrange(int m) {
        return ownLagrange[m];
    }

    /// The class mean of `L_m(R) F`.
    double[] mean(int m, Side f) {
        double[] sum = new double[columns * columns];
        for (int c = 0; c < weights.length; c++) {
            double[] l = lagrange[c][m];
            double[] pairs = f.pairs()[c];
            for (int k = 0; k < sum.length; k++) {
                sum[k] += weights[c] * l[k] * pairs[k];
            }
        }
        return sum;
    }

    /// The class mean of a side over queries.
    double[] mean(double[][] pairs) {
        double[] sum = new double[rows * rows];
        for (int c = 0; c < weights.length; c++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += weights[c] * pairs[c][k];
            }
        }
        return sum;
    }

    /// What a matrix product misses: keys with themselves, beyond what the diagonal of blocks says.
    private double[] excess(double[] own, double[] pairs, int size) {
        double[] result = new double[size];
        for (int j = 0; j < size; j++) {
            result[j] = own[j] - pairs[j * size + j];
        }
        return result;
    }

    /// A sum over pairs of keys, for each pair of queries and for each query.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Summed(double[] pairs, double[] own) {}

    /// `Σ_jj' μ μ' F_jj'` for one node's `F = mean of L_m(R) f`, and `F_jj` of keys with
    /// themselves.
    Summed overKeys(double[] f, double[] own) {
        double[] pairs = mask.keyPairs(f);
        return across
                ? new Summed(pairs, own)
                : added(pairs, mask.commonKeys(perKey(excess(own, f, columns))));
    }

    /// `Σ_jj' μ μ' F_jj' r_i(j')`.
    Summed overKeys(double[] f, double[] own, double[] r) {
        double[] half = times(mask.overKeys(f, columns), r);
        double[] pairs = mask.againstKeys(half);
        return across
                ? new Summed(pairs, own)
                : added(pairs, mask.commonKeys(times(perKey(excess(own, f, columns)), r)));
    }

    /// `Σ_ii' μ μ' H_ii'`.
    Summed overQueries(double[] h, double[] own) {
        double[] pairs = mask.queryPairs(h);
        return across
                ? new Summed(pairs, own)
                : added(pairs, mask.commonQueries(perQuery(excess(own, h, rows))));
    }

    /// `Σ_ii' μ μ' H_ii' r_i(j')`.
    Summed overQueries(double[] h, double[] own, double[] r) {
        double[] half = times(mask.againstQueries(h, rows), r);
        double[] pairs = mask.overQueries(half, columns);
        return across
                ? new Summed(pairs, own)
                : added(pairs, mask.commonQueries(times(perQuery(excess(own, h, rows)), r)));
    }

    private static Summed added(double[] pairs, double[] common) {
        int size = (int) Math.round(Math.sqrt(pairs.length));
        double[] sum = new double[pairs.length];
        Arrays.setAll(sum, k -> pairs[k] + common[k]);
        double[] own = new double[size];
        Arrays.setAll(own, i -> sum[i * size + i]);
        return new Summed(sum, own);
    }

    /// Queries by keys: a number per key.
    private double[] perKey(double[] values) {
        double[] result = new double[rows * columns];
        Arrays.setAll(result, k -> values[k % columns]);
        return result;
    }

    /// Queries by keys: a number per query.
    private double[] perQuery(double[] values) {
        double[] result = new double[rows * columns];
        Arrays.setAll(result, k -> values[k / columns]);
        return result;
    }

    /// `E p p'` weighted sums over keys of f, not yet normalized.
    Side sum(Side f) {
        double[][] pairs = new double[classes.count()][rows * rows];
        double[] own = new double[across ? 0 : rows];
        for (int m = 0; m < nodes(); m++) {
            double[] mean = mean(m, f);
            Summed keys = overKeys(mean, times(ownLagrange[m], f.own()));
            for (int c = 0; c < pairs.length; c++) {
                double[] u = tilted(m, c);
                addProduct(pairs[c], u, keys.pairs());
                if (self) {
                    addProduct(pairs[c], u, mean, -1);
                }
            }
            if (!across) {
                addProduct(own, tilted(m), keys.own());
            }
        }
        if (self) {
            for (int c = 0; c < pairs.length; c++) {
                addProduct(pairs[c], coincidence(c), f.pairs()[c]);
            }
        }
        return new Side(pairs, own);
    }

    /// `exp(a R)` where the pair of keys is the pair of queries.
    double[] coincidence(int c) {
        double[] result = new double[rows * rows];
        for (int k = 0; k < result.length; k++) {
            result[k] = StrictMath.exp(tilt[c][k] * correlation[c][k]);
        }
        return result;
    }

    boolean isSelf() {
        return self;
    }

    /// The sum over queries, by key class: `Σ_m L_m(R) Σ_ii' exp(a R_m) H`.
    Side transposed(Side h) {
        double[][] pairs = new double[classes.count()][columns * columns];
        double[] own = new double[across ? 0 : columns];
        for (int m = 0; m < nodes(); m++) {
            double[] mean = tiltedMean(m, h);
            Summed sums = overQueries(mean, across ? new double[0] : times(tilted(m), h.own()));
            for (int c = 0; c < pairs.length; c++) {
                addProduct(pairs[c], lagrange(m, c), sums.pairs());
                if (self) {
                    addProduct(pairs[c], lagrange(m, c), mean, -1);
                }
            }
            if (!across) {
                addProduct(own, lagrange(m), sums.own());
            }
        }
        if (self) {
            for (int c = 0; c < pairs.length; c++) {
                addProduct(pairs[c], coincidence(c), h.pairs()[c]);
            }
        }
        return new Side(pairs, own);
    }

    /// The class mean of `exp(a R_m) H`.
    double[] tiltedMean(int m, Side h) {
        double[] sum = new double[rows * rows];
        for (int c = 0; c < weights.length; c++) {
            double[] u = tilted(m, c);
            double[] pairs = h.pairs()[c];
            for (int k = 0; k < sum.length; k++) {
                sum[k] += weights[c] * u[k] * pairs[k];
            }
        }
        return sum;
    }

    static void addProduct(double[] into, double[] x, double[] y) {
        addProduct(into, x, y, 1);
    }

    static void addProduct(double[] into, double[] x, double[] y, double factor) {
        for (int k = 0; k < into.length; k++) {
            into[k] += factor * x[k] * y[k];
        }
    }

    static double[] times(double[] x, double[] y) {
        double[] result = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            result[k] = x[k] * y[k];
        }
        return result;
    }

    static double[] over(double[] x, double[] y) {
        double[] result = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            result[k] = x[k] / y[k];
        }
        return result;
    }
}
