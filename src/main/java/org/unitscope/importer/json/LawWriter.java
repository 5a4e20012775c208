package org.unitscope.importer.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;

/// Laws as model files write them; what [Laws] reads back.
final class LawWriter {
    private LawWriter() {}

    static Object value(ValueLaw law) {
        return switch (law) {
            case ValueLaw.Normal normal -> {
                Map<String, Object> settings = new LinkedHashMap<>();
                if (!isZero(normal.mean())) {
                    settings.put("mean", normal.mean());
                }
                settings.put("std", normal.standardDeviation());
                yield Map.of("normal", settings);
            }
            case ValueLaw.Uniform uniform ->
                    Map.of("uniform", pair("low", uniform.low(), "high", uniform.high()));
            case ValueLaw.Constant constant when isZero(constant.value()) -> "zeros";
            case ValueLaw.Constant constant when constant.value() == 1 -> "ones";
            case ValueLaw.Constant constant ->
                    Map.of("constant", Map.of("value", constant.value()));
            case ValueLaw.TruncatedNormal cut -> {
                Map<String, Object> settings =
                        pair("std", cut.standardDeviation(), "cut", cut.cut());
                if (!isZero(cut.mean())) {
                    settings.put("mean", cut.mean());
                }
                yield Map.of("truncated_normal", settings);
            }
            case ValueLaw.StudentT heavy ->
                    Map.of("student_t", pair("degrees", heavy.degrees(), "scale", heavy.scale()));
            case ValueLaw.CorrelatedRows rows ->
                    Map.of(
                            "correlated_rows",
                            pair(
                                    "std",
                                    rows.standardDeviation(),
                                    "correlation",
                                    rows.correlation()));
            case ValueLaw.Orthogonal matrix -> Map.of("orthogonal", Map.of("gain", matrix.gain()));
            case ValueLaw.Stored stored -> {
                Map<String, Object> settings = new LinkedHashMap<>();
                settings.put("file", stored.values().file());
                if (stored.factor() != 1) {
                    settings.put("factor", stored.factor());
                }
                yield Map.of("npy", settings);
            }
        };
    }

    /// Whether a number is the zero without a sign.
    private static boolean isZero(double value) {
        return Double.doubleToLongBits(value) == 0;
    }

    static Object index(IndexLaw law) {
        return switch (law) {
            case IndexLaw.Uniform uniform ->
                    Map.of("uniform", Map.of("bound", (double) uniform.bound()));
            case IndexLaw.Zipf zipf ->
                    Map.of("zipf", pair("bound", zipf.bound(), "exponent", zipf.exponent()));
            case IndexLaw.Stored stored -> {
                Map<String, Object> settings = new LinkedHashMap<>();
                settings.put("file", stored.values().file());
                settings.put("bound", (double) stored.bound());
                yield Map.of("npy", settings);
            }
            case IndexLaw.Masked masked ->
                    Map.of("masked", pair("bound", masked.bound(), "share", masked.share()));
            case IndexLaw.Range range ->
                    Map.of("range", pair("bound", range.bound(), "divisor", range.divisor()));
            case IndexLaw.ExceptLast except -> {
                Map<String, Object> settings = new LinkedHashMap<>();
                settings.put("count", (double) except.count());
                settings.put("of", index(except.of()));
                yield Map.of("except_last", settings);
            }
        };
    }

    private static Map<String, Object> pair(String a, double first, String b, double second) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(a, first);
        settings.put(b, second);
        return settings;
    }
}
