package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.moments.TensorState;

/// The terms of sums of n products of independent factors, `n E w² E x² + n (n − 1) (E w)² (E x)²`,
/// see [SumOfProducts].
public final class ProductTerms {
    private static final String MEANS = "products of means";

    private ProductTerms() {}

    /// Row by row, x keeping its positions: `⟨(E x)²⟩` is a mean over them.
    ///
    /// @param terms number n of products
    /// @param name of x in the formula, with its meaning
    public static List<Term> ofRows(
            TensorState x, TensorState weight, double terms, String name, String meaning) {
        List<Term> result = new ArrayList<>();
        result.add(
                Term.of(
                        "products",
                        Quantity.count(terms, "number of products in a sum"),
                        Quantity.square("w", weight.secondMoment(), "the weight"),
                        Quantity.square(name, x.secondMoment(), meaning)));
        if (weight.mean() != 0 && !x.isCentered()) {
            double[] squares = Arrays.stream(x.means()).map(mean -> mean * mean).toArray();
            result.add(
                    Term.of(
                            MEANS,
                            new Quantity("n(n−1)", terms * (terms - 1), "pairs of products"),
                            Quantity.squaredMean("w", weight.mean(), "the weight"),
                            new Quantity(
                                    "⟨(E " + name + ")²⟩",
                                    x.rows().positions().mean(squares),
                                    "squared mean of " + meaning + ", over positions")));
        }
        return result;
    }

    /// How many of the terms count, `n (E x²)² / E x⁴`: few where x is mostly zero, but one at
    /// least.
    public static double effective(TensorState x, double terms) {
        double kurtosis = x.shape().isGaussian() ? 3 : x.shape().family().kurtosis();
        return Math.max(1, terms / kurtosis);
    }

    /// As [SumOfProducts] has it.
    ///
    /// @param names of both in the formula
    /// @param meanings of both
    public static List<Term> of(
            TensorState a, TensorState b, double terms, List<String> names, List<String> meanings) {
        List<Term> result = new ArrayList<>();
        result.add(
                Term.of(
                        "products",
                        Quantity.count(terms, "number of products in a sum"),
                        Quantity.square(names.get(0), a.secondMoment(), meanings.get(0)),
                        Quantity.square(names.get(1), b.secondMoment(), meanings.get(1))));
        if (a.mean() * b.mean() != 0 && terms > 1) {
            result.add(
                    Term.of(
                            MEANS,
                            new Quantity("n(n−1)", terms * (terms - 1), "pairs of products"),
                            Quantity.squaredMean(names.get(0), a.mean(), meanings.get(0)),
                            Quantity.squaredMean(names.get(1), b.mean(), meanings.get(1))));
        }
        return result;
    }
}
