package org.unitscope.formula;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// All roots of terms in a range, none missed: intervals in which the bounds of a term leave out 0
/// are dropped, the others halved until they are 1e-8 wide, then searched for a change of sign.
///
/// Where a term is 0 all along, as `relu(x)` left of 0, no place is special. Where it only touches
/// 0, or nearly does, the place where it is least is given, which does no harm: a function may be
/// cut anywhere.
final class Roots {
    private static final double NARROW = 1e-8;
    private static final int MOST_THIRDS = 120;
    private static final int MOST_STEPS = 2_000_000;

    private Roots() {}

    /// Adds the roots of a term between two numbers.
    ///
    /// @throws FormulaException if they are too many to be found
    static void add(Term term, double low, double high, int most, Set<Double> roots)
            throws FormulaException {
        Deque<Interval> open = new ArrayDeque<>();
        open.push(new Interval(low, high));
        Interval touched = Interval.NONE;
        for (int step = 0; !open.isEmpty(); step++) {
            if (step > MOST_STEPS || roots.size() > most) {
                throw new FormulaException(
                        "it bends, jumps or has poles at more than %d places between %.6g and %.6g"
                                .formatted(most, low, high));
            }
            Interval x = open.pop();
            Interval value = Enclosure.of(term, x);
            if (!value.holds(0) || value.is(0)) {
                continue;
            }
            double middle = x.low() + (x.high() - x.low()) / 2;
            if (x.high() - x.low() > NARROW * Math.max(1, Math.abs(middle))) {
                // From left to right, so that what is touched in a row is one place.
                open.push(new Interval(middle, x.high()));
                open.push(new Interval(x.low(), middle));
                continue;
            }
            double root = root(term, x.low(), x.high());
            if (!Double.isNaN(root)) {
                roots.add(root);
            } else if (touched.high() >= x.low() - (x.high() - x.low())) {
                touched = touched.hull(x);
            } else {
                addLeast(term, touched, roots);
                touched = x;
            }
        }
        addLeast(term, touched, roots);
    }

    /// Adds the place where a term is least in size, by thirds.
    private static void addLeast(Term term, Interval x, Set<Double> roots) {
        if (x.isNone()) {
            return;
        }
        double a = x.low() - (x.high() - x.low());
        double b = x.high() + (x.high() - x.low());
        for (int i = 0; i < MOST_THIRDS; i++) {
            double left = a + (b - a) / 3;
            double right = b - (b - a) / 3;
            if (size(term, left) <= size(term, right)) {
                b = right;
            } else {
                a = left;
            }
        }
        roots.add(size(term, a) <= size(term, b) ? a : b);
    }

    private static double size(Term term, double x) {
        double size = Math.abs(term.value(x));
        return Double.isNaN(size) ? Double.POSITIVE_INFINITY : size;
    }

    /// The place where the sign changes, to the last bit; NaN if it does not.
    private static double root(Term term, double low, double high) {
        double a = low;
        double b = high;
        double left = term.value(a);
        double right = term.value(b);
        if (left == 0) {
            return a;
        }
        if (right == 0) {
            return b;
        }
        if ((left < 0) == (right < 0) || Double.isNaN(left + right)) {
            return Double.NaN;
        }
        while (true) {
            double middle = a + (b - a) / 2;
            if (middle == a || middle == b) {
                return b;
            }
            double value = term.value(middle);
            if (value == 0) {
                return middle;
            }
            if ((value < 0) == (left < 0)) {
                a = middle;
            } else {
                b = middle;
            }
        }
    }
}
