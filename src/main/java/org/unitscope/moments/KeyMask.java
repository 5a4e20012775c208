package org.unitscope.moments;

import java.util.ArrayList;
import java.util.List;

/// Which keys the queries of an attention see, over blocks of positions, and the sums over them.
///
/// `μ_ij` is the share of visible pairs between query block i and key block j. Sums over keys use
/// `W_ij = μ_ij n_j`, sums over queries `V_ij = μ_ij n_i`. A row of W differs from the one before
/// in few blocks (causal: two), so a product with W costs the square of the number of blocks, not
/// the cube.
public final class KeyMask {
    private final Positions queries;
    private final Positions keys;
    private final double[] share;
    private final Sums keySums;
    private final Sums querySums;
    private final boolean queriesNest;
    private final boolean keysNest;

    /// How many of the keys in [from, to) a query sees.
    @FunctionalInterface
    public interface Visibility {
        /// The number of keys.
        double count(int query, int from, int to);

        /// Every key.
        Visibility ALL = (query, from, to) -> to - from;
    }

    private KeyMask(Positions queries, Positions keys, double[] share) {
        this.queries = queries;
        this.keys = keys;
        this.share = share;
        int rows = queries.blocks();
        int columns = keys.blocks();
        double[] byKey = new double[rows * columns];
        double[] byQuery = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                byKey[i * columns + j] = share[i * columns + j] * keys.size(j);
                byQuery[j * rows + i] = share[i * columns + j] * queries.size(i);
            }
        }
        keySums = new Sums(byKey, rows, columns);
        querySums = new Sums(byQuery, columns, rows);
        queriesNest = nests(false);
        keysNest = nests(true);
    }

    /// The mask of these positions.
    public static KeyMask of(Positions queries, Positions keys, Visibility visibility) {
        int rows = queries.blocks();
        int columns = keys.blocks();
        double[] share = new double[rows * columns];
        int query = 0;
        for (int i = 0; i < rows; i++) {
            int end = query + (int) queries.size(i);
            for (; query < end; query++) {
                int from = 0;
                for (int j = 0; j < columns; j++) {
                    int to = from + (int) keys.size(j);
                    double pairs = queries.size(i) * keys.size(j);
                    share[i * columns + j] += visibility.count(query, from, to) / pairs;
                    from = to;
                }
            }
        }
        return new KeyMask(queries, keys, share);
    }

    /// Rows grow (for queries), or columns shrink (for keys), from each block to the next: as under
    /// a causal mask, and without one.
    private boolean nests(boolean alongKeys) {
        int rows = queries.blocks();
        int columns = keys.blocks();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double here = share[i * columns + j];
                if (alongKeys
                        ? j > 0 && here > share[i * columns + j - 1] + 1e-12
                        : i > 0 && here < share[(i - 1) * columns + j] - 1e-12) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Blocks of queries.
    public Positions queries() {
        return queries;
    }

    /// Blocks of keys.
    public Positions keys() {
        return keys;
    }

    /// `μ_ij`.
    double share(int i, int j) {
        return share[i * keys.blocks() + j];
    }

    /// How many keys a query of a block sees.
    public double visible(int i) {
        double sum = 0;
        for (int j = 0; j < keys.blocks(); j++) {
            sum += share(i, j) * keys.size(j);
        }
        return sum;
    }

    /// The mean, over the keys of a query, of a number per key.
    public double mean(int i, double[] perKey) {
        double sum = 0;
        for (int j = 0; j < keys.blocks(); j++) {
            sum += share(i, j) * keys.size(j) * perKey[j];
        }
        return sum / visible(i);
    }

    /// `W f` for a matrix f over keys with `width` columns.
    double[] overKeys(double[] f, int width) {
        return keySums.times(f, width);
    }

    /// `Vᵀ h` for a matrix h over queries with `width` columns.
    double[] overQueries(double[] h, int width) {
        return querySums.times(h, width);
    }

    /// `W f Wᵀ`.
    double[] keyPairs(double[] f) {
        int columns = keys.blocks();
        double[] half = overKeys(f, columns);
        return againstKeys(half);
    }

    /// `x Wᵀ` for a matrix x of queries by keys.
    double[] againstKeys(double[] x) {
        int rows = queries.blocks();
        return transpose(overKeys(transpose(x, rows, keys.blocks()), rows), rows, rows);
    }

    /// `Vᵀ h V`.
    double[] queryPairs(double[] h) {
        return againstQueries(overQueries(h, queries.blocks()), keys.blocks());
    }

    /// `x V` for a matrix x of `lead` rows over queries.
    double[] againstQueries(double[] x, int lead) {
        double[] turned = transpose(x, lead, queries.blocks());
        return transpose(overQueries(turned, lead), keys.blocks(), lead);
    }

    /// `Σ_j #(keys of block j that both i and i' see) · x_ij`, for a matrix x of queries by keys.
    double[] commonKeys(double[] x) {
        return common(keySums, x, queries.blocks(), keys.blocks(), queriesNest, false);
    }

    /// `Σ_i #(queries of block i that see both j and j') · x_ij'`, for a matrix x of queries by
    /// keys.
    double[] commonQueries(double[] x) {
        int many = queries.blocks();
        int size = keys.blocks();
        double[] turned = transpose(x, many, size);
        return transpose(common(querySums, turned, size, many, keysNest, true), size, size);
    }

    /// `Σ_k min(S_ik, S_i'k) x_ik`. Where rows nest, the smaller one is known.
    private static double[] common(
            Sums sums, double[] x, int rows, int columns, boolean nest, boolean laterIsSmaller) {
        if (!nest) {
            return commonOf(sums, x, rows, columns);
        }
        double[] sum = transpose(sums.times(transpose(x, rows, columns), rows), rows, rows);
        for (int i = 0; i < rows; i++) {
            double own = sum[i * rows + i];
            for (int other = 0; other < rows; other++) {
                if (laterIsSmaller ? i > other : i < other) {
                    sum[i * rows + other] = own;
                }
            }
        }
        return sum;
    }

    private static double[] commonOf(Sums sums, double[] x, int rows, int columns) {
        double[] result = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int other = 0; other < rows; other++) {
                double sum = 0;
                for (int k = 0; k < columns; k++) {
                    sum += Math.min(sums.at(i, k), sums.at(other, k)) * x[i * columns + k];
                }
                result[i * rows + other] = sum;
            }
        }
        return result;
    }

    static double[] transpose(double[] x, int rows, int columns) {
        double[] result = new double[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = x[i * columns + j];
            }
        }
        return result;
    }

    /// A matrix whose rows differ from the ones before in few places.
    private static final class Sums {
        private final double[] matrix;
        private final int rows;
        private final int columns;
        private final List<int[]> changed = new ArrayList<>();

        Sums(double[] matrix, int rows, int columns) {
            this.matrix = matrix;
            this.rows = rows;
            this.columns = columns;
            for (int i = 0; i < rows; i++) {
                int row = i;
                changed.add(
                        java.util.stream.IntStream.range(0, columns)
                                .filter(k -> at(row, k) != (row == 0 ? 0 : at(row - 1, k)))
                                .toArray());
            }
        }

        double at(int i, int k) {
            return matrix[i * columns + k];
        }

        double[] times(double[] f, int width) {
            double[] result = new double[rows * width];
            for (int i = 0; i < rows; i++) {
                if (i > 0) {
                    System.arraycopy(result, (i - 1) * width, result, i * width, width);
                }
                for (int k : changed.get(i)) {
                    double change = at(i, k) - (i == 0 ? 0 : at(i - 1, k));
                    for (int w = 0; w < width; w++) {
                        result[i * width + w] += change * f[k * width + w];
                    }
                }
            }
            return result;
        }
    }
}
