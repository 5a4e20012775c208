package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.Positions;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// The terms of a gradient that is summed over what broadcasting repeated, see [BroadcastRows].
public final class BroadcastTerms {
    private BroadcastTerms() {}

    /// Of an input's gradient.
    ///
    /// @param g of the output, times what the operator multiplies it by
    /// @param squares whose product is `E g²`
    public static List<Term> gradient(
            Invocation use, int input, TensorState g, List<Quantity> squares) {
        Shape shape = use.input(input);
        return switch (BroadcastRows.repetition(shape, use.output())) {
            case NONE -> List.of(new Term("all", squares));
            case ONE_ROW -> PairTerms.ofRows(g, squares);
            case ONE_SEQUENCE -> sequences(g, squares);
            case ONE_POSITION -> positions(g, squares);
            case ONE_FEATURE -> features(use.output(), g, squares);
            case ELEMENTS -> elements(Broadcast.of(shape, use.output()).repetitions(), g, squares);
        };
    }

    private static List<Term> sequences(TensorState g, List<Quantity> squares) {
        double many = g.rows().sequences();
        List<Term> terms = new ArrayList<>();
        terms.add(term("sequences alone", "B", many, squares));
        double pairs = many * (many - 1);
        double other = acrossSequences(g);
        if (pairs > 0 && other != 0) {
            List<Quantity> factors = new ArrayList<>();
            factors.add(new Quantity("B(B−1)", pairs, "pairs of sequences"));
            factors.addAll(squares);
            terms.add(
                    new Term(
                            "pairs across sequences",
                            Term.completed(
                                    pairs * other,
                                    "⟨ρ⟩",
                                    "correlation of one position in two sequences",
                                    factors)));
        }
        return terms;
    }

    private static List<Term> positions(TensorState g, List<Quantity> squares) {
        double many = g.rows().positions().total();
        List<Term> terms = new ArrayList<>();
        terms.add(term("positions alone", "T", many, squares));
        double other = PositionSums.pairs(g);
        if (other != 0) {
            List<Quantity> factors = new ArrayList<>();
            factors.add(new Quantity("T(T−1)", many * (many - 1), "pairs of positions"));
            factors.addAll(squares);
            terms.add(
                    new Term(
                            "pairs of positions",
                            Term.completed(
                                    other,
                                    "⟨ρ⟩",
                                    "correlation of two positions of a sequence",
                                    factors)));
        }
        return terms;
    }

    private static List<Term> features(Shape output, TensorState g, List<Quantity> squares) {
        double many = output.extent(-1);
        double width = output.count() / g.rows().rows();
        double total = FeatureSums.summed(g, many, width).secondMoment();
        Term alone = term("features alone", Quantity.COUNT, many, squares);
        double rest = total - alone.value();
        return rest == 0
                ? List.of(alone)
                : List.of(
                        alone,
                        Term.of(
                                "pairs of features",
                                new Quantity(
                                        "n(n−1) ⟨g g'⟩",
                                        rest,
                                        "what their means have in common, less what a centered"
                                                + " row lacks")));
    }

    /// The mean over positions of the kernel of one position in two sequences.
    private static double acrossSequences(TensorState g) {
        Positions t = g.rows().positions();
        double[] own = new double[t.blocks()];
        Kernels k = g.kernels();
        if (k.isTracked()) {
            double[] across = k.mean(true);
            Arrays.setAll(own, i -> across[i * t.blocks() + i]);
        } else {
            Arrays.setAll(own, i -> g.mean(i) * g.mean(i));
        }
        return t.mean(own);
    }

    private static List<Term> elements(double many, TensorState g, List<Quantity> squares) {
        List<Term> terms = new ArrayList<>();
        terms.add(term("elements alone", Quantity.COUNT, many, squares));
        if (g.mean() != 0 && many > 1) {
            terms.add(
                    Term.of(
                            "products of means",
                            new Quantity("n(n−1)", many * (many - 1), "pairs of elements"),
                            Quantity.squaredMean("g", g.mean(), "the gradient")));
        }
        return terms;
    }

    private static Term term(String label, String symbol, double count, List<Quantity> squares) {
        List<Quantity> factors = new ArrayList<>();
        factors.add(new Quantity(symbol, count, "how often broadcasting repeats it"));
        factors.addAll(squares);
        return new Term(label, factors);
    }
}
