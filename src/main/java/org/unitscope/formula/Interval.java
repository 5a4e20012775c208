package org.unitscope.formula;

import java.util.function.DoubleUnaryOperator;

/// All numbers from `low` to `high`. Results of arithmetic hold every value that the operation can
/// give: bounds that were rounded are moved outward by 1e-14 of their size, far more than the few
/// ulp that the functions of a formula are off by. Where an operation is defined in a part only,
/// the result is that of the part, and [#NONE] if it is defined nowhere.
record Interval(double low, double high) {
    static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    static final Interval NONE = new Interval(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    private static final double SLACK = 1e-14;

    static Interval of(double value) {
        return Double.isNaN(value) ? NONE : new Interval(value, value);
    }

    boolean isNone() {
        return low > high;
    }

    /// With bounds moved outward; a bound of 0 is exact, as no operation rounds to it.
    private static Interval around(double low, double high) {
        return Double.isNaN(low) || Double.isNaN(high)
                ? ALL
                : new Interval(low - SLACK * finite(low), high + SLACK * finite(high));
    }

    private static double finite(double bound) {
        return Double.isInfinite(bound) ? 0 : Math.abs(bound);
    }

    boolean holds(double value) {
        return low <= value && value <= high;
    }

    boolean is(double value) {
        return low == value && high == value;
    }

    Interval hull(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    Interval negated() {
        return new Interval(0 - high, 0 - low);
    }

    Interval plus(Interval other) {
        return around(low + other.low, high + other.high);
    }

    Interval minus(Interval other) {
        return plus(other.negated());
    }

    Interval times(Interval other) {
        double a = product(low, other.low);
        double b = product(low, other.high);
        double c = product(high, other.low);
        double d = product(high, other.high);
        return around(
                Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    /// A bound of infinity stands for all finite numbers, so that nothing times it is nothing.
    private static double product(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    Interval inverse() {
        if (low == 0 && high > 0) {
            return around(1 / high, Double.POSITIVE_INFINITY);
        }
        return holds(0) ? ALL : around(1 / high, 1 / low);
    }

    Interval absolute() {
        return low >= 0 ? this : high <= 0 ? negated() : new Interval(0, Math.max(-low, high));
    }

    Interval least(Interval other) {
        return new Interval(Math.min(low, other.low), Math.min(high, other.high));
    }

    Interval greatest(Interval other) {
        return new Interval(Math.max(low, other.low), Math.max(high, other.high));
    }

    /// The image under a function that never falls.
    Interval rising(DoubleUnaryOperator f) {
        return around(f.applyAsDouble(low), f.applyAsDouble(high));
    }

    /// The image under a function that never falls and is defined from 0 on.
    Interval risingFromZero(DoubleUnaryOperator f) {
        return high < 0 ? NONE : new Interval(Math.max(low, 0), high).rising(f);
    }

    /// `x^n` for a whole n from 0 on.
    Interval power(int n) {
        Interval base = n % 2 == 0 ? absolute() : this;
        return base.rising(x -> StrictMath.pow(x, n));
    }

    /// The sine: between the values at the ends, and ±1 where a crest or a trough may lie between.
    Interval sine() {
        if (!(high - low < 6)) {
            return new Interval(-1, 1);
        }
        double a = StrictMath.sin(low);
        double b = StrictMath.sin(high);
        return around(hasTurn(-0.25) ? -1 : Math.min(a, b), hasTurn(0.25) ? 1 : Math.max(a, b));
    }

    /// Whether `2π (k + part)` lies in it, or nearly, for a whole k.
    private boolean hasTurn(double part) {
        double slack = 1e-12 * (1 + Math.max(Math.abs(low), Math.abs(high)));
        double first = Math.ceil((low - slack) / (2 * Math.PI) - part);
        return 2 * Math.PI * (first + part) <= high + slack;
    }
}
