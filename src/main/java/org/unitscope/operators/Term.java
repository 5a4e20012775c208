package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// One summand of a second moment: the product of its factors.
///
/// @param label a few words for people, for example `pairs across sequences`
/// @param input the operator's input that it comes from, where it comes from one of several
public record Term(String label, List<Quantity> factors, OptionalInt input) {
    /// A factor closer to one than this is left out.
    private static final double NEGLIGIBLE = 1e-13;

    /// Copies the list.
    public Term {
        factors = List.copyOf(factors);
    }

    /// A term of the operator as a whole.
    public Term(String label, List<Quantity> factors) {
        this(label, factors, OptionalInt.empty());
    }

    /// A term of the operator as a whole.
    public static Term of(String label, Quantity... factors) {
        return new Term(label, List.of(factors));
    }

    /// A term of this value: the factors and, where their product is something else, one more that
    /// makes up for it.
    ///
    /// A mean over positions of a product is not the product of the means. Where the factors'
    /// product is zero, the value stands alone.
    ///
    /// @param rest symbol of the factor that makes up for the rest
    /// @param meaning of that factor
    public static Term completed(
            String label, double value, String rest, String meaning, Quantity... factors) {
        return new Term(label, completed(value, rest, meaning, List.of(factors)));
    }

    /// The factors of [#completed].
    static List<Quantity> completed(
            double value, String rest, String meaning, List<Quantity> factors) {
        double product = product(factors);
        double ratio = value / product;
        if (!Double.isFinite(ratio)) {
            return value == product ? factors : List.of(new Quantity(rest, value, meaning));
        }
        if (Math.abs(ratio - 1) < NEGLIGIBLE) {
            return factors;
        }
        List<Quantity> all = new ArrayList<>(factors);
        all.add(new Quantity(rest, ratio, meaning));
        return all;
    }

    /// The same term, said to come from one input.
    public Term from(int index) {
        return new Term(label, factors, OptionalInt.of(index));
    }

    /// The same term with a factor written as the product of others.
    public Term replacing(String symbol, List<Quantity> product) {
        List<Quantity> all = new ArrayList<>();
        for (Quantity factor : factors) {
            if (factor.symbol().equals(symbol)) {
                all.addAll(product);
            } else {
                all.add(factor);
            }
        }
        return new Term(label, all, input);
    }

    /// The product of the factors.
    public double value() {
        return product(factors);
    }

    private static double product(List<Quantity> factors) {
        double product = 1;
        for (Quantity factor : factors) {
            product *= factor.value();
        }
        return product;
    }
}
