package org.unitscope.formula;

import java.util.ArrayList;
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
    private static final int STEPS_PER_UNIT = 64;

    private final String text;
    private final Term term;
    private final double[] kinks;

    private Formula(String text, Term term) {
        this.text = text;
        this.term = term;
        kinks = findKinks(term);
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

    /// Where f or f' jumps or has a pole, between -40 and 40, ascending.
    public double[] kinks() {
        return kinks.clone();
    }

    /// Kinks at which f itself jumps.
    public List<Double> jumps() {
        List<Double> jumps = new ArrayList<>();
        for (double kink : kinks) {
            double apart = Math.max(1, Math.abs(kink)) * 0x1p-30;
            double step = Math.abs(value(kink + apart) - value(kink - apart));
            double slopes = Math.abs(slope(kink + apart)) + Math.abs(slope(kink - apart));
            if (!(step <= 0x1p-20 + 4 * apart * slopes)) {
                jumps.add(kink);
            }
        }
        return jumps;
    }

    private static double[] findKinks(Term term) {
        List<Term> switches = new ArrayList<>();
        term.collectSwitches(switches);
        TreeSet<Double> found = new TreeSet<>();
        for (Term one : switches) {
            double before = -REACH;
            for (int i = 0; i <= 2 * REACH * STEPS_PER_UNIT; i++) {
                double x = -REACH + (double) i / STEPS_PER_UNIT;
                double value = one.value(x);
                if (value == 0) {
                    found.add(x);
                } else if (value * one.value(before) < 0) {
                    found.add(root(one, before, x));
                }
                before = x;
            }
        }
        return found.size() > STEPS_PER_UNIT
                ? new double[0]
                : found.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double root(Term term, double low, double high) {
        double a = low;
        double b = high;
        for (int i = 0; i < 200 && a < b; i++) {
            double middle = a + (b - a) / 2;
            if (middle == a || middle == b) {
                break;
            }
            if (term.value(middle) * term.value(a) <= 0) {
                b = middle;
            } else {
                a = middle;
            }
        }
        return b;
    }
}
