package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.AttentionKernels;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GridLaw.Weights;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.KeyMask;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.library.Attention;
import org.unitscope.operators.library.Convolution1d;
import org.unitscope.operators.library.MeanPool;
import org.unitscope.operators.library.RepeatHeads;
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

    private static List<Term> terms(
            Operator operator,
            Map<String, Object> attributes,
            List<Shape> shapes,
            List<TensorState> inputs,
            TensorState gradient,
            int input)
            throws ShapeException {
        AttributeMap all = OperatorRun.withDefaults(operator, new AttributeMap(attributes));
        List<Optional<IndexLaw>> none =
                shapes.stream().map(shape -> Optional.<IndexLaw>empty()).toList();
        List<Shape> out = operator.inferShapes(new ShapeRequest(all, shapes, none));
        Invocation use = new Invocation("node", all, shapes, out, none, true);
        MomentRule.Formulas rule = operator.moments().formulas();
        List<TensorState> outputs = rule.forward().apply(use, inputs);
        List<TensorState> gradients = List.of(gradient);
        Application of =
                new Application(
                        use,
                        inputs,
                        outputs,
                        gradients,
                        rule.backward().apply(use, inputs, outputs, gradients));
        return input < 0 ? rule.ofOutput(of, 0).terms() : rule.ofGradient(of, input).terms();
    }

    private static List<Double> factors(Term term) {
        return term.factors().stream().map(Quantity::value).toList();
    }

    /// 3 sequences of 4 positions with 2 channels, 3 taps, padding 1: of 12 taps 10 lie inside. The
    /// gradient of a weight: for the middle tap 12 rows, for the two others 9.
    @Test
    void aConvolutionSumsOverTheTapsThatLieInside() throws ShapeException {
        List<Shape> shapes = List.of(Shape.of(3, 4, 2), Shape.of(5, 2, 3), Shape.of(5));
        TensorState x = rows(3, 4, 2, 0.5, 0.25);
        TensorState g = rows(3, 4, 7, 0.4, -0.1);
        List<TensorState> inputs = List.of(x, TensorState.of(0, 0.25), TensorState.of(0, 3));
        Operator conv = new Convolution1d();

        List<Term> output = terms(conv, Map.of(), shapes, inputs, g, -1);
        assertThat(factors(output.get(0))).containsExactly(2.0, 2.5, 0.25, 2.0);
        assertThat(factors(output.get(1))).containsExactly(3.0);

        List<Term> toInput = terms(conv, Map.of(), shapes, inputs, g, 0);
        assertThat(factors(toInput.getFirst())).containsExactly(5.0, 2.5, 0.25, 7.0);

        List<Term> toWeight = terms(conv, Map.of(), shapes, inputs, g, 1);
        assertThat(toWeight.get(0).value()).isCloseTo((12 + 9 + 9) / 3.0 * 14, EXACT);
        // Pairs inside: 4·3 + 3·2 + 3·2 per sequence; across: 6 ordered pairs, 16 + 9 + 9 each.
        assertThat(toWeight.get(1).value()).isCloseTo(3 * 24 / 3.0 * 14 * 0.5 * 0.4, EXACT);
        assertThat(toWeight.get(2).value()).isCloseTo(6 * 34 / 3.0 * 14 * 0.25 * -0.1, EXACT);

        List<Term> toBias = terms(conv, Map.of(), shapes, inputs, g, 2);
        assertThat(toBias)
                .extracting(Term::value)
                .satisfiesExactly(
                        alone -> assertThat(alone).isCloseTo(12 * 7, EXACT),
                        within -> assertThat(within).isCloseTo(36 * 7 * 0.4, EXACT),
                        across -> assertThat(across).isCloseTo(96 * 7 * -0.1, EXACT));
    }

    /// `2/8 + 7/8 · 2 · 0.3`: the mean of 8 positions.
    @Test
    void aMeanKeepsWhatPositionsHaveInCommon() throws ShapeException {
        List<TensorState> inputs = List.of(rows(4, 8, 2, 0.3, 0));
        TensorState g = rows(4, 1, 6, 0, 0);
        List<Shape> shapes = List.of(Shape.of(4, 8, 16));
        List<Term> output = terms(new MeanPool(), Map.of(), shapes, inputs, g, -1);

        assertThat(output.get(0).value()).isCloseTo(0.25, EXACT);
        assertThat(output.get(1).value()).isCloseTo(7 * 2 * 0.3 / 8, EXACT);
        assertThat(output.get(1).factors().getLast().value()).isCloseTo(0.3, EXACT);
        Term back = terms(new MeanPool(), Map.of(), shapes, inputs, g, 0).getFirst();
        assertThat(factors(back)).containsExactly(0.125, 0.125, 6.0);
    }

    /// Three repeats with mean 0.5: `3 · 2 + 6 · 0.25`.
    @Test
    void gradientsOfRepeatsAreIndependentButForTheirMeans() throws ShapeException {
        List<TensorState> inputs = List.of(rows(4, 8, 2, 0.3, 0));
        List<Term> back =
                terms(
                        new RepeatHeads(),
                        Map.of("repeats", 3.0),
                        List.of(Shape.of(4, 2, 8, 16)),
                        inputs,
                        rows(4, 8, 1.75, 0, 0).shifted(0.5),
                        0);

        assertThat(factors(back.get(0))).containsExactly(3.0, 2.0);
        assertThat(factors(back.get(1))).containsExactly(6.0, 0.25);
    }

    /// As the chain of operators: logits of almost no variance give every key 1/8; two heads of
    /// queries share one of keys. Gradients of logits are `1/8² (1 − 1/8) · e scale² · E g² E v² (1
    /// − ρ)` by the Jacobian of equal weights, for values of correlation ρ.
    @Test
    void fusedAttentionIsExplainedAsTheChainIs() throws ShapeException {
        TensorState q = rows(4, 8, 1e-9, 0, 0);
        TensorState v = rows(4, 8, 3, 0.3, 0.1);
        TensorState g = rows(4, 8, 5, 0.2, 0);
        List<Shape> shapes = List.of(Shape.of(4, 8, 8), Shape.of(4, 8, 4), Shape.of(4, 8, 4));
        Map<String, Object> attributes = Map.of("heads", 2.0, "key_heads", 1.0, "scale", 0.5);
        List<TensorState> inputs = List.of(q, q, v);
        Operator attention = new Attention();

        List<Term> output = terms(attention, attributes, shapes, inputs, g, -1);
        assertThat(output.get(0).value()).isCloseTo(3.0 / 8, within(1e-7));
        assertThat(output.get(1).value()).isCloseTo(3 * 0.3 * 7 / 8, within(1e-7));
        assertThat(output.get(0).factors()).extracting(Quantity::symbol).startsWith("⟨1/n⟩");

        List<Term> toValue = terms(attention, attributes, shapes, inputs, g, 2);
        assertThat(toValue.get(0).value()).isCloseTo(2 * 5.0 / 8, within(1e-7));
        assertThat(toValue.get(1).value()).isCloseTo(2 * 5 * 0.2 * 7 / 8, within(1e-7));

        double logits = 7.0 / 8 / 64 * 4 * 0.25 * 5 * 3 * (1 - 0.3);
        List<Term> toQuery = terms(attention, attributes, shapes, inputs, g, 0);
        assertThat(toQuery.get(0).value()).isCloseTo(8 * logits * 1e-9, within(1e-6 * 8e-9));
        List<Term> toKey = terms(attention, attributes, shapes, inputs, g, 1);
        assertThat(toKey.get(0).value()).isCloseTo(2 * 8 * logits * 1e-9, within(1e-6 * 8e-9));
    }
}
