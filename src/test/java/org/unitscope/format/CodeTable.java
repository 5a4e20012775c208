package org.unitscope.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Oracle: the codes of a format of eight bits or fewer from a table made elsewhere, and rounding
/// to them by exact decimal arithmetic.
///
/// @param rows `code_hex, code_bin, class, value_dec, value_hexfloat, float32_bits`
/// @param magnitudes of the finite non-negative codes, ascending
/// @param lowest the lowest finite value
record CodeTable(List<String[]> rows, List<BigDecimal> magnitudes, BigDecimal lowest) {
    /// Names of all tables.
    static final List<String> NAMES =
            List.of(
                    "fp8_e4m3fn",
                    "fp8_e5m2",
                    "fp8_e4m3_ieee",
                    "fp8_e3m4_ieee",
                    "fp8_e4m3fnuz",
                    "fp8_e5m2fnuz",
                    "fp8_e4m3b11fnuz",
                    "fp6_e3m2fn",
                    "fp6_e2m3fn",
                    "fp4_e2m1fn",
                    "e8m0fnu",
                    "mxint8",
                    "p3109_k8p2se",
                    "p3109_k8p3se",
                    "p3109_k8p4se",
                    "p3109_k8p5se",
                    "p3109_k8p3sf",
                    "p3109_k8p4sf",
                    "p3109_k8p4ue",
                    "ffp8_s1e4m3b7",
                    "ffp8_s1e3m4b3",
                    "ffp8_s1e2m5b1",
                    "ffp8_s1e5m2b15",
                    "ffp8_s1e4m3b11",
                    "ffp8_s1e4m3bm2",
                    "ffp8_s0e4m4b7",
                    "ffp8_s0e3m5b3",
                    "ffp8_s0e4m4b12",
                    "ffp8_s0e5m3b15",
                    "ffp8_s0e2m6b3",
                    "ffp8_s1e3m4b9");

    static CodeTable read(String name) {
        List<String[]> rows = rows(name + ".csv");
        List<BigDecimal> magnitudes = new ArrayList<>();
        BigDecimal lowest = null;
        for (String[] cells : rows) {
            double value = value(cells);
            if (Double.isFinite(value)) {
                BigDecimal exact = new BigDecimal(value);
                lowest = lowest == null ? exact : lowest.min(exact);
                if (value >= 0 && !cells[4].startsWith("-")) {
                    magnitudes.add(exact);
                }
            }
        }
        return new CodeTable(rows, magnitudes, Objects.requireNonNull(lowest));
    }

    static double value(String[] cells) {
        return switch (cells[3]) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(cells[4]);
        };
    }

    /// The rows of a table beside this class.
    static List<String[]> rows(String file) {
        try (InputStream stream = CodeTable.class.getResourceAsStream(file)) {
            byte[] bytes = Objects.requireNonNull(stream, file).readAllBytes();
            // A line of provenance and the column names come first.
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The value nearest to a magnitude, of two equally near the one with the even code; the
    /// largest beyond it.
    float nearest(float magnitude) {
        BigDecimal x = new BigDecimal(magnitude);
        int best = 0;
        for (int code = 1; code < magnitudes.size(); code++) {
            BigDecimal distance = magnitudes.get(code).subtract(x).abs();
            int order = distance.compareTo(magnitudes.get(best).subtract(x).abs());
            if (order < 0 || (order == 0 && code % 2 == 0)) {
                best = code;
            }
        }
        return magnitudes.get(best).floatValue();
    }

    /// Every value and every midpoint of neighbors, of both signs; all are float32.
    List<Float> edges() {
        List<Float> edges = new ArrayList<>();
        for (int code = 0; code < magnitudes.size(); code++) {
            BigDecimal value = magnitudes.get(code);
            BigDecimal next = magnitudes.get(Math.min(code + 1, magnitudes.size() - 1));
            float middle = value.add(next).divide(BigDecimal.TWO).floatValue();
            edges.addAll(List.of(value.floatValue(), -value.floatValue(), middle, -middle));
        }
        return edges;
    }
}
