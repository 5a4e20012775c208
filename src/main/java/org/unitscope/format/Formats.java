package org.unitscope.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unitscope.task.NearestNames;

/// The formats that have a name, and how to find one by it.
public final class Formats {
    /// IEEE 754 binary32.
    public static final FloatFormat FP32 = new FloatFormat("fp32", 8, 23, 127, SpecialValues.IEEE);

    /// IEEE 754 binary16.
    public static final FloatFormat FP16 = new FloatFormat("fp16", 5, 10, 15, SpecialValues.IEEE);

    /// bfloat16: the upper half of a float32.
    public static final FloatFormat BF16 = new FloatFormat("bf16", 8, 7, 127, SpecialValues.IEEE);

    /// OCP OFP8 E4M3, also called `float8_e4m3fn`: no infinity, largest value 448.
    public static final FloatFormat FP8_E4M3 =
            new FloatFormat("fp8_e4m3", 4, 3, 7, SpecialValues.NAN_ONLY_ALL_ONES);

    /// OCP OFP8 E5M2: an FP16 with eight mantissa bits fewer.
    public static final FloatFormat FP8_E5M2 =
            new FloatFormat("fp8_e5m2", 5, 2, 15, SpecialValues.IEEE);

    private static final List<FloatFormat> ALL = List.of(FP32, FP16, BF16, FP8_E4M3, FP8_E5M2);

    private static final Map<String, FloatFormat> BY_NAME = byName();

    private Formats() {}

    /// Every format with a name, the widest first.
    public static List<FloatFormat> all() {
        return ALL;
    }

    /// The format of that name or alias; case and the choice of `-` or `_` do not matter.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the nearest names
    public static FloatFormat require(String nameOrAlias) {
        String key = nameOrAlias.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        FloatFormat format = BY_NAME.get(key);
        if (format == null) {
            throw new IllegalArgumentException(unknown(nameOrAlias, key));
        }
        return format;
    }

    private static String unknown(String given, String key) {
        List<String> nearest = NearestNames.of(key, BY_NAME.keySet());
        List<String> offered =
                nearest.isEmpty() ? ALL.stream().map(FloatFormat::name).toList() : nearest;
        return "Format '%s' is not known; did you mean one of: %s?"
                .formatted(given, String.join(", ", offered));
    }

    private static Map<String, FloatFormat> byName() {
        Map<String, FloatFormat> names = new LinkedHashMap<>();
        put(names, FP32, "float32", "binary32", "single");
        put(names, FP16, "float16", "binary16", "half");
        put(names, BF16, "bfloat16");
        put(names, FP8_E4M3, "e4m3", "e4m3fn", "fp8_e4m3fn", "float8_e4m3fn");
        put(names, FP8_E5M2, "e5m2", "float8_e5m2");
        return names;
    }

    private static void put(Map<String, FloatFormat> names, FloatFormat format, String... aliases) {
        names.put(format.name(), format);
        for (String alias : aliases) {
            names.put(alias, format);
        }
    }
}
