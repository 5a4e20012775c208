package org.unitscope.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Oracle: the non-negative finite codes of an eight-bit format from a table made elsewhere, and
/// the nearest of them by exact decimal arithmetic, saturating.
///
/// @param values by code, ascending
record CodeTable(List<BigDecimal> values) {
    static CodeTable read(String name) {
        List<BigDecimal> values = new ArrayList<>();
        for (String line : lines(name + ".csv")) {
            String[] cells = line.split(",", -1);
            boolean positive = Integer.parseInt(cells[0], 16) < 0x80;
            if (positive && !cells[2].equals("nan") && !cells[2].equals("inf")) {
                values.add(new BigDecimal(Double.parseDouble(cells[4])));
            }
        }
        return new CodeTable(values);
    }

    private static List<String> lines(String file) {
        try (InputStream stream = CodeTable.class.getResourceAsStream(file)) {
            byte[] bytes = Objects.requireNonNull(stream, file).readAllBytes();
            // A line of provenance and the column names come first.
            return new String(bytes, StandardCharsets.UTF_8).lines().skip(2).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The value nearest to a magnitude, of two equally near the one with the even code.
    float nearest(float magnitude) {
        BigDecimal x = new BigDecimal(magnitude);
        int best = 0;
        for (int code = 1; code < values.size(); code++) {
            BigDecimal distance = values.get(code).subtract(x).abs();
            int order = distance.compareTo(values.get(best).subtract(x).abs());
            if (order < 0 || (order == 0 && code % 2 == 0)) {
                best = code;
            }
        }
        return values.get(best).floatValue();
    }

    /// Every value and every midpoint of neighbors, of both signs; all are float32.
    List<Float> edges() {
        List<Float> edges = new ArrayList<>();
        for (int code = 0; code < values.size(); code++) {
            BigDecimal value = values.get(code);
            BigDecimal next = values.get(Math.min(code + 1, values.size() - 1));
            float middle = value.add(next).divide(BigDecimal.TWO).floatValue();
            edges.addAll(List.of(value.floatValue(), -value.floatValue(), middle, -middle));
        }
        return edges;
    }
}
