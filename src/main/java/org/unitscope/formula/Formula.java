package org.unitscope.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A function of one variable x, with its exact derivative and the places where it bends or jumps.
///
///     sum = product {("+" | "-") product}      product = signed {("*" | "/") signed}
///     signed = ["-"] power                     power = atom ["^" signed]
///     atom = number | "x" | parameter | "(" sum ")" | name "(" sum {"," sum} ")"
///          | "where" "(" sum ("<" | "<=" | ">" | ">=") sum "," sum "," sum ")"
///
/// Functions: `exp log sqrt rsqrt abs erf tanh sigmoid softplus relu silu gelu sin cos sign step`, of
/// two arguments `min max pow`. Numbers come from StrictMath and give the same bits everywhere.
public final class Formula {
    private static final double REACH = 40;
    private static final int MOST_KINKS = 1000;

    /// How near to a place the two sides of a jump are told apart.
    private static final double NEAR = 0x1p-40;

    private static final double LESS_NEAR = 0x1p-14;

    private final String text;
    private final Term term;
    private final double[] kinks;

    private Formula(String text, Term term) throws FormulaException {
        this.text = text;
        this.term = term;
        try {
            kinks = kinks(-REACH, REACH);
        } catch (FormulaException many) {
            throw new FormulaException("formula '%s': %s".formatted(text, many.getMessage()));
        }
    }

    /// Reads a formula.
    ///
    /// @param parameters named numbers it may use
    /// @throws FormulaException saying what is wrong at which column
    public static Formula parse(String text, Map<String, Double> parameters)
            throws FormulaException {
        return new Formula(text, new FormulaParser(text, parameters).parse());
    }

    /// As it was written.
    public String text() {
        return text;
    }

    /// f(x).
    public double value(double x) {
        return term.value(x);
    }

    /// f'(x); at a kink the derivative of one side.
    public double slope(double x) {
        return term.slope(x);
    }

    /// Bounds of f over an interval.
    Interval bounds(Interval x) {
        return Enclosure.of(term, x);
    }

    /// Where f or f' may jump or have a pole, between -40 and 40, ascending. None is missed.
    public double[] kinks() {
        return kinks.clone();
    }

    /// The same between two numbers.
    ///
    /// @throws FormulaException if there are more than a thousand
    double[] kinks(double low, double high) throws FormulaException {
        List<Term> switches = new ArrayList<>();
        term.collectSwitches(switches);
        TreeSet<Double> found = new TreeSet<>();
        for (Term one : switches) {
            Roots.add(one, low, high, MOST_KINKS, found);
        }
        return found.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Kinks at which f itself jumps.
    public List<Double> jumps() {
        return Arrays.stream(kinks).filter(this::jumps).boxed().toList();
    }

    /// Whether the two sides stay apart as they come near. A continuous function, however steep,
    /// comes together by more than half; what is small beside the values is rounding; sides that
    /// grow without end are a pole.
    boolean jumps(double kink) {
        double near = NEAR * Math.max(1, Math.abs(kink));
        double far = LESS_NEAR * Math.max(1, Math.abs(kink));
        double step = step(kink, near);
        double size = size(kink, near);
        return step > 1e-9 * (size + size(kink, far))
                && !(step <= 0.5 * step(kink, far))
                && !(step(kink, near / 16) <= 0.5 * step)
                && !(size(kink, near / 16) > 1.5 * size);
    }

    /// A place for messages: six digits, no zeros behind them.
    public static String place(double x) {
        BigDecimal digits = new BigDecimal(x, new MathContext(6)).stripTrailingZeros();
        return digits.scale() > 10 || digits.scale() < -10
                ? digits.toString()
                : digits.toPlainString();
    }

    private double step(double kink, double apart) {
        return Math.abs(value(kink + apart) - value(kink - apart));
    }

    private double size(double kink, double apart) {
        return Math.abs(value(kink + apart)) + Math.abs(value(kink - apart));
    }
}
