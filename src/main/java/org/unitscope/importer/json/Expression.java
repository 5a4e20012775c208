package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unitscope.task.NearestNames;

/// Arithmetic over named numbers: `+ - * / ( )`, `min(a, b)`, `max(a, b)`, `sqrt(a)`, `ln(a)`,
/// `pow(a, b)`, `floor(a)`, `ceil(a)`, in double precision, the same on every machine.
final class Expression {
    private final String text;
    private final Map<String, Double> names;
    private final Set<String> used;
    private int at;
    private boolean unbound;

    private Expression(String text, Map<String, Double> names, Set<String> used) {
        this.text = text;
        this.names = names;
        this.used = used;
    }

    /// What is wrong with an expression, as a sentence without the expression.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /// The value; NaN if it uses a name that is bound to NaN, which was reported where it stands.
    ///
    /// @param used takes the names it uses
    /// @throws Unusable for a syntax error, an unknown name or a result that is not finite
    static double evaluate(String text, Map<String, Double> names, Set<String> used)
            throws Unusable {
        if (text.length() > 1000) {
            throw new Unusable("is longer than 1000 characters");
        }
        Expression expression = new Expression(text, names, used);
        double value = expression.sum(0);
        if (expression.at < text.length()) {
            throw new Unusable("does not end at '" + text.substring(expression.at) + "'");
        }
        if (!Double.isFinite(value) && !expression.unbound) {
            throw new Unusable("is not a finite number (" + value + ")");
        }
        return value;
    }

    private double sum(int depth) throws Unusable {
        if (depth > 50) {
            throw new Unusable("has more than 50 nested parentheses");
        }
        double value = product(depth);
        while (true) {
            if (accept('+')) {
                value += product(depth);
            } else if (accept('-')) {
                value -= product(depth);
            } else {
                return value;
            }
        }
    }

    private double product(int depth) throws Unusable {
        double value = factor(depth);
        while (true) {
            if (accept('*')) {
                value *= factor(depth);
            } else if (accept('/')) {
                value /= factor(depth);
            } else {
                return value;
            }
        }
    }

    private double factor(int depth) throws Unusable {
        if (accept('-')) {
            return -factor(depth + 1);
        }
        if (accept('(')) {
            double value = sum(depth + 1);
            expect(')');
            return value;
        }
        String word = word();
        if (word.isEmpty()) {
            throw new Unusable(
                    at < text.length()
                            ? "has '" + text.charAt(at) + "' where a number or name belongs"
                            : "ends where a number or name belongs");
        }
        if (Character.isDigit(word.charAt(0)) || word.charAt(0) == '.') {
            return number(word);
        }
        return accept('(') ? call(word, depth) : lookUp(word);
    }

    private double number(String word) throws Unusable {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException wrong) {
            throw new Unusable("has '" + word + "', which is no number");
        }
    }

    private double lookUp(String name) throws Unusable {
        Double value = names.get(name);
        if (value == null) {
            List<String> nearest = NearestNames.of(name, names.keySet());
            throw new Unusable(
                    "uses '"
                            + name
                            + "', which is no parameter of the model"
                            + (nearest.isEmpty()
                                    ? ""
                                    : "; did you mean " + String.join(" or ", nearest) + "?"));
        }
        used.add(name);
        unbound |= value.isNaN();
        return value;
    }

    private double call(String function, int depth) throws Unusable {
        List<Double> arguments = new ArrayList<>();
        do {
            arguments.add(sum(depth + 1));
        } while (accept(','));
        expect(')');
        if (function.equals("sqrt") && arguments.size() == 1) {
            return Math.sqrt(arguments.getFirst());
        }
        if (function.equals("ln") && arguments.size() == 1) {
            return StrictMath.log(arguments.getFirst());
        }
        if (function.equals("pow") && arguments.size() == 2) {
            return StrictMath.pow(arguments.get(0), arguments.get(1));
        }
        if (function.equals("ceil") && arguments.size() == 1) {
            return Math.ceil(arguments.getFirst());
        }
        if (function.equals("floor") && arguments.size() == 1) {
            return Math.floor(arguments.getFirst());
        }
        if (function.equals("min") && arguments.size() == 2) {
            return Math.min(arguments.get(0), arguments.get(1));
        }
        if (function.equals("max") && arguments.size() == 2) {
            return Math.max(arguments.get(0), arguments.get(1));
        }
        throw new Unusable(
                "calls %s with %d argument(s); known are min(a, b), max(a, b), sqrt(a), ln(a), pow(a, b), floor(a) and ceil(a)"
                        .formatted(function, arguments.size()));
    }

    private String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at), start)) {
            at++;
        }
        return text.substring(start, at);
    }

    /// Letters, digits, `_` and `.`; a sign only inside a number's exponent.
    private boolean isWordPart(char c, int start) {
        if (Character.isLetterOrDigit(c) || c == '_' || c == '.') {
            return true;
        }
        boolean exponent =
                at > start
                        && Character.isDigit(text.charAt(start))
                        && "eE".indexOf(text.charAt(at - 1)) >= 0;
        return exponent && (c == '-' || c == '+');
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws Unusable {
        if (!accept(c)) {
            throw new Unusable("lacks a '" + c + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
