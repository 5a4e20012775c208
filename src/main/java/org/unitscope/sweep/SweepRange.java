package org.unitscope.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.unitscope.task.WorkbenchException;

/// The values of a named size at which a model is predicted.
///
/// As text: `256..4096` doubles from 256 to 4096, `256..4096:x1.5` multiplies by 1.5, `2..48:+2`
/// adds 2, `256,384,1024` is a list. Where the ends are written as whole numbers, factors give
/// numbers rounded to whole ones. A step that misses the upper end stops before it.
///
/// @param name of the size
/// @param values ascending, positive and finite, at least two
public record SweepRange(String name, List<Double> values) {
    /// More points than anybody looks at; each costs a prediction of the whole model.
    static final int MOST = 64;

    /// Steps that should meet the upper end may miss it by rounding; a thousandth of a millionth is
    /// beyond what 64 multiplications lose (64 * 2^-53 = 7e-15).
    private static final double SLACK = 1 + 1e-9;

    private static final String FORMS =
            "FROM..TO (doubling), FROM..TO:xFACTOR, FROM..TO:+STEP or a list A,B,C";

    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if it is not as described
    public SweepRange {
        values = List.copyOf(values);
        boolean ascending = true;
        for (int i = 0; i < values.size(); i++) {
            double before = i == 0 ? 0 : values.get(i - 1);
            ascending &= values.get(i) > before && Double.isFinite(values.get(i));
        }
        if (values.size() < 2 || !ascending) {
            throw new IllegalArgumentException(
                    "a range needs two or more ascending positive values, got " + values);
        }
    }

    /// `width=256..4096`.
    ///
    /// @throws WorkbenchException saying what is wrong
    public static SweepRange parse(String text) throws WorkbenchException {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new WorkbenchException(
                    "sweep", "'" + text + "' must be NAME=RANGE, for example width=256..4096");
        }
        return parse(text.substring(0, equals).strip(), text.substring(equals + 1));
    }

    /// The range of a size, without its name.
    ///
    /// @throws WorkbenchException saying what is wrong
    public static SweepRange parse(String name, String text) throws WorkbenchException {
        return new Parser(name, text.strip()).range();
    }

    /// Two octaves to either side of a value, doubling: as text. A whole value is halved only while
    /// it stays whole, and the range keeps its four octaves.
    public static String around(double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            return "1..16";
        }
        boolean whole = value == Math.rint(value);
        double from = value;
        for (int i = 0; i < 2 && !(whole && from % 2 != 0); i++) {
            from /= 2;
        }
        return plain(from) + ".." + plain(16 * from);
    }

    /// A value as people write it: `256`, `0.02`.
    public static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// `width=256,512,1024`.
    @Override
    public String toString() {
        return name + "=" + values.stream().map(SweepRange::plain).collect(Collectors.joining(","));
    }

    private record Parser(String name, String text) {
        SweepRange range() throws WorkbenchException {
            if (!text.contains("..")) {
                return list();
            }
            int dots = text.indexOf("..");
            String from = text.substring(0, dots).strip();
            String rest = text.substring(dots + 2).strip();
            int colon = rest.indexOf(':');
            String to = colon < 0 ? rest : rest.substring(0, colon).strip();
            String step = colon < 0 ? "x2" : rest.substring(colon + 1).strip();
            boolean whole = from.matches("\\d+") && to.matches("\\d+");
            double low = number(from);
            double high = number(to);
            if (low >= high) {
                throw wrong("must go up, got '%s'".formatted(text));
            }
            if (!step.matches("[xX*×+].*")) {
                throw wrong("a step is x and a factor or + and a number, got '%s'".formatted(step));
            }
            double amount = number(step.substring(1).strip());
            if (step.charAt(0) == '+') {
                return steps(low, high, false, value -> value + amount);
            }
            if (amount <= 1) {
                throw wrong("a factor must be above 1, got '%s'".formatted(step));
            }
            return steps(low, high, whole, value -> value * amount);
        }

        private SweepRange steps(double from, double to, boolean whole, DoubleUnaryOperator next)
                throws WorkbenchException {
            List<Double> values = new ArrayList<>();
            for (double at = from; at <= to * SLACK; at = next.applyAsDouble(at)) {
                double value = whole ? Math.rint(at) : at;
                if (values.isEmpty() || value > values.getLast()) {
                    values.add(value);
                }
                if (values.size() > MOST || next.applyAsDouble(at) <= at) {
                    throw wrong(
                            "'%s' makes more than %d points; take a larger step"
                                    .formatted(text, MOST));
                }
            }
            return atLeastTwo(values);
        }

        private SweepRange list() throws WorkbenchException {
            List<Double> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                double value = number(part.strip());
                if (values.contains(value)) {
                    throw wrong("lists %s twice; keep one".formatted(plain(value)));
                }
                values.add(value);
            }
            if (values.size() > MOST) {
                throw wrong(
                        "lists %d points, at most %d are computed".formatted(values.size(), MOST));
            }
            values.sort(Double::compare);
            return atLeastTwo(values);
        }

        private SweepRange atLeastTwo(List<Double> values) throws WorkbenchException {
            if (values.size() < 2) {
                throw wrong(
                        "'%s' is a single point, an exponent needs two or more; write %s"
                                .formatted(text, FORMS));
            }
            return new SweepRange(name, values);
        }

        private double number(String word) throws WorkbenchException {
            if (word.isEmpty()) {
                throw wrong("a number is missing in '%s'; write %s".formatted(text, FORMS));
            }
            // Java also reads 64f, NaN and hexadecimal; nobody means those here.
            if (!word.matches("[+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
                throw wrong(
                        "'%s' is no positive number in '%s'; write %s"
                                .formatted(word, text, FORMS));
            }
            double value = Double.parseDouble(word);
            if (value == 0 || Double.isInfinite(value)) {
                throw wrong("sizes and steps are above 0 and finite, got '%s'".formatted(word));
            }
            return value;
        }

        private WorkbenchException wrong(String what) {
            return new WorkbenchException("sweep of " + name, what);
        }
    }
}
