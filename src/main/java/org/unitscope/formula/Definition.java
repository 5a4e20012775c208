package org.unitscope.formula;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function of one variable that a user named: what a rule file holds.
///
/// @param name as models write it, lower-case letters, digits and `_`
/// @param title for screens; may be empty
/// @param formula of x and the parameters
/// @param parameters with the values they have where nothing else is said, in the user's order
/// @param note for people; may be empty
public record Definition(
        String name, String title, String formula, Map<String, Double> parameters, String note) {
    private static final String NAME = "[a-z][a-z0-9_]*";
    private static final String PARAMETER = "[A-Za-z_][A-Za-z0-9_]*";

    /// Copies the map in its order.
    public Definition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// The names in a formula that mean nothing by themselves, in its order: what its parameters
    /// must be. Of a text that is no formula, what looks like names.
    public static Set<String> parametersOf(String formula) {
        Set<String> names = new LinkedHashSet<>();
        Matcher words = Pattern.compile("(?<![A-Za-z0-9_.])" + PARAMETER).matcher(formula);
        while (words.find()) {
            boolean called = formula.substring(words.end()).stripLeading().startsWith("(");
            if (!called && !FormulaParser.has(words.group())) {
                names.add(words.group());
            }
        }
        return names;
    }

    /// What is wrong with the names, as a sentence; empty if nothing is.
    public Optional<String> wrongNames() {
        if (!name.matches(NAME)) {
            return Optional.of(
                    "the name '%s' may hold only lower-case letters, digits and _, a letter first"
                            .formatted(name));
        }
        return parameters.keySet().stream()
                .filter(parameter -> !parameter.matches(PARAMETER) || FormulaParser.has(parameter))
                .findFirst()
                .map(parameter ->
                        FormulaParser.has(parameter)
                                ? "'%s' means something else in formulas; give the parameter another name"
                                        .formatted(parameter)
                                : "the parameter '%s' may hold only letters, digits and _, a letter first"
                                        .formatted(parameter));
    }

    /// The function with other values of some parameters.
    ///
    /// @throws FormulaException if the formula cannot be read, with the column in it
    public Formula with(Map<String, Double> values) throws FormulaException {
        Map<String, Double> all = new LinkedHashMap<>(parameters);
        all.putAll(values);
        return Formula.parse(formula, all);
    }

    /// The formula as a text without parameters: their values stand in their place.
    public String written(Map<String, Double> values) {
        String text = formula;
        for (Map.Entry<String, Double> parameter : parameters.entrySet()) {
            double value = values.getOrDefault(parameter.getKey(), parameter.getValue());
            Matcher uses =
                    Pattern.compile("(?<![A-Za-z0-9_.])" + parameter.getKey() + "(?![A-Za-z0-9_(])")
                            .matcher(text);
            text = uses.replaceAll(Matcher.quoteReplacement(plain(value)));
        }
        return text;
    }

    /// A number as formulas write it, in parentheses if it has a sign.
    private static String plain(double value) {
        String text =
                value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString((long) value)
                        : Double.toString(value);
        return text.startsWith("-") ? "(" + text + ")" : text;
    }
}
