package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.library.Softmax;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Masks against pictures drawn by hand, and softmax under them against sums written out.
class AttentionMaskTest {
    private static final int LENGTH = 5;

    /// One string a query, `x` where it sees the key.
    static Stream<Arguments> pictures() {
        return Stream.of(
                Arguments.of(Map.of(), "xxxxx xxxxx xxxxx xxxxx xxxxx"),
                Arguments.of(Map.of("causal", true), "x.... xx... xxx.. xxxx. xxxxx"),
                Arguments.of(Map.of("window", 0.0), "xxxxx xxxxx xxxxx xxxxx xxxxx"),
                Arguments.of(Map.of("window", 1.0), "x.... .x... ..x.. ...x. ....x"),
                Arguments.of(Map.of("window", 2.0), "xx... xxx.. .xxx. ..xxx ...xx"),
                Arguments.of(Map.of("window", 9.0), "xxxxx xxxxx xxxxx xxxxx xxxxx"),
                Arguments.of(Map.of("valid", 2.0), "xx... xx... xx... xx... xx..."),
                Arguments.of(Map.of("causal", true, "valid", 2.0), "x.... xx... xx... xx... xx..."),
                Arguments.of(
                        Map.of("causal", true, "alibi", true), "x.... xx... xxx.. xxxx. xxxxx"),
                Arguments.of(
                        Map.of("causal", true, "window", 2.0), "x.... xx... .xx.. ..xx. ...xx"),
                Arguments.of(
                        Map.of("causal", true, "prefix", 3.0), "xxx.. xxx.. xxx.. xxxx. xxxxx"),
                Arguments.of(
                        Map.of("causal", true, "prefix", 8.0), "xxxxx xxxxx xxxxx xxxxx xxxxx"),
                Arguments.of(
                        Map.of("causal", true, "window", 2.0, "prefix", 1.0),
                        "x.... xx... xxx.. x.xx. x..xx"),
                Arguments.of(
                        Map.of("causal", true, "window", 1.0, "prefix", 2.0),
                        "xx... xx... xxx.. xx.x. xx..x"));
    }

    private static AttentionMask mask(Map<String, Object> attributes) {
        return AttentionMask.of(
                OperatorRun.withDefaults(new Softmax(), new AttributeMap(attributes)), 1);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void everyQuerySeesWhatThePictureShows(Map<String, Object> attributes, String picture)
            throws ShapeException {
        AttentionMask mask = mask(attributes);
        mask.require(LENGTH, LENGTH);
        String[] rows = picture.split(" ", -1);
        for (int query = 0; query < LENGTH; query++) {
            List<Integer> seen = new ArrayList<>();
            for (int key = 0; key < LENGTH; key++) {
                assertThat(mask.sees(query, key)).isEqualTo(rows[query].charAt(key) == 'x');
                if (rows[query].charAt(key) == 'x') {
                    seen.add(key);
                }
            }
            AttentionMask.Keys keys = mask.keys(query, LENGTH);
            List<Integer> listed = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                listed.add(keys.key(i));
            }
            assertThat(listed).isEqualTo(seen);
        }
    }

    @Test
    void withoutCausalAndWindowNothingIsHidden() {
        assertThat(mask(Map.of()).hidesNothing()).isTrue();
        assertThat(mask(Map.of("window", 0.0, "prefix", 0.0)).hidesNothing()).isTrue();
        assertThat(mask(Map.of("causal", true)).hidesNothing()).isFalse();
        assertThat(mask(Map.of("window", 3.0)).hidesNothing()).isFalse();
    }

    /// `p_j = e^{x_j} / Σ e^{x_k}` and `g_j = Σ_i g_i p_i (δ_ij − p_j)` over the keys of the
    /// picture, x with the biases of three heads where there are some, in double: a few roundings
    /// of numbers of order 1, so 1e-14.
    @ParameterizedTest
    @MethodSource("pictures")
    void softmaxIsTheSumWrittenOut(Map<String, Object> attributes, String picture) {
        DoubleTensor x = OperatorRun.normal(4, 2, 3, LENGTH, LENGTH);
        DoubleTensor g = OperatorRun.normal(5, 2, 3, LENGTH, LENGTH);
        OperatorRun run = OperatorRun.of(new Softmax(), attributes, x);
        RealTensor pulled = run.pull(g).getFirst();
        RealTensor weights = x.zeros(x.shape());
        RealTensor expected = x.zeros(x.shape());
        String seen = picture.replace(" ", "").repeat(6);
        boolean biased = attributes.containsKey("alibi");
        double[] slopes = {1.0 / 16, 1.0 / 256, 1.0 / 4};
        for (int i = 0; biased && i < 150; i++) {
            int distance = Math.abs(i / LENGTH % LENGTH - i % LENGTH);
            x.set(i, x.get(i) - slopes[i / LENGTH / LENGTH % 3] * distance);
        }
        for (int row = 0; row < 30; row++) {
            int offset = row * LENGTH;
            double sum = 0;
            for (int k = offset; k < offset + LENGTH; k++) {
                sum += seen.charAt(k) == 'x' ? Math.exp(x.get(k)) : 0;
            }
            for (int k = offset; k < offset + LENGTH; k++) {
                weights.set(k, seen.charAt(k) == 'x' ? Math.exp(x.get(k)) / sum : 0);
            }
            for (int j = offset; j < offset + LENGTH; j++) {
                double gradient = 0;
                for (int i = offset; i < offset + LENGTH; i++) {
                    double same = i == j ? 1 : 0;
                    gradient += g.get(i) * weights.get(i) * (same - weights.get(j));
                }
                expected.set(j, gradient);
            }
        }
        assertThat(OperatorRun.distance(run.output(), weights)).isLessThan(1e-14);
        assertThat(OperatorRun.distance(pulled, expected)).isLessThan(1e-14);
        for (int i = 0; i < 150; i++) {
            assertThat(run.output().get(i) == 0).isEqualTo(seen.charAt(i) != 'x');
        }
    }

    @Test
    void aMaskNeedsAsManyQueriesAsKeys() {
        assertThat(OperatorRun.refusal(new Softmax(), Map.of("window", 2.0), Shape.of(3, 4)))
                .contains("as many queries as keys", "3 queries and 4 keys");
        assertThat(OperatorRun.refusal(new Softmax(), Map.of("causal", true), Shape.of(4)))
                .contains("rows of queries", "[4]");
        assertThat(OperatorRun.of(new Softmax(), Map.of(), OperatorRun.normal(1, 3, 4)).output())
                .isNotNull();
    }

    @Test
    void aPrefixNeedsCausal() {
        assertThat(OperatorRun.refusal(new Softmax(), Map.of("prefix", 2.0), Shape.of(4, 4)))
                .contains("got prefix 2 without causal");
    }
}
