package org.unitscope.formula;

import org.unitscope.formula.Term.Applied;
import org.unitscope.formula.Term.Choice;
import org.unitscope.formula.Term.Constant;
import org.unitscope.formula.Term.Joined;
import org.unitscope.formula.Term.Variable;
import org.unitscope.kernels.ReferenceFunctions;

/// Bounds of a term over an interval, by interval arithmetic: every value that the term takes lies
/// within, so a term whose bounds leave out 0 has no root there.
final class Enclosure {
    private Enclosure() {}

    static Interval of(Term term, Interval x) {
        return switch (term) {
            case Constant constant -> Interval.of(constant.number());
            case Variable variable -> x;
            case Applied applied -> applied(applied.function(), of(applied.argument(), x));
            case Joined joined -> joined(joined, of(joined.left(), x), of(joined.right(), x));
            case Choice choice -> choice(choice, x);
        };
    }

    private static Interval applied(ScalarFunction function, Interval a) {
        if (a.isNone()) {
            return a;
        }
        return switch (function) {
            case EXP, ERF, TANH, SIGMOID, SOFTPLUS, RELU, SIGN, STEP -> a.rising(function::value);
            case LOG, SQRT -> a.risingFromZero(function::value);
            case RSQRT -> inverse(a.risingFromZero(Math::sqrt));
            case ABS -> a.absolute();
            case SILU -> a.times(a.rising(ReferenceFunctions::sigmoid));
            case GELU -> a.times(a.rising(v -> 0.5 * ReferenceFunctions.erfc(-v / Math.sqrt(2))));
            case SIN -> a.sine();
            case COS -> a.plus(Interval.of(Math.PI / 2)).sine();
        };
    }

    private static Interval inverse(Interval a) {
        return a.isNone() ? a : a.inverse();
    }

    private static Interval joined(Joined joined, Interval a, Interval b) {
        if (a.isNone() || b.isNone()) {
            return Interval.NONE;
        }
        return switch (joined.operator()) {
            case '+' -> a.plus(b);
            case '-' -> a.minus(b);
            case '*' -> joined.left().equals(joined.right()) ? a.power(2) : a.times(b);
            case '/' -> a.times(b.inverse());
            case 'm' -> a.least(b);
            case 'M' -> a.greatest(b);
            default -> power(joined.right(), a, b);
        };
    }

    private static Interval power(Term exponent, Interval a, Interval b) {
        if (exponent instanceof Constant(double n)) {
            if (n == Math.rint(n) && Math.abs(n) <= 1000) {
                Interval power = a.power((int) Math.abs(n));
                return n < 0 ? inverse(power) : power;
            }
            Interval power = a.risingFromZero(v -> StrictMath.pow(v, Math.abs(n)));
            return n < 0 ? inverse(power) : power;
        }
        // A whole exponent gives a value to a negative base.
        return a.low() < 0
                ? Interval.ALL
                : b.times(a.rising(StrictMath::log)).rising(StrictMath::exp);
    }

    private static Interval choice(Choice choice, Interval x) {
        Interval left = of(choice.left(), x);
        Interval right = of(choice.right(), x);
        // What cannot be compared is not greater.
        if (left.isNone() || right.isNone() || left.high() < right.low()) {
            return of(choice.no(), x);
        }
        Interval yes = of(choice.yes(), x);
        Interval no = of(choice.no(), x);
        return yes.isNone() ? no : no.isNone() ? yes : yes.hull(no);
    }
}
