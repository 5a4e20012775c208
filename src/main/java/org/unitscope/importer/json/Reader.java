package org.unitscope.importer.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unitscope.json.JsonReading;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ArrayValue;
import org.unitscope.json.JsonValue.NumberValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.operators.GraphAssembler;
import org.unitscope.tensor.Shape;

/// Typed access to located values of a model: to those of any JSON, numbers that may be
/// expressions, and shapes.
final class Reader extends JsonReading {
    private final Set<String> used = new HashSet<>();

    Reader(String file, GraphAssembler assembler) {
        super(file, problem -> assembler.problem(problem.where(), problem.what()));
    }

    /// Whether an expression read so far refers to a named number.
    boolean isUsed(String name) {
        return used.contains(name);
    }

    /// A number or an expression.
    Optional<Double> number(JsonValue value, String what, Map<String, Double> symbols) {
        if (value instanceof NumberValue number) {
            return Optional.of(number.number());
        }
        if (value instanceof TextValue text) {
            try {
                return Optional.of(Expression.evaluate(text.text(), symbols, used));
            } catch (Expression.Unusable unusable) {
                problem(value, "%s '%s' %s".formatted(what, text.text(), unusable.getMessage()));
                return Optional.empty();
            }
        }
        problem(value, what + " must be a number or an expression, got " + value.kind());
        return Optional.empty();
    }

    /// A whole number of at least `least`, at most 2^31 − 1.
    Optional<Integer> whole(JsonValue value, String what, int least, Map<String, Double> symbols) {
        Optional<Double> number = number(value, what, symbols);
        if (number.isEmpty() || Double.isNaN(number.get())) {
            return Optional.empty();
        }
        double found = number.get();
        if (found != Math.rint(found) || found < least || found > Integer.MAX_VALUE) {
            String given = value instanceof TextValue text ? "'" + text.text() + "' = " : "";
            problem(
                    value,
                    "%s must be a whole number from %d to 2147483647, got %s%s"
                            .formatted(what, least, given, plain(found)));
            return Optional.empty();
        }
        return Optional.of((int) found);
    }

    private static String plain(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    /// The shape, if every extent could be read and an array can hold it.
    Optional<Shape> shape(JsonValue value, String what, Map<String, Double> symbols) {
        List<Integer> extents = new ArrayList<>();
        List<JsonValue> elements = array(value, what + ": the shape");
        for (JsonValue element : elements) {
            whole(element, what + ": an extent", 1, symbols).ifPresent(extents::add);
        }
        if (extents.size() < elements.size() || !(value instanceof ArrayValue)) {
            return Optional.empty();
        }
        double count =
                extents.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        if (count > Integer.MAX_VALUE) {
            problem(
                    value,
                    "%s has the shape %s, which is %.3g elements; at most 2147483647 fit"
                            .formatted(what, extents, count));
            return Optional.empty();
        }
        return Optional.of(Shape.of(extents));
    }
}
