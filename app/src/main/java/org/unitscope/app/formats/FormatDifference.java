package org.unitscope.app.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.app.text.NumberText;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.ScalarFormat;

/// In what two formats differ.
///
/// @param rows the constants that do, in the order of [FormatFacts]
/// @param values how many finite values only one of them has, in a sentence
public record FormatDifference(List<Row> rows, String values) {
    private static final int MOST_BITS = 16;

    /// A constant of both; empty where a format has none of that name.
    public record Row(String name, String first, String second) {}

    /// Compares two formats, without their scales.
    public static FormatDifference of(ScalarFormat first, ScalarFormat second) {
        Map<String, String> left = facts(first);
        Map<String, String> right = facts(second);
        Map<String, String> names = new LinkedHashMap<>(left);
        right.forEach(names::putIfAbsent);
        List<Row> rows = new ArrayList<>();
        for (String name : names.keySet()) {
            Row row = new Row(name, left.getOrDefault(name, ""), right.getOrDefault(name, ""));
            if (!row.first().equals(row.second())) {
                rows.add(row);
            }
        }
        return new FormatDifference(List.copyOf(rows), values(first, second));
    }

    private static Map<String, String> facts(ScalarFormat format) {
        Map<String, String> facts = new LinkedHashMap<>();
        FormatFacts.of(format).forEach(fact -> facts.put(fact.name(), fact.text()));
        return facts;
    }

    private static String values(ScalarFormat first, ScalarFormat second) {
        if (first.bits() > MOST_BITS || second.bits() > MOST_BITS) {
            return "Values are compared one by one up to %d bits only.".formatted(MOST_BITS);
        }
        double[] left = finite(first);
        double[] right = finite(second);
        long onlyLeft = missing(left, right);
        long onlyRight = missing(right, left);
        if (onlyLeft == 0 && onlyRight == 0) {
            return "Both have the same %s finite values.".formatted(NumberText.count(left.length));
        }
        return "%s finite values are in both, %s only in the first, %s only in the second."
                .formatted(
                        NumberText.count(left.length - onlyLeft),
                        NumberText.count(onlyLeft),
                        NumberText.count(onlyRight));
    }

    /// Distinct finite values, ascending; both zeros are one.
    private static double[] finite(ScalarFormat format) {
        FormatCodes codes = FormatCodes.of(format);
        double[] values = new double[(int) codes.count()];
        int count = 0;
        for (int code = 0; code < codes.count(); code++) {
            double value = codes.decode(code);
            if (Double.isFinite(value)) {
                values[count++] = value + 0.0;
            }
        }
        return Arrays.stream(values, 0, count).sorted().distinct().toArray();
    }

    private static long missing(double[] values, double[] other) {
        return Arrays.stream(values).filter(x -> Arrays.binarySearch(other, x) < 0).count();
    }
}
