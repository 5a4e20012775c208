package org.unitscope.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.formula.Term.Applied;
import org.unitscope.formula.Term.Choice;
import org.unitscope.formula.Term.Constant;
import org.unitscope.formula.Term.Joined;
import org.unitscope.task.NearestNames;

/// Recursive descent over the grammar of [Formula].
final class FormulaParser {
    private static final int DEEPEST = 200;
    private static final List<String> BINARY = List.of("min", "max", "pow", "where");
    private static final List<String> NUMBERS = List.of("x", "pi");

    private final String text;
    private final Map<String, Double> parameters;
    private final int[] at = {0};
    private final int[] depth = {0};

    FormulaParser(String text, Map<String, Double> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /// Whether a word means something without being a parameter.
    static boolean has(String word) {
        return NUMBERS.contains(word)
                || BINARY.contains(word)
                || ScalarFunction.of(word).isPresent();
    }

    Term parse() throws FormulaException {
        Term term = sum();
        if (peek() != 0) {
            throw wrong("there is a '%c' that belongs to nothing".formatted(peek()));
        }
        return term;
    }

    private FormulaException wrong(String what) {
        return new FormulaException("formula '%s', column %d: %s".formatted(text, at[0] + 1, what));
    }

    /// The next character that is no space; 0 at the end.
    private char peek() {
        while (at[0] < text.length() && Character.isWhitespace(text.charAt(at[0]))) {
            at[0]++;
        }
        return at[0] < text.length() ? text.charAt(at[0]) : 0;
    }

    private boolean take(char wanted) {
        if (peek() == wanted) {
            at[0]++;
            return true;
        }
        return false;
    }

    private void require(char wanted) throws FormulaException {
        if (!take(wanted)) {
            throw wrong(
                    peek() == 0
                            ? "it ends where a '%c' must follow".formatted(wanted)
                            : "a '%c' must stand here, not '%c'".formatted(wanted, peek()));
        }
    }

    private Term sum() throws FormulaException {
        if (++depth[0] > DEEPEST) {
            throw wrong("it is nested more than " + DEEPEST + " deep");
        }
        Term left = product();
        while (peek() == '+' || peek() == '-') {
            char operator = text.charAt(at[0]++);
            left = new Joined(operator, left, product());
        }
        depth[0]--;
        return left;
    }

    private Term product() throws FormulaException {
        Term left = signed();
        while (peek() == '*' || peek() == '/') {
            char operator = text.charAt(at[0]++);
            left = new Joined(operator, left, signed());
        }
        return left;
    }

    private Term signed() throws FormulaException {
        if (++depth[0] > DEEPEST) {
            throw wrong("it is nested more than " + DEEPEST + " deep");
        }
        Term result = take('-') ? new Joined('-', new Constant(0), signed()) : power();
        depth[0]--;
        return result;
    }

    private Term power() throws FormulaException {
        Term base = atom();
        return take('^') ? new Joined('^', base, signed()) : base;
    }

    private Term atom() throws FormulaException {
        char next = peek();
        if (take('(')) {
            Term inner = sum();
            require(')');
            return inner;
        }
        if (Character.isDigit(next) || next == '.') {
            return number();
        }
        if (Character.isLetter(next) || next == '_') {
            return name();
        }
        throw wrong(
                next == 0
                        ? "it ends where a number, x or a function must follow"
                        : "'%c' cannot stand here; a number, x or a function can".formatted(next));
    }

    private Term number() throws FormulaException {
        int start = at[0];
        int end = start;
        while (end < text.length() && isOfNumber(end, start)) {
            end++;
        }
        String digits = text.substring(start, end);
        try {
            double value = Double.parseDouble(digits);
            at[0] = end;
            return new Constant(value);
        } catch (NumberFormatException broken) {
            throw wrong("'%s' is no number".formatted(digits));
        }
    }

    private boolean isOfNumber(int index, int start) {
        char c = text.charAt(index);
        boolean exponent = c == 'e' || c == 'E';
        boolean sign =
                (c == '+' || c == '-')
                        && index > start
                        && (text.charAt(index - 1) == 'e' || text.charAt(index - 1) == 'E');
        return Character.isDigit(c) || c == '.' || exponent || sign;
    }

    private Term name() throws FormulaException {
        int start = at[0];
        int end = start;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        String word = text.substring(start, end);
        at[0] = end;
        if (peek() == '(') {
            return call(word, start);
        }
        if (word.equals("x")) {
            return new Term.Variable();
        }
        Double parameter = parameters.get(word);
        if (parameter != null) {
            return new Constant(parameter);
        }
        if (word.equals("pi")) {
            return new Constant(Math.PI);
        }
        at[0] = start;
        List<String> known = new ArrayList<>(parameters.keySet());
        known.addAll(NUMBERS);
        throw wrong("'%s' is neither x nor a parameter%s".formatted(word, hint(word, known)));
    }

    private static String hint(String word, List<String> known) {
        List<String> nearest = NearestNames.of(word, known);
        return nearest.isEmpty()
                ? "; known are " + String.join(", ", known)
                : "; did you mean " + String.join(" or ", nearest) + "?";
    }

    private Term call(String word, int start) throws FormulaException {
        require('(');
        if (word.equals("where")) {
            return choice();
        }
        Term first = sum();
        Optional<ScalarFunction> function = ScalarFunction.of(word);
        if (function.isPresent()) {
            require(')');
            return new Applied(function.get(), first);
        }
        char operator =
                switch (word) {
                    case "min" -> 'm';
                    case "max" -> 'M';
                    case "pow" -> '^';
                    default -> 0;
                };
        if (operator == 0) {
            at[0] = start;
            List<String> known = new ArrayList<>(ScalarFunction.words());
            known.addAll(BINARY);
            throw wrong("there is no function '%s'%s".formatted(word, hint(word, known)));
        }
        require(',');
        Term second = sum();
        require(')');
        return new Joined(operator, first, second);
    }

    private Term choice() throws FormulaException {
        Term left = sum();
        char relation = peek();
        if (relation != '<' && relation != '>') {
            throw wrong("a comparison must stand here: <, <=, > or >=");
        }
        at[0]++;
        boolean orEqual = take('=');
        Term right = sum();
        require(',');
        Term yes = sum();
        require(',');
        Term no = sum();
        require(')');
        return relation == '>'
                ? new Choice(orEqual, left, right, yes, no)
                : new Choice(orEqual, right, left, yes, no);
    }
}
