package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.AttentionKernels;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.KeyMask;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// The single terms against sums written out by hand.
class DerivationTermsTest {
    private static final Offset<Double> EXACT = within(1e-12);

    /// Rows of mean square `second` whose correlation is `inside` in a sequence, `outside` across.
    private static TensorState rows(
            double sequences, int length, double second, double inside, double outside) {
        Positions t = Positions.single(length);
        double[] diagonal = new double[length];
        Arrays.fill(diagonal, second);
        Kernels kernels =
                Kernels.fill(
                        t,
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, across) -> second * (across ? outside : inside));
        return TensorState.centered(new RowGrid(sequences, t), kernels, ElementShape.GAUSSIAN);
    }

    /// 3 sequences of 5: 15 rows, 3·5·4 pairs within, 3·2·25 across.
    @Test
    void aPairSumHasRowsAndTwoKindsOfPairs() {
        TensorState x = rows(3, 5, 2, 0.5, 0.25);
        TensorState g = rows(3, 5, 7, 0.4, -0.1);
        List<Term> terms = PairTerms.of(x, g, "x");

        assertThat(terms)
                .extracting(Term::label)
                .containsExactly("rows alone", "pairs within a sequence", "pairs across sequences");
        assertThat(terms.get(0).value()).isCloseTo(15 * 14, EXACT);
        assertThat(terms.get(1).value()).isCloseTo(60 * 14 * 0.5 * 0.4, EXACT);
        assertThat(terms.get(2).value()).isCloseTo(150 * 14 * 0.25 * -0.1, EXACT);
        assertThat(terms.get(1).factors().getLast().value()).isCloseTo(0.2, EXACT);
    }

    @Test
    void unknownPairsAreSaid() {
        TensorState x = rows(3, 5, 2, 0.5, 0.25);
        TensorState g = x.with(x.kernels().withoutPairs());

        assertThat(PairTerms.of(x, g, "x"))
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.label()).isEqualTo("rows alone, pairs unknown");
                    assertThat(term.value()).isCloseTo(15 * 4, EXACT);
                });
    }

    /// Gradients whose rows sum to zero in every sequence: `1 + 4 ρ = 0`.
    @Test
    void whatCancelsIsTakenOffAsRounding() {
        List<Term> terms =
                PairTerms.ofRows(
                        rows(3, 5, 2, -0.25 - 1e-14, 0), List.of(new Quantity("E g²", 2, "")));

        assertThat(terms.getLast().label()).isEqualTo("the rest is rounding");
        assertThat(terms.stream().mapToDouble(Term::value).sum()).isZero();
    }

    /// Logits of almost no variance: every key has the weight 1/n. Then keys with themselves give
    /// D/n, and the rest of the weights the correlation of two keys. Causal: 1/n averages to `Σ 1/i
    /// / 8`.
    @ParameterizedTest
    @CsvSource({"false, 0.125", "true, 0.3397321428571428"})
    void attentionIsKeysWithThemselvesAndPairs(boolean causal, double overlap) {
        TensorState q = rows(4, 8, 1e-12, 0, 0);
        TensorState v = rows(4, 8, 3, 0.3, 0.1);
        Positions t = q.rows().positions();
        KeyMask mask =
                KeyMask.of(
                        t,
                        t,
                        (query, from, to) ->
                                causal ? Math.clamp(query + 1L - from, 0, to - from) : to - from);
        Weights weights = new Weights(new AttentionKernels(q, q, 1e-12, mask, true));
        TensorState output = AttentionRule.mixed(weights, v, 64);
        List<Term> terms = AttentionDerivations.mixed(weights, v, output).terms();

        assertThat(terms.get(0).value()).isCloseTo(3 * overlap, within(1e-9));
        assertThat(terms.get(1).value()).isCloseTo(3 * 0.3 * (1 - overlap), within(1e-9));
        assertThat(terms.get(1).factors().getLast().value()).isCloseTo(0.3, within(1e-9));

        Term softmax = AttentionDerivations.weights(weights, 8).terms().getFirst();
        assertThat(softmax.value()).isCloseTo(overlap / 8, within(1e-9));
        assertThat(softmax.factors().get(1).value()).isCloseTo(1, within(1e-9));
    }

    /// Σ 1/i over queries divides among keys: every query alone gives overlap · E g², and there are
    /// as many queries as keys.
    @Test
    void gradientsOfValuesAreQueriesWithThemselvesAndPairs() {
        TensorState q = rows(4, 8, 1e-12, 0, 0);
        TensorState g = rows(4, 8, 5, 0.2, 0);
        Positions t = q.rows().positions();
        KeyMask mask = KeyMask.of(t, t, KeyMask.Visibility.ALL);
        Weights weights = new Weights(new AttentionKernels(q, q, 1e-12, mask, true));
        TensorState pulled =
                AttentionRule.mixedGradients(weights, q, g, 64, 64, g.rows()).get(1).orElseThrow();
        List<Term> terms = AttentionDerivations.toValues(weights, q, g, pulled).terms();

        assertThat(terms.get(0).value()).isCloseTo(5.0 / 8, within(1e-9));
        assertThat(terms.get(1).value()).isCloseTo(5 * 0.2 * 7 / 8, within(1e-9));
    }

    /// 4 sequences of one gradient with correlation 0.5 between them: 4·2 + 12·2·0.5.
    @Test
    void whatIsRepeatedOverSequencesIsSummedOverThem() {
        TensorState g = rows(4, 8, 2, 0.3, 0.5);
        Invocation use =
                new Invocation(
                        "node",
                        AttributeMap.NONE,
                        List.of(Shape.of(4, 8, 16), Shape.of(8, 16)),
                        List.of(Shape.of(4, 8, 16)),
                        List.of(Optional.empty(), Optional.empty()));
        List<Term> terms = BroadcastTerms.gradient(use, 1, g, List.of(new Quantity("E g²", 2, "")));

        assertThat(terms).extracting(Term::value).containsExactly(8.0, 12.0);
    }
}
