package org.unitscope.formula;

import java.util.List;

/// A node of a parsed formula.
sealed interface Term {
    /// The value at x.
    double value(double x);

    /// The derivative at x.
    double slope(double x);

    /// Terms whose sign changes are where this one bends or jumps, in it and below it.
    void collectSwitches(List<Term> switches);

    /// A number.
    record Constant(double number) implements Term {
        @Override
        public double value(double x) {
            return number;
        }

        @Override
        public double slope(double x) {
            return 0;
        }

        @Override
        public void collectSwitches(List<Term> switches) {
            // never bends
        }
    }

    /// The variable.
    record Variable() implements Term {
        @Override
        public double value(double x) {
            return x;
        }

        @Override
        public double slope(double x) {
            return 1;
        }

        @Override
        public void collectSwitches(List<Term> switches) {
            // never bends
        }
    }

    /// A function of a term.
    record Applied(ScalarFunction function, Term argument) implements Term {
        @Override
        public double value(double x) {
            return function.value(argument.value(x));
        }

        @Override
        public double slope(double x) {
            double inner = argument.slope(x);
            return inner == 0 ? 0 : function.slope(argument.value(x)) * inner;
        }

        @Override
        public void collectSwitches(List<Term> switches) {
            argument.collectSwitches(switches);
            if (function.isSpecialAtZero()) {
                switches.add(argument);
            }
        }
    }

    /// Two terms joined by `+ - * / ^ min max`.
    ///
    /// @param operator one of these, m for min and M for max
    record Joined(char operator, Term left, Term right) implements Term {
        @Override
        public double value(double x) {
            double a = left.value(x);
            double b = right.value(x);
            return switch (operator) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                case '/' -> a / b;
                case 'm' -> Math.min(a, b);
                case 'M' -> Math.max(a, b);
                default -> StrictMath.pow(a, b);
            };
        }

        @Override
        public double slope(double x) {
            double a = left.value(x);
            double b = right.value(x);
            double da = left.slope(x);
            double db = right.slope(x);
            return switch (operator) {
                case '+' -> da + db;
                case '-' -> da - db;
                case '*' -> da * b + a * db;
                case '/' -> (da - a / b * db) / b;
                case 'm' -> a <= b ? da : db;
                case 'M' -> a >= b ? da : db;
                default -> power(a, b, da, db);
            };
        }

        private static double power(double a, double b, double da, double db) {
            double base = da == 0 ? 0 : b * StrictMath.pow(a, b - 1) * da;
            double exponent = db == 0 ? 0 : StrictMath.pow(a, b) * StrictMath.log(a) * db;
            return base + exponent;
        }

        @Override
        public void collectSwitches(List<Term> switches) {
            left.collectSwitches(switches);
            right.collectSwitches(switches);
            switch (operator) {
                case 'm', 'M' -> switches.add(new Joined('-', left, right));
                // Where a divisor vanishes the quotient has a pole.
                case '/' -> switches.add(right);
                // A power may have no derivative, no value or no finite one at 0.
                case '^' -> {
                    if (!(right instanceof Constant(double n) && n >= 0 && n == Math.rint(n))) {
                        switches.add(left);
                    }
                }
                default -> {}
            }
        }
    }

    /// `where(left > right, yes, no)`, and `>=`.
    record Choice(boolean orEqual, Term left, Term right, Term yes, Term no) implements Term {
        private Term chosen(double x) {
            double a = left.value(x);
            double b = right.value(x);
            return a > b || (orEqual && a == b) ? yes : no;
        }

        @Override
        public double value(double x) {
            return chosen(x).value(x);
        }

        @Override
        public double slope(double x) {
            return chosen(x).slope(x);
        }

        @Override
        public void collectSwitches(List<Term> switches) {
            for (Term term : List.of(left, right, yes, no)) {
                term.collectSwitches(switches);
            }
            switches.add(new Joined('-', left, right));
        }
    }
}
