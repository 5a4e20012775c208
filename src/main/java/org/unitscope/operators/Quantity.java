package org.unitscope.operators;

/// One factor of a [Term], with its number filled in.
///
/// @param symbol as the formula writes it, for example `E w²`
/// @param meaning a few words for people, for example `mean square of the weight`
public record Quantity(String symbol, double value, String meaning) {
    /// Symbol of the number of independent products that a sum has.
    public static final String COUNT = "n";

    /// The number of products that are summed.
    public static Quantity count(double value, String meaning) {
        return new Quantity(COUNT, value, meaning);
    }

    /// The mean square of a tensor.
    ///
    /// @param name the letter of the formula, for example `x`
    public static Quantity square(String name, double value, String meaning) {
        return new Quantity("E " + name + "²", value, "mean square of " + meaning);
    }

    /// The square of a mean.
    public static Quantity squaredMean(String name, double mean, String meaning) {
        return new Quantity("(E " + name + ")²", mean * mean, "squared mean of " + meaning);
    }
}
