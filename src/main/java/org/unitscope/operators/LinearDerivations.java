package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// Where the numbers of `y = x Wᵀ + b` come from: `E y² = n E w² E x² + E b²` over n = fan-in
/// products, `E g_x²` the same over the fan-out, `E g_W²` a sum over all pairs of rows.
public final class LinearDerivations implements Derivations {
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;

    private static double fanIn(Application of) {
        return of.use().input(WEIGHT).extent(1);
    }

    private static double fanOut(Application of) {
        return of.use().input(WEIGHT).extent(0);
    }

    @Override
    public Optional<Derivation> output(Application of, int output) {
        TensorState x = of.input(0);
        TensorState weight = of.input(WEIGHT);
        List<Term> terms = new ArrayList<>();
        ProductTerms.ofRows(x, weight, fanIn(of), "x", "the input")
                .forEach(term -> terms.add(term.from(0)));
        boolean biased = of.use().has(BIAS) && of.input(BIAS).secondMoment() > 0;
        if (biased) {
            TensorState bias = of.input(BIAS);
            terms.add(
                    Term.of("bias", Quantity.square("b", bias.secondMoment(), "the bias"))
                            .from(BIAS));
            double mean = fanIn(of) * weight.mean() * x.mean();
            if (bias.mean() * mean != 0) {
                terms.add(
                        Term.of(
                                "means",
                                new Quantity("2", 2, "twice the cross term"),
                                new Quantity("E b", bias.mean(), "mean of the bias"),
                                new Quantity("n E w E x", mean, "mean of the products")));
            }
        }
        return Optional.of(
                new Derivation(
                        "a sum of fan-in products",
                        "E y² = n · E w² · E x²" + (biased ? " + E b²" : ""),
                        terms));
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        TensorState g = of.gradient();
        return Optional.of(
                switch (input) {
                    case WEIGHT ->
                            new Derivation(
                                    "products of rows and gradients, over all rows",
                                    "E g_W² = Σ_pairs K_x K_g",
                                    PairTerms.of(of.input(0), g, "the input"));
                    case BIAS ->
                            new Derivation(
                                    "gradients of all rows",
                                    "E g_b² = Σ_pairs K_g",
                                    PairTerms.ofRows(g, List.of(gradient(g))));
                    default -> toInput(of, g);
                });
    }

    private static Quantity gradient(TensorState g) {
        return Quantity.square("g", g.secondMoment(), "the gradient of the output");
    }

    /// The gradient as far as `Wᵀ` makes noise of it. Of what lies along `y = W x` an orthogonal W
    /// gives back `Wᵀ W x`, which is a multiple of x alone if no feature is lost, and in all has
    /// the mean square `gain⁴ · out / in · x²` if some are; the multiple of x is added apart.
    public static TensorState scattering(Invocation use, TensorState g, TensorState y) {
        double a = g.alignment();
        if (a == 0 || !use.orthogonal().contains(WEIGHT)) {
            return g;
        }
        double kept =
                Math.min(1, (double) use.input(WEIGHT).extent(0) / use.input(WEIGHT).extent(1));
        Kernels rest = g.kernels().plus(y.kernels().scaled(-a * a * kept));
        double[] diagonal = rest.diagonal();
        Arrays.setAll(diagonal, i -> Math.max(0, diagonal[i]));
        return g.with(rest.withDiagonal(diagonal));
    }

    private static Derivation toInput(Application of, TensorState g) {
        TensorState weight = of.input(WEIGHT);
        List<Term> terms =
                new ArrayList<>(
                        ProductTerms.ofRows(
                                scattering(of.use(), g, of.output()),
                                weight,
                                fanOut(of),
                                "g",
                                "the gradient of the output"));
        double aligned = g.alignment() * fanOut(of) * weight.secondMoment();
        if (aligned != 0) {
            terms.add(
                    Term.of(
                            "what lies along x",
                            new Quantity("a²", aligned * aligned, "share of x in Wᵀ g, squared"),
                            Quantity.square("x", of.input(0).secondMoment(), "the input")));
        }
        return new Derivation(
                "a sum of fan-out products",
                "E g_x² = n · E w² · E g²" + (aligned == 0 ? "" : " + a² E x²"),
                terms);
    }

    @Override
    public Map<Assumption, Double> assumptions(Application of) {
        double terms =
                of.isBackward()
                        ? ProductTerms.effective(of.gradient(), fanOut(of))
                        : ProductTerms.effective(of.input(0), fanIn(of));
        return Map.of(
                Assumption.WIDE_ROWS,
                Math.min(fanIn(of), fanOut(of)),
                Assumption.MANY_TERMS,
                terms);
    }
}
