package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.library.Attention;
import org.unitscope.operators.library.MatrixMultiply;
import org.unitscope.operators.library.MergeHeads;
import org.unitscope.operators.library.RepeatHeads;
import org.unitscope.operators.library.Scale;
import org.unitscope.operators.library.Softmax;
import org.unitscope.operators.library.SplitHeads;
import org.unitscope.task.CancellationToken;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

class AttentionTest {
    private static final Map<String, Object> BY_KEYS = Map.of("transpose_right", true);

    /// Attention from separate operators.
    private static final class Composition {
        private final OperatorRun queries;
        private final OperatorRun keys;
        private final OperatorRun values;
        private final OperatorRun repeatedKeys;
        private final OperatorRun repeatedValues;
        private final OperatorRun products;
        private final OperatorRun logits;
        private final OperatorRun weights;
        private final OperatorRun heads;
        private final OperatorRun output;

        Composition(
                RealTensor query,
                RealTensor key,
                RealTensor value,
                int heads,
                int keyHeads,
                double scale,
                Map<String, Object> mask) {
            Map<String, Object> shared = Map.of("heads", (double) keyHeads);
            Map<String, Object> repeats = Map.of("repeats", (double) heads / keyHeads);
            queries = OperatorRun.of(new SplitHeads(), Map.of("heads", (double) heads), query);
            keys = OperatorRun.of(new SplitHeads(), shared, key);
            values = OperatorRun.of(new SplitHeads(), shared, value);
            repeatedKeys = OperatorRun.of(new RepeatHeads(), repeats, keys.output());
            repeatedValues = OperatorRun.of(new RepeatHeads(), repeats, values.output());
            products =
                    OperatorRun.of(
                            new MatrixMultiply(), BY_KEYS, queries.output(), repeatedKeys.output());
            logits = OperatorRun.of(new Scale(), Map.of("factor", scale), products.output());
            weights = OperatorRun.of(new Softmax(), mask, logits.output());
            this.heads =
                    OperatorRun.of(
                            new MatrixMultiply(),
                            Map.of(),
                            weights.output(),
                            repeatedValues.output());
            output = OperatorRun.of(new MergeHeads(), Map.of(), this.heads.output());
        }

        private static RealTensor one(OperatorRun run, RealTensor gradient) {
            return run.pull(gradient).getFirst();
        }

        List<RealTensor> pull(RealTensor g) {
            List<RealTensor> last = heads.pull(one(output, g));
            List<RealTensor> first = products.pull(one(logits, one(weights, last.get(0))));
            return List.of(
                    one(queries, first.get(0)),
                    one(keys, one(repeatedKeys, first.get(1))),
                    one(values, one(repeatedValues, last.get(1))));
        }
    }

    /// Batch, queries, keys, heads, key heads, features of a query, of a value, scale (0: not
    /// given), mask. In double; sums of at most a few hundred products of order 1.
    @ParameterizedTest
    @CsvSource({
        "2, 5, 9, 2, 2, 8, 8, 0, ",
        "2, 9, 5, 4, 2, 8, 3, 0.125, ",
        "1, 150, 140, 6, 1, 4, 5, 0, ",
        "3, 7, 7, 4, 4, 8, 8, 0, causal",
        "2, 7, 7, 4, 2, 8, 6, 0.2, window 3",
        "2, 9, 9, 4, 1, 8, 8, -1, causal window 3",
        "2, 9, 9, 4, 2, 8, 8, 2, causal prefix 4",
        "2, 9, 9, 3, 3, 8, 8, 0, causal window 2 prefix 1",
        "1, 1, 1, 1, 1, 1, 1, 0, causal"
    })
    void isTheCompositionOfItsSteps(
            int batch,
            int queries,
            int keys,
            int heads,
            int keyHeads,
            int width,
            int valueWidth,
            double scale,
            String mask) {
        DoubleTensor query = OperatorRun.normal(1, batch, queries, heads * width);
        DoubleTensor key = OperatorRun.normal(2, batch, keys, keyHeads * width);
        DoubleTensor value = OperatorRun.normal(3, batch, keys, keyHeads * valueWidth);
        DoubleTensor g = OperatorRun.normal(4, batch, queries, heads * valueWidth);
        Map<String, Object> masked = mask(mask);
        Map<String, Object> attributes = new TreeMap<>(masked);
        attributes.put("heads", (double) heads);
        if (keyHeads != heads) {
            attributes.put("key_heads", (double) keyHeads);
        }
        if (scale != 0) {
            attributes.put("scale", scale);
        }
        double factor = scale == 0 ? 1 / Math.sqrt(width) : scale;
        Composition steps = new Composition(query, key, value, heads, keyHeads, factor, masked);
        OperatorRun run = OperatorRun.of(new Attention(), attributes, query, key, value);
        List<RealTensor> pulled = run.pull(g);
        List<RealTensor> expected = steps.pull(g);

        assertThat(OperatorRun.distance(run.output(), steps.output.output())).isLessThan(1e-12);
        for (int i = 0; i < 3; i++) {
            assertThat(OperatorRun.distance(pulled.get(i), expected.get(i)))
                    .as("gradient %d", i)
                    .isLessThan(1e-12);
        }
    }

    private static Map<String, Object> mask(String words) {
        Map<String, Object> mask = new TreeMap<>();
        String[] parts = words == null ? new String[0] : words.split(" ", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("causal")) {
                mask.put("causal", true);
            } else {
                mask.put(parts[i], Double.valueOf(parts[++i]));
            }
        }
        return mask;
    }

    @Test
    void hasTheSameBitsAtAnyNumberOfThreads() {
        DoubleTensor query = OperatorRun.normal(1, 2, 200, 24);
        DoubleTensor key = OperatorRun.normal(2, 2, 200, 8);
        DoubleTensor value = OperatorRun.normal(3, 2, 200, 8);
        DoubleTensor g = OperatorRun.normal(4, 2, 200, 24);
        Map<String, Object> attributes =
                Map.of("heads", 3.0, "key_heads", 1.0, "causal", true, "window", 50.0);
        OperatorRun one = OperatorRun.of(new Attention(), attributes, query, key, value);
        List<RealTensor> expected = one.pull(g);
        try (Workers workers = Workers.of(3, CancellationToken.NONE)) {
            OperatorRun three =
                    OperatorRun.of(workers, new Attention(), attributes, query, key, value);
            List<RealTensor> pulled = three.pull(g);
            assertThat(OperatorRun.distance(one.output(), three.output())).isZero();
            for (int i = 0; i < 3; i++) {
                assertThat(OperatorRun.distance(pulled.get(i), expected.get(i))).isZero();
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Shape x = Shape.of(2, 8, 12);
        Map<String, Object> two = Map.of("heads", 2.0);

        assertThat(refusal(two, x, x, Shape.of(2, 7, 12))).contains("value [2, 7, 12]");
        assertThat(refusal(two, x, Shape.of(1, 8, 12), x)).contains("key [1, 8, 12]");
        assertThat(refusal(Map.of("heads", 5.0), x, x, x)).contains("5 heads and 5 key heads");
        Shape shared = Shape.of(2, 8, 8);
        assertThat(refusal(Map.of("heads", 3.0, "key_heads", 2.0), x, shared, shared))
                .contains("3 heads and 2 key heads");
        assertThat(refusal(Map.of("heads", 4.0, "key_heads", 2.0), x, x, x))
                .contains("key [2, 8, 12]");
        Shape longer = Shape.of(2, 9, 12);
        assertThat(refusal(Map.of("heads", 2.0, "causal", true), x, longer, longer))
                .contains("8 queries and 9 keys");
    }

    private static String refusal(Map<String, Object> attributes, Shape... shapes) {
        return OperatorRun.refusal(new Attention(), attributes, shapes);
    }
}
