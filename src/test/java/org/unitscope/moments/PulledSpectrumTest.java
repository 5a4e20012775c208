package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against eigenvalues of explicit matrices over single positions, cases by hand, and sums drawn.
final class PulledSpectrumTest {
    /// Positive definite kernels, as matrices over single positions.
    private static double[][] random(SplittableRandom random, int size) {
        double[][] root = new double[size][size];
        for (double[] row : root) {
            Arrays.setAll(row, k -> random.nextGaussian() / Math.sqrt(1.0 + k));
        }
        double[][] kernel = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    kernel[i][j] += root[i][k] * root[j][k];
                }
            }
        }
        return kernel;
    }

    /// The same for two positions of one block, and more of each position alone.
    private static double[][] spreadOut(SplittableRandom random, Positions t) {
        double[][] blocks = random(random, t.blocks());
        int length = (int) t.total();
        double[][] kernel = new double[length][length];
        double[] own = random.doubles(t.blocks(), 0.2, 2).toArray();
        for (int p = 0; p < length; p++) {
            for (int q = 0; q < length; q++) {
                kernel[p][q] = blocks[block(t, p)][block(t, q)] + (p == q ? own[block(t, p)] : 0);
            }
        }
        return kernel;
    }

    private static int block(Positions t, int position) {
        int block = 0;
        while (block + 1 < t.blocks() && t.start(block + 1) <= position) {
            block++;
        }
        return block;
    }

    /// Kernels of these matrices, with no noise.
    private static Kernels kernels(Positions t, double[][] matrix) {
        double[] diagonal = new double[t.blocks()];
        Arrays.setAll(diagonal, i -> matrix[(int) t.start(i)][(int) t.start(i)]);
        return Kernels.fill(
                t,
                PairClasses.PLAIN,
                diagonal,
                (c, i, j, across) -> {
                    int p = (int) t.start(i);
                    int q = (int) t.start(j) + (i == j && t.size(i) > 1 ? 1 : 0);
                    return matrix[p][q];
                });
    }

    private static double[][] identity(int size) {
        double[][] one = new double[size][size];
        for (int i = 0; i < size; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    /// `Σλ²/(Σλ)²` over the eigenvalues of KC, which are those of `Lᵀ C L` with `L Lᵀ = K`.
    private static double concentration(double[][] k, double[][] c) {
        int size = k.length;
        DMatrixRMaj l = new DMatrixRMaj(k);
        var cholesky = DecompositionFactory_DDRM.chol(size, true);
        assertThat(cholesky.decompose(l)).isTrue();
        DMatrixRMaj root = cholesky.getT(null);
        DMatrixRMaj half = new DMatrixRMaj(size, size);
        DMatrixRMaj whole = new DMatrixRMaj(size, size);
        CommonOps_DDRM.multTransA(root, new DMatrixRMaj(c), half);
        CommonOps_DDRM.mult(half, root, whole);
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(size, false, true);
        assertThat(eigen.decompose(whole)).isTrue();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            sum += value;
            squares += value * value;
        }
        return squares / (sum * sum);
    }

    private static boolean sees(String mask, int query, int key) {
        return switch (mask) {
            case "causal" -> key <= query;
            case "window" -> key <= query && query - key < 4;
            default -> true;
        };
    }

    private static KeyMask mask(String mask, Positions t) {
        return KeyMask.of(t, t, AttentionKernelsTest.count((query, key) -> sees(mask, query, key)));
    }

    /// What keys of one query weigh: `p (v_j − mean of v)` for the keys that it sees.
    private static double[][] centered(double[][] values, boolean[] seen) {
        int size = values.length;
        double many = 0;
        double[] mean = new double[size];
        double all = 0;
        for (int j = 0; j < size; j++) {
            many += seen[j] ? 1 : 0;
        }
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < size; k++) {
                mean[j] += seen[k] ? values[j][k] / many : 0;
            }
        }
        for (int j = 0; j < size; j++) {
            all += seen[j] ? mean[j] / many : 0;
        }
        double[][] result = new double[size][size];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < size; k++) {
                result[j][k] = seen[j] && seen[k] ? values[j][k] - mean[j] - mean[k] + all : 0;
            }
        }
        return result;
    }

    private static boolean[] seen(String mask, int query, int size) {
        boolean[] seen = new boolean[size];
        for (int j = 0; j < size; j++) {
            seen[j] = sees(mask, query, j);
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "window"})
    void queriesAreThoseOfExplicitMatrices(String mask) {
        int size = 12;
        SplittableRandom random = new SplittableRandom(21);
        Positions t = Positions.single(size);
        double[][] keys = random(random, size);
        double[][] values = random(random, size);
        double[] tau =
                new PulledSpectrum(mask(mask, t)).ofQueries(kernels(t, keys), kernels(t, values));
        for (int i = 1; i < size; i++) {
            double expected = concentration(keys, centered(values, seen(mask, i, size)));
            assertThat(tau[i]).as("%s, query %s", mask, i).isCloseTo(expected, within(1e-9));
        }
    }

    /// The logit of query i and key j has the weight `p_i g_i·(v_j − mean of v over i's keys)`.
    private static double[][] ofKey(String mask, int key, double[][] gradient, double[][] values) {
        int size = values.length;
        double[][] result = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int m = 0; m < size; m++) {
                boolean[] first = seen(mask, i, size);
                boolean[] second = seen(mask, m, size);
                if (first[key] && second[key]) {
                    double product = 0;
                    double[] one = against(first, key);
                    double[] two = against(second, key);
                    for (int a = 0; a < size; a++) {
                        for (int b = 0; b < size; b++) {
                            product += one[a] * values[a][b] * two[b];
                        }
                    }
                    result[i][m] = gradient[i][m] * product / count(first) / count(second);
                }
            }
        }
        return result;
    }

    /// `v_j − mean of v`, as weights of v.
    private static double[] against(boolean[] seen, int key) {
        double[] weights = new double[seen.length];
        Arrays.setAll(weights, k -> (k == key ? 1 : 0) - (seen[k] ? 1.0 / count(seen) : 0));
        return weights;
    }

    private static int count(boolean[] seen) {
        int count = 0;
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "window"})
    void keysAreThoseOfExplicitMatrices(String mask) {
        int size = 9;
        SplittableRandom random = new SplittableRandom(22);
        Positions t = Positions.single(size);
        double[][] queries = random(random, size);
        double[][] gradient = random(random, size);
        double[][] values = random(random, size);
        double[] tau =
                new PulledSpectrum(mask(mask, t))
                        .ofKeys(kernels(t, queries), kernels(t, gradient), kernels(t, values));
        for (int j = 0; j < size; j++) {
            double expected = concentration(queries, ofKey(mask, j, gradient, values));
            assertThat(tau[j]).as("%s, key %s", mask, j).isCloseTo(expected, within(1e-9));
        }
    }

    /// 40 positions in 25 blocks of up to four.
    @Test
    void blocksThatAreAlikeCountOneByOne() {
        int length = 40;
        SplittableRandom random = new SplittableRandom(23);
        Positions blocks = Positions.of(length);
        Positions single = Positions.single(length);
        assertThat(blocks.isExact()).isFalse();
        double[][][] matrices = new double[4][][];
        Arrays.setAll(matrices, k -> spreadOut(random, blocks));
        double[] queries =
                new PulledSpectrum(mask("full", blocks))
                        .ofQueries(kernels(blocks, matrices[0]), kernels(blocks, matrices[1]));
        double[] keys =
                new PulledSpectrum(mask("full", blocks))
                        .ofKeys(
                                kernels(blocks, matrices[2]),
                                kernels(blocks, matrices[3]),
                                kernels(blocks, matrices[1]));
        double[] everyQuery =
                new PulledSpectrum(mask("full", single))
                        .ofQueries(kernels(single, matrices[0]), kernels(single, matrices[1]));
        double[] everyKey =
                new PulledSpectrum(mask("full", single))
                        .ofKeys(
                                kernels(single, matrices[2]),
                                kernels(single, matrices[3]),
                                kernels(single, matrices[1]));
        for (int p = 0; p < length; p++) {
            assertThat(queries[block(blocks, p)]).isCloseTo(everyQuery[p], within(1e-9));
            assertThat(keys[block(blocks, p)]).isCloseTo(everyKey[p], within(1e-9));
        }
    }

    /// `C ∝ 1 − 1/n` has n − 1 equal eigenvalues; under a causal mask query i has i others. For
    /// keys nothing is centered between queries: n equal ones.
    @ParameterizedTest
    @CsvSource({"5", "16", "64", "300"})
    void independentKeysAreAsManyDirections(int length) {
        Positions t = Positions.of(length);
        Kernels one = kernels(t, identity(length));
        PulledSpectrum full = new PulledSpectrum(mask("full", t));

        assertAll(full.ofQueries(one, one.scaled(7)), 1.0 / (length - 1), 1e-12);
        assertAll(full.ofKeys(one, one.scaled(3), one), 1.0 / length, 1e-12);
        double[] causal = new PulledSpectrum(mask("causal", t)).ofQueries(one, one);
        for (int i = 1; i < Math.min(16, length); i++) {
            assertThat(causal[i]).isCloseTo(1.0 / i, within(1e-12));
        }
    }

    private static void assertAll(double[] tau, double expected, double off) {
        for (double one : tau) {
            assertThat(one).isCloseTo(expected, within(off));
        }
    }

    /// Keys that are all one row but for its sign or size; or values that are: one direction.
    @Test
    void oneDirectionIsOne() {
        int size = 7;
        SplittableRandom random = new SplittableRandom(24);
        Positions t = Positions.single(size);
        double[] along = random.doubles(size, -1, 1).toArray();
        double[][] line = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                line[i][j] = along[i] * along[j];
            }
        }
        Kernels one = kernels(t, line);
        Kernels many = kernels(t, random(random, size));
        PulledSpectrum full = new PulledSpectrum(mask("full", t));

        assertAll(full.ofQueries(one, many), 1, 1e-9);
        assertAll(full.ofQueries(many, one), 1, 1e-9);
        assertAll(full.ofKeys(one, many, many), 1, 1e-9);
    }

    /// Common parts of all values do not count: they move no softmax.
    @Test
    void whatAllValuesShareDoesNotCount() {
        int size = 10;
        Positions t = Positions.single(size);
        Kernels keys = kernels(t, random(new SplittableRandom(25), size));
        Kernels values = kernels(t, random(new SplittableRandom(26), size));
        PulledSpectrum causal = new PulledSpectrum(mask("causal", t));
        double[] alone = causal.ofQueries(keys, values);
        double[] more = causal.ofQueries(keys, values.map((i, j, k) -> k + 50));

        for (int i = 1; i < size; i++) {
            assertThat(more[i]).isCloseTo(alone[i], within(1e-9));
        }
        double[] keysAlone = causal.ofKeys(keys, keys, values);
        double[] keysMore = causal.ofKeys(keys, keys, values.map((i, j, k) -> k + 50));
        assertThat(keysMore[4]).isCloseTo(keysAlone[4], within(1e-9));
    }

    /// `Σ_j a_j k_j`, with Gaussian a centered over keys, has a kurtosis of `3 (1 + 2 τ)`. 4
    /// standard errors.
    @Test
    void theKurtosisIsThatOfSums() {
        int size = 5;
        SplittableRandom random = new SplittableRandom(27);
        Positions t = Positions.single(size);
        double[][] keys = random(random, size);
        double[][] values = random(random, size);
        double[][] keyRoot = root(keys);
        double[][] valueRoot = root(values);
        SpreadSample squares = new SpreadSample();
        for (int draw = 0; draw < 400_000; draw++) {
            double[] k = draw(random, keyRoot);
            double[] a = draw(random, valueRoot);
            double mean = Arrays.stream(a).sum() / size;
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += (a[j] - mean) * k[j];
            }
            squares.add(sum * sum);
        }
        double tau =
                new PulledSpectrum(mask("full", t))
                        .ofQueries(kernels(t, keys), kernels(t, values))[2];
        assertThat(tau).isGreaterThan(0.2);
        assertThat(3 * (1 + 2 * tau))
                .isCloseTo(squares.spread(), within(4 * squares.spreadError()));
    }

    private static double[][] root(double[][] kernel) {
        int size = kernel.length;
        var cholesky = DecompositionFactory_DDRM.chol(size, true);
        assertThat(cholesky.decompose(new DMatrixRMaj(kernel))).isTrue();
        DMatrixRMaj root = cholesky.getT(null);
        double[][] result = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                result[i][j] = root.get(i, j);
            }
        }
        return result;
    }

    private static double[] draw(SplittableRandom random, double[][] root) {
        double[] x = new double[root.length];
        for (int k = 0; k < x.length; k++) {
            double z = random.nextGaussian();
            for (int i = 0; i < x.length; i++) {
                x[i] += root[i][k] * z;
            }
        }
        return x;
    }
}
