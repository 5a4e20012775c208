package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.unitscope.moments.GainedRows;
import org.unitscope.moments.SquareSums;
import org.unitscope.moments.TensorState;

/// Where the numbers of [RowNormalization] come from: `E y² = E γ² ⟨D/(D + ε)⟩ + E β²`, `E g_x² = E
/// γ² E g² ⟨1/(D + ε)⟩` times what a row keeps of its gradient, D about the mean where that is
/// taken off.
///
/// @param rule of a use
record NormalizationDerivations(Function<Invocation, RowNormalization> rule)
        implements Derivations {
    private static final int GAIN = 1;
    private static final int SHIFT = 2;

    @Override
    public Optional<Derivation> output(Application of, int output) {
        RowNormalization norm = rule.apply(of.use());
        TensorState x = of.input(0);
        TensorState gain = of.input(GAIN);
        List<Term> terms = new ArrayList<>();
        double share =
                mean(
                        x,
                        i -> {
                            double d = norm.second(x, i);
                            return d + norm.epsilon() == 0 ? 0 : d / (d + norm.epsilon());
                        });
        terms.add(
                Term.of(
                                "normalized rows",
                                Quantity.square("γ", gain.secondMoment(), "the gain"),
                                new Quantity(
                                        "⟨D/(D+ε)⟩",
                                        share,
                                        "what ε leaves of the normalized mean square"))
                        .from(0));
        if (of.inputs().size() > SHIFT) {
            TensorState shift = of.input(SHIFT);
            terms.add(
                    Term.of("shift", Quantity.square("β", shift.secondMoment(), "the shift"))
                            .from(SHIFT));
            double mean = norm.normalized(x).mean();
            if (gain.mean() * shift.mean() * mean != 0) {
                terms.add(
                        Term.of(
                                "means",
                                new Quantity("2", 2, "twice the cross term"),
                                new Quantity("E γ", gain.mean(), "mean of the gain"),
                                new Quantity("E β", shift.mean(), "mean of the shift"),
                                new Quantity("E x̂", mean, "mean of the normalized rows")));
            }
        }
        String formula = "E y² = E γ² · ⟨D/(D+ε)⟩" + (terms.size() > 1 ? " + E β²" : "");
        return Optional.of(new Derivation("rows divided by their RMS", formula, terms));
    }

    private static double mean(TensorState x, IntToDoubleFunction f) {
        double[] values = new double[x.means().length];
        Arrays.setAll(values, f);
        return x.rows().positions().mean(values);
    }

    @Override
    public Optional<Derivation> gradient(Application of, int input) {
        RowNormalization norm = rule.apply(of.use());
        TensorState whole = of.gradient();
        TensorState g = RowNormalization.without(whole, of.output());
        return Optional.of(
                switch (input) {
                    case GAIN -> toGain(norm.normalized(of.input(0)), of, g);
                    case SHIFT -> toShift(whole);
                    default -> toRows(norm, of, g);
                });
    }

    private static Derivation toShift(TensorState g) {
        return new Derivation(
                "gradients of all rows",
                "E g_β² = Σ_pairs K_g",
                PairTerms.ofRows(
                        g,
                        List.of(
                                Quantity.square(
                                        "g", g.secondMoment(), "the gradient of the output"))));
    }

    private static Derivation toGain(TensorState hat, Application of, TensorState g) {
        double gain = of.input(GAIN).secondMoment();
        TensorState seen = GainedRows.of(hat, g, of.output(), gain);
        List<Term> terms = new ArrayList<>(PairTerms.of(seen, g, "the normalized rows"));
        double along = RowNormalization.along(of.gradient(), hat);
        if (along != 0) {
            double mean = hat.rows().rows() * meanProduct(seen, g);
            double spread = SquareSums.spread(hat);
            terms.add(
                    Term.of(
                            "what lies along y",
                            new Quantity("a", along, "sum of a y x̂ over all rows"),
                            new Quantity(
                                    "a S + 2 E g_γ",
                                    along * spread + 2 * mean,
                                    "the same, spread over features by S, and the mean")));
        }
        return new Derivation("gradients of all rows", "E g_γ² = Σ_pairs K_x̂ K_g", terms);
    }

    private static double meanProduct(TensorState x, TensorState g) {
        return mean(g, i -> x.mean(i) * g.mean(i));
    }

    private static Derivation toRows(RowNormalization norm, Application of, TensorState g) {
        TensorState x = of.input(0);
        double gain = of.input(GAIN).secondMoment();
        double whole = of.gradient().secondMoment();
        List<Quantity> factors = new ArrayList<>();
        factors.add(Quantity.square("γ", gain, "the gain"));
        factors.add(Quantity.square("g", whole, "the gradient of the output"));
        if (g.secondMoment() != whole) {
            double kept = whole == 0 ? 1 : g.secondMoment() / whole;
            factors.add(new Quantity("1 − ∥", kept, "what of it does not lie along y"));
        }
        factors.add(
                new Quantity(
                        "⟨1/(D+ε)⟩",
                        mean(x, i -> inverse(norm, x, i)),
                        "one over the mean square of a row"));
        factors.add(
                new Quantity(
                        "1 − 1/d",
                        norm.kept(x, g),
                        "what a row keeps without its component along itself"
                                + (norm.centered() ? " and the ones vector" : "")));
        factors.add(new Quantity("v", norm.spread(x), "scatter of the rows' mean squares"));
        double value =
                gain
                        * norm.kept(x, g)
                        * norm.spread(x)
                        * mean(x, i -> inverse(norm, x, i) * g.kernels().diagonal(i));
        Term term =
                Term.completed(
                        "all",
                        value,
                        "c",
                        "how gradient and rows go together over positions",
                        factors.toArray(Quantity[]::new));
        List<Term> terms = new ArrayList<>(List.of(term));
        addMean(terms, mean(x, i -> inverse(norm, x, i)), of, g);
        return new Derivation(
                "gradients divided by the RMS of their rows",
                "E g_x² = E γ² · E g² · ⟨1/(D+ε)⟩ · (1 − 1/d)"
                        + (terms.size() > 1 ? " + m (E γ)² ⟨(E g)²⟩" : ""),
                terms);
    }

    /// The mean of all features of a row is lost with centering, and kept but for what lies along
    /// the row without: otherwise than what features have for themselves.
    private static void addMean(List<Term> terms, double inverse, Application of, TensorState g) {
        double mean = of.input(GAIN).mean();
        if (g.isCentered() || mean == 0) {
            return;
        }
        double rest = of.pulled(0).secondMoment() - terms.getFirst().value();
        terms.add(
                Term.completed(
                        "mean of a row's gradient",
                        rest,
                        "m",
                        "what a row keeps of the mean of all features, less what it keeps of the"
                                + " rest",
                        Quantity.squaredMean("γ", mean, "the gain"),
                        new Quantity(
                                "⟨(E g)²⟩",
                                mean(g, i -> g.mean(i) * g.mean(i)),
                                "squared mean of the gradient, over positions"),
                        new Quantity("⟨1/(D+ε)⟩", inverse, "one over the mean square of a row")));
    }

    private static double inverse(RowNormalization norm, TensorState x, int i) {
        double d = norm.second(x, i) + norm.epsilon();
        return d == 0 ? 0 : 1 / d;
    }

    @Override
    public Map<Assumption, Double> assumptions(Application of) {
        return Map.of(Assumption.WIDE_ROWS, rule.apply(of.use()).features());
    }
}
