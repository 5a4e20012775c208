package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against loops over every query and key.
final class KeyMaskTest {
    private static final int LENGTH = 30;

    /// Whether a query sees a key.
    private interface Sees {
        boolean at(int query, int key);
    }

    private static Sees sees(String mask) {
        return switch (mask) {
            case "full" -> (i, j) -> true;
            case "causal" -> (i, j) -> j <= i;
            case "window" -> (i, j) -> Math.abs(i - j) < 7;
            case "causal window" -> (i, j) -> j <= i && i - j < 5;
            case "prefix" -> (i, j) -> j <= i || j < 9;
            default -> throw new IllegalArgumentException(mask);
        };
    }

    private static KeyMask mask(String name, Positions queries, Positions keys) {
        Sees sees = sees(name);
        return KeyMask.of(
                queries,
                keys,
                (query, from, to) -> {
                    int seen = 0;
                    for (int key = from; key < to; key++) {
                        seen += sees.at(query, key) ? 1 : 0;
                    }
                    return seen;
                });
    }

    private static int[] blocks(Positions t) {
        int[] blocks = new int[(int) t.total()];
        for (int i = 0; i < t.blocks(); i++) {
            Arrays.fill(blocks, (int) t.start(i), (int) (t.start(i) + t.size(i)), i);
        }
        return blocks;
    }

    private static double[] random(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(length).toArray();
    }

    private static void requireClose(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < actual.length; k++) {
            assertThat(actual[k]).as("element %d", k).isCloseTo(expected[k], within(1e-10));
        }
    }

    /// Sums over all keys that the queries of a block see, per query, and back.
    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "window", "causal window", "prefix"})
    void sumsRunOverVisiblePairs(String name) {
        for (Positions t : new Positions[] {Positions.single(LENGTH), Positions.of(LENGTH)}) {
            KeyMask mask = mask(name, t, t);
            int n = t.blocks();
            int[] block = blocks(t);
            double[] f = random(1, n * n);
            double[] keys = new double[n * n];
            double[] queries = new double[n * n];
            double[] seen = new double[n];
            for (int i = 0; i < LENGTH; i++) {
                for (int j = 0; j < LENGTH; j++) {
                    int a = block[i];
                    int b = block[j];
                    if (sees(name).at(i, j)) {
                        seen[a] += 1 / t.size(a);
                        for (int w = 0; w < n; w++) {
                            keys[a * n + w] += f[b * n + w] / t.size(a);
                            queries[b * n + w] += f[a * n + w] / t.size(b);
                        }
                    }
                }
            }
            requireClose(mask.overKeys(f, n), keys);
            requireClose(mask.overQueries(f, n), queries);
            for (int i = 0; i < n; i++) {
                assertThat(mask.visible(i)).isCloseTo(seen[i], within(1e-12));
                double[] first = new double[n];
                Arrays.setAll(first, j -> f[j * n]);
                assertThat(mask.mean(i, first)).isCloseTo(keys[i * n] / seen[i], within(1e-12));
            }
        }
    }

    /// `W f Wᵀ` and `Vᵀ h V`, with W and V as the one-sided sums have them.
    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "window", "causal window", "prefix"})
    void pairSumsAreSumsOnBothSides(String name) {
        for (Positions t : new Positions[] {Positions.single(LENGTH), Positions.of(LENGTH)}) {
            KeyMask mask = mask(name, t, t);
            int n = t.blocks();
            double[] f = random(2, n * n);
            double[] byKeys = new double[n * n];
            double[] byQueries = new double[n * n];
            double[] against = new double[n * n];
            double[] againstQueries = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    for (int j = 0; j < n; j++) {
                        double w = mask.share(k, j) * t.size(j);
                        against[i * n + k] += f[i * n + j] * w;
                        againstQueries[i * n + k] += f[i * n + j] * mask.share(j, k) * t.size(j);
                        for (int l = 0; l < n; l++) {
                            double both = f[j * n + l] * t.size(j) * t.size(l);
                            byKeys[i * n + k] += mask.share(i, j) * mask.share(k, l) * both;
                            byQueries[i * n + k] += mask.share(j, i) * mask.share(l, k) * both;
                        }
                    }
                }
            }
            requireClose(mask.keyPairs(f), byKeys);
            requireClose(mask.queryPairs(f), byQueries);
            requireClose(mask.againstKeys(f), against);
            requireClose(mask.againstQueries(f, n), againstQueries);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "window", "causal window", "prefix"})
    void commonKeysAndQueriesAreCountedOneByOne(String name) {
        Positions t = Positions.single(LENGTH);
        KeyMask mask = mask(name, t, t);
        Sees sees = sees(name);
        double[] x = random(3, LENGTH * LENGTH);
        double[] keys = new double[LENGTH * LENGTH];
        double[] queries = new double[LENGTH * LENGTH];
        for (int a = 0; a < LENGTH; a++) {
            for (int b = 0; b < LENGTH; b++) {
                for (int k = 0; k < LENGTH; k++) {
                    if (sees.at(a, k) && sees.at(b, k)) {
                        keys[a * LENGTH + b] += x[a * LENGTH + k];
                    }
                    if (sees.at(k, a) && sees.at(k, b)) {
                        queries[a * LENGTH + b] += x[k * LENGTH + b];
                    }
                }
            }
        }
        requireClose(mask.commonKeys(x), keys);
        requireClose(mask.commonQueries(x), queries);
    }

    /// Where masks nest, what the blocks of two different blocks have in common is what the smaller
    /// sees; a block with itself counts a query with itself.
    @ParameterizedTest
    @ValueSource(strings = {"full", "causal", "prefix"})
    void commonKeysAndQueriesOfBlocksAreExactWhereMasksNest(String name) {
        Positions t = Positions.of(LENGTH);
        KeyMask mask = mask(name, t, t);
        Sees sees = sees(name);
        int n = t.blocks();
        int[] block = blocks(t);
        double[] x = random(4, n * n);
        double[] keys = new double[n * n];
        double[] queries = new double[n * n];
        for (int i = 0; i < LENGTH; i++) {
            for (int other = 0; other < LENGTH; other++) {
                int a = block[i];
                int b = block[other];
                if (a == b && i != other) {
                    continue;
                }
                double pairs = a == b ? t.size(a) : t.size(a) * t.size(b);
                for (int k = 0; k < LENGTH; k++) {
                    if (sees.at(i, k) && sees.at(other, k)) {
                        keys[a * n + b] += x[a * n + block[k]] / pairs;
                    }
                    if (sees.at(k, i) && sees.at(k, other)) {
                        queries[a * n + b] += x[block[k] * n + b] / pairs;
                    }
                }
            }
        }
        requireClose(mask.commonKeys(x), keys);
        requireClose(mask.commonQueries(x), queries);
    }

    /// More keys than queries, without a mask.
    @Test
    void queriesAndKeysMayDifferInNumber() {
        Positions queries = Positions.of(5);
        Positions keys = Positions.of(40);
        KeyMask mask = KeyMask.of(queries, keys, KeyMask.Visibility.ALL);
        double[] ones = new double[keys.blocks() * keys.blocks()];
        Arrays.fill(ones, 1);

        assertThat(mask.visible(3)).isCloseTo(40, within(1e-12));
        requireClose(mask.keyPairs(ones), filled(25, 1600));
        int cells = 5 * keys.blocks();
        requireClose(mask.commonKeys(filled(cells, 1)), filled(25, 40));
        requireClose(
                mask.commonQueries(filled(cells, 1)), filled(keys.blocks() * keys.blocks(), 5));
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }
}
