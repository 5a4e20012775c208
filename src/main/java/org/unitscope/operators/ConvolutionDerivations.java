package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.moments.TensorState;

/// Where the numbers of [ConvolutionRule] come from: a [LinearDerivations] in which an element sums
/// over channels and over those taps that lie inside the input.
///
///     E y²   = n t E w² E x² + E b²          n channels in, t taps inside the input on average
///     E g_x² = n t E w² E g²                 n channels out, t outputs that read a position
///     E g_W² = ⟨Σ_pairs K_x K_g⟩ over taps,  E g_b² = Σ_pairs K_g
///
/// @param rule of a use of the operator
public record ConvolutionDerivations(Function<Invocation, ConvolutionRule> rule)
        implements Derivations {
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final String EDGES = "c";
    private static final String AT_EDGES =
            "how the positions that are read more often differ from the others";

    @Override
    public Optional<Derivation> output(Application of, int output) {
        ConvolutionRule convolution = rule.apply(of.use());
        TensorState x = of.input(0);
        TensorState weight = of.input(WEIGHT);
        TensorState sums = sums(of);
        double spread = sums.secondMoment() - ConvolutionRule.meanSquare(sums, weight);
        List<Term> terms = new ArrayList<>();
        terms.add(
                Term.completed(
                                "products",
                                spread,
                                EDGES,
                                AT_EDGES,
                                Quantity.count(
                                        convolution.channelsIn(),
                                        "channels that are summed, of a group"),
                                new Quantity(
                                        "t",
                                        convolution.reading(x),
                                        "taps that lie inside the input, on average"),
                                Quantity.square("w", weight.secondMoment(), "the weight"),
                                Quantity.square("x", x.secondMoment(), "the input"))
                        .from(0));
        if (weight.mean() != 0 && !x.isCentered()) {
            terms.add(
                    Term.of(
                                    "products of means",
                                    Quantity.squaredMean("w", weight.mean(), "the weight"),
                                    new Quantity(
                                            "⟨(n Σ_taps E x)²⟩",
                                            ConvolutionRule.meanSquare(sums, weight)
                                                    / (weight.mean() * weight.mean()),
                                            "squared mean of what is read, over positions"))
                            .from(0));
        }
        boolean biased = of.use().has(BIAS) && of.input(BIAS).secondMoment() > 0;
        if (biased) {
            addBias(terms, of.input(BIAS), sums);
        }
        return Optional.of(
                new Derivation(
                        "a sum of products over channels and taps",
                        "E y² = n · t · E w² · E x²" + (biased ? " + E b²" : ""),
                        terms));
    }

    /// The output without bias.
    private TensorState sums(Application of) {
        return rule.apply(of.use())
                .predict(
                        of.input(0),
                        of.input(WEIGHT),
                        of.use().input(0).extent(2),
                        of.use().output().extent(2));
    }

    private static void addBias(List<Term> terms, TensorState bias, TensorState sums) {
        terms.add(
                Term.of("bias", Quantity.square("b", bias.secondMoment(), "the bias")).from(BIAS));
        if (bias.mean() * sums.mean() != 0) {
            terms.add(
                    Term.of(
                            "means",
                            new Quantity("2", 2, "twice the cross term"),
                            new Quantity("E b", bias.mean(), "mean of the bias"),
                            new Quantity("n t E w E x", sums.mean(), "mean of the sums")));
        }
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        TensorState g = of.gradient();
        return Optional.of(
                switch (input) {
                    case WEIGHT -> toWeight(of);
                    case BIAS ->
                            new Derivation(
                                    "gradients of all rows",
                                    "E g_b² = Σ_pairs K_g",
                                    PairTerms.ofRows(g, List.of(gradient(g))));
                    default -> toInput(of);
                });
    }

    private static Quantity gradient(TensorState g) {
        return Quantity.square("g", g.secondMoment(), "the gradient of the output");
    }

    private Derivation toInput(Application of) {
        ConvolutionRule convolution = rule.apply(of.use());
        TensorState x = of.input(0);
        return new Derivation(
                "a sum of products over channels and the outputs that read a position",
                "E g_x² = n · t · E w² · E g²",
                Term.completed(
                        "products",
                        of.pulled(0).secondMoment(),
                        EDGES,
                        AT_EDGES,
                        Quantity.count(
                                convolution.channelsOut(), "channels of the output, of a group"),
                        new Quantity(
                                "t",
                                convolution.readBy(x),
                                "outputs that read a position, on average: taps over stride, fewer"
                                        + " at the edges"),
                        Quantity.square("w", of.input(WEIGHT).secondMoment(), "the weight"),
                        gradient(of.gradient())));
    }

    private Derivation toWeight(Application of) {
        ConvolutionRule convolution = rule.apply(of.use());
        TensorState x = of.input(0);
        return new Derivation(
                "products of what a tap reads and gradients, over all rows",
                "E g_W² = ⟨Σ_pairs K_x K_g⟩ over taps",
                PairTerms.ofTaps(
                        convolution.pairs(x, of.gradient()),
                        convolution.reading(x) / convolution.kernel(),
                        x,
                        of.gradient(),
                        of.pulled(WEIGHT).secondMoment()));
    }

    @Override
    public Map<Assumption, Double> assumptions(Application of) {
        ConvolutionRule convolution = rule.apply(of.use());
        double fanIn = convolution.channelsIn() * convolution.kernel();
        double fanOut = convolution.channelsOut() * convolution.kernel();
        double terms =
                of.isBackward()
                        ? ProductTerms.effective(of.gradient(), fanOut)
                        : ProductTerms.effective(of.input(0), fanIn);
        return Map.of(Assumption.WIDE_ROWS, Math.min(fanIn, fanOut), Assumption.MANY_TERMS, terms);
    }
}
