package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;

/// The terms of a sum over all rows, `E (Σ_p x_p g_p)² = Σ_pairs K_x K_g`: rows alone, pairs of one
/// sequence, pairs of two sequences. Each is a number of pairs times the mean squares times the
/// mean product of the pairs' correlations.
public final class PairTerms {
    private static final String ROWS = "number of rows";
    private static final String ALONE = "rows alone";

    private final List<Quantity> squares;
    private final RowGrid grid;

    private PairTerms(List<Quantity> squares, RowGrid grid) {
        this.squares = squares;
        this.grid = grid;
    }

    /// Of `Σ_p x_p g_p`.
    ///
    /// @param meaning of x
    public static List<Term> of(TensorState x, TensorState g, String meaning) {
        PairSum sum = PairSum.of(x.kernels(), g.kernels(), g.rows().sequences());
        List<Quantity> squares =
                List.of(
                        Quantity.square("x", x.secondMoment(), meaning),
                        Quantity.square("g", g.secondMoment(), "the gradient"));
        return new PairTerms(squares, g.rows()).terms(sum, sum.total());
    }

    /// Of `Σ_p g_p`.
    ///
    /// @param squares whose product is `E g²`
    public static List<Term> ofRows(TensorState g, List<Quantity> squares) {
        PairSum sum = PairSum.ofRows(g.kernels(), g.rows().sequences());
        return new PairTerms(squares, g.rows()).terms(sum, sum.total());
    }

    /// The parts of a sum.
    ///
    /// @param total what the rule makes of it
    private List<Term> terms(PairSum sum, double total) {
        Positions t = grid.positions();
        List<Term> terms = new ArrayList<>();
        terms.add(
                part(
                        sum.isTracked() ? ALONE : ALONE + ", pairs unknown",
                        Quantity.count(grid.rows(), ROWS),
                        sum.alone()));
        if (sum.isTracked()) {
            double within = grid.rows() * (t.total() - 1);
            double across = grid.rows() * t.total() * (grid.sequences() - 1);
            addPairs(terms, "pairs within a sequence", within, sum.within());
            addPairs(terms, "pairs across sequences", across, sum.across());
        }
        close(terms, total);
        return terms;
    }

    /// Of the mean over taps of `Σ_p x_p+δ g_p`.
    ///
    /// @param sum its mean over taps
    /// @param inside share of rows in which a tap lies inside the input
    /// @param total what the rule makes of it
    static List<Term> ofTaps(
            PairSum sum, double inside, TensorState x, TensorState g, double total) {
        List<Quantity> squares =
                List.of(
                        new Quantity("i", inside, "share of rows whose tap lies inside the input"),
                        Quantity.square("x", x.secondMoment(), "the input"),
                        Quantity.square("g", g.secondMoment(), "the gradient"));
        return new PairTerms(squares, g.rows()).terms(sum, total);
    }

    private void addPairs(List<Term> terms, String label, double pairs, double value) {
        if (value != 0) {
            terms.add(part(label, new Quantity("pairs", pairs, "number of " + label), value));
        }
    }

    private Term part(String label, Quantity count, double value) {
        List<Quantity> factors = new ArrayList<>(List.of(count));
        factors.addAll(squares);
        return new Term(
                label,
                Term.completed(
                        value,
                        "⟨ρρ⟩",
                        "mean product of the correlations of both, over these pairs",
                        factors));
    }

    /// What cancels but for rounding is zero.
    static void close(List<Term> terms, double total) {
        double sum = terms.stream().mapToDouble(Term::value).sum();
        if (total == 0 && sum != 0) {
            terms.add(
                    Term.of(
                            "the rest is rounding",
                            new Quantity("−Σ", -sum, "what is left of terms that cancel")));
        }
    }

    /// Of a table whose rows sum the gradients of their hits.
    ///
    /// @param sum over rows alone and pairs that share a row of the table
    /// @param table number of rows of the table
    static List<Term> ofTable(TensorState g, PairSum sum, double table, double total) {
        List<Quantity> squares =
                List.of(
                        Quantity.square("g", g.secondMoment(), "the gradient"),
                        new Quantity("1/V", 1 / table, "one over the rows of the table"));
        PairSum perRow =
                new PairSum(sum.alone() / table, sum.within() / table, sum.across() / table);
        return new PairTerms(squares, g.rows()).terms(perRow, total);
    }
}
