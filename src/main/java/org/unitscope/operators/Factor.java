package org.unitscope.operators;

/// An ideal factor with the formula it comes from.
///
/// @param formula in symbols, for example `fan_in^-1/2`
/// @param numbers what the symbols are, for example `fan_in = 768`; empty if there is nothing to
///   fill in
/// @param checked whether the formula was checked against code or computed exactly; a formula that
///   was not is shown as such
public record Factor(double value, String formula, String numbers, boolean checked) {
    /// Nothing is multiplied.
    public static final Factor ONE = new Factor(1, "1", "", true);

    /// A checked factor.
    public static Factor of(double value, String formula, String numbers) {
        return new Factor(value, formula, numbers, true);
    }

    /// `count^-1/2`.
    public static Factor inverseRoot(String symbol, double count) {
        return of(1 / Math.sqrt(count), symbol + "^-1/2", symbol + " = " + whole(count));
    }

    /// `1 / count`.
    public static Factor inverse(String symbol, double count) {
        return of(1 / count, symbol + "^-1", symbol + " = " + whole(count));
    }

    /// `count^1/2`.
    public static Factor root(String symbol, double count) {
        return of(Math.sqrt(count), symbol + "^1/2", symbol + " = " + whole(count));
    }

    /// `exp(a ln high + (1 − a) ln low)`: the library's interpolation between two limits.
    public static double interpolated(double a, double low, double high) {
        return StrictMath.exp(a * StrictMath.log(high) + (1 - a) * StrictMath.log(low));
    }

    /// A number without a fraction where it has none.
    public static String whole(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
