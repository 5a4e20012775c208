package org.unitscope.format;

import static org.unitscope.format.ScalarFormat.floating;
import static org.unitscope.format.ScalarFormat.integer;
import static org.unitscope.format.ScalarFormat.unsigned;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.unitscope.task.NearestNames;

/// The formats that have a name, and how to find one by it. Parameters agree with gfloat and
/// ml_dtypes, code by code (held by a test).
public final class Formats {
    /// How the names of the unit-scaling library's formats begin.
    static final String UNIT_SCALING_PREFIX = "us_";

    /// IEEE 754 binary32.
    public static final ScalarFormat FP32 =
            floating("fp32", "FP32", 8, 23, 127, SpecialValues.IEEE);

    /// FP32 with ten mantissa bits, kept in 32-bit words by NVIDIA tensor cores.
    public static final ScalarFormat TF32 =
            floating("tf32", "TF32", 8, 10, 127, SpecialValues.IEEE);

    /// bfloat16: the upper half of a float32.
    public static final ScalarFormat BF16 = floating("bf16", "BF16", 8, 7, 127, SpecialValues.IEEE);

    /// IEEE 754 binary16.
    public static final ScalarFormat FP16 = floating("fp16", "FP16", 5, 10, 15, SpecialValues.IEEE);

    /// OCP OFP8 E5M2: an FP16 with eight mantissa bits fewer.
    public static final ScalarFormat FP8_E5M2 =
            floating("fp8_e5m2", "FP8 E5M2 OCP", 5, 2, 15, SpecialValues.IEEE);

    /// OCP OFP8 E4M3, also called `float8_e4m3fn`: no infinity, largest value 448.
    public static final ScalarFormat FP8_E4M3 =
            floating("fp8_e4m3fn", "FP8 E4M3 OCP", 4, 3, 7, SpecialValues.NAN_ONLY_ALL_ONES);

    /// Formats that belong together, for lists.
    ///
    /// @param title heading
    /// @param formats widest first
    public record Group(String title, List<ScalarFormat> formats) {}

    private static final List<Group> GROUPS = groups();
    private static final Map<String, ScalarFormat> BY_NAME = byName();

    private Formats() {}

    /// The formats that a summary shows: the usual choices of training in low precision.
    public static List<ScalarFormat> common() {
        return List.of(FP32, FP16, BF16, FP8_E4M3, FP8_E5M2);
    }

    /// Every format with a name, in groups.
    public static List<Group> grouped() {
        return GROUPS;
    }

    /// Every format with a name.
    public static List<ScalarFormat> all() {
        return GROUPS.stream().flatMap(group -> group.formats().stream()).toList();
    }

    /// The format of that name or alias, or the custom one that the name spells out
    /// (`s1e4m3b11_fn`, see [CustomNames]); case and the choice of `-` or `_` do not matter.
    ///
    /// @throws IllegalArgumentException if there is none, with the nearest names, or if there can
    ///   be no such format, with the reason
    public static ScalarFormat require(String nameOrAlias) {
        String key = nameOrAlias.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        ScalarFormat format = BY_NAME.get(key);
        if (format != null) {
            return format;
        }
        Optional<ScalarFormat> custom = CustomNames.parse(key);
        if (custom.isEmpty()) {
            throw new IllegalArgumentException(unknown(nameOrAlias, key));
        }
        return custom.get();
    }

    private static String unknown(String given, String key) {
        List<String> nearest = NearestNames.of(key, BY_NAME.keySet());
        List<String> offered =
                nearest.isEmpty() ? common().stream().map(ScalarFormat::name).toList() : nearest;
        return "Format '%s' is not known; did you mean one of: %s?"
                .formatted(given, String.join(", ", offered));
    }

    private static List<Group> groups() {
        return List.of(
                new Group("16 bits and more", List.of(FP32, TF32, BF16, FP16)),
                new Group("FP8", fp8()),
                new Group("FP6 and FP4", narrow()),
                new Group("Scales", scales()),
                new Group("P3109 (interim report)", p3109()),
                new Group("Integers", integers()),
                new Group("unit-scaling library", unitScaling()));
    }

    private static List<ScalarFormat> fp8() {
        SpecialValues fnuz = SpecialValues.NAN_AT_NEGATIVE_ZERO;
        SpecialValues ieee = SpecialValues.IEEE;
        return List.of(
                FP8_E4M3,
                FP8_E5M2,
                floating("fp8_e4m3fnuz", "FP8 E4M3 FNUZ", 4, 3, 8, fnuz),
                floating("fp8_e5m2fnuz", "FP8 E5M2 FNUZ", 5, 2, 16, fnuz),
                floating("fp8_e4m3b11fnuz", "FP8 E4M3B11 FNUZ", 4, 3, 11, fnuz),
                floating("fp8_e4m3_ieee", "FP8 E4M3 IEEE-style", 4, 3, 7, ieee),
                floating("fp8_e3m4_ieee", "FP8 E3M4 IEEE-style", 3, 4, 3, ieee));
    }

    private static List<ScalarFormat> narrow() {
        SpecialValues none = SpecialValues.NONE;
        return List.of(
                floating("fp6_e3m2fn", "FP6 E3M2 OCP", 3, 2, 3, none),
                floating("fp6_e2m3fn", "FP6 E2M3 OCP", 2, 3, 1, none),
                floating("fp4_e2m1fn", "FP4 E2M1 OCP", 2, 1, 1, none));
    }

    private static List<ScalarFormat> scales() {
        SpecialValues fn = SpecialValues.NAN_ONLY_ALL_ONES;
        return List.of(
                new ScalarFormat(
                        "e8m0fnu",
                        "E8M0 OCP scale",
                        Signedness.UNSIGNED,
                        8,
                        0,
                        127,
                        fn,
                        false,
                        Scaling.NONE),
                unsigned("ue4m3", "UE4M3 NVFP4 scale", 4, 3, 7, fn));
    }

    private static List<ScalarFormat> p3109() {
        SpecialValues extended = SpecialValues.P3109_EXTENDED;
        SpecialValues finite = SpecialValues.NAN_AT_NEGATIVE_ZERO;
        return List.of(
                floating("p3109_k8p2se", "P3109 K8P2 signed extended", 6, 1, 32, extended),
                floating("p3109_k8p3se", "P3109 K8P3 signed extended", 5, 2, 16, extended),
                floating("p3109_k8p4se", "P3109 K8P4 signed extended", 4, 3, 8, extended),
                floating("p3109_k8p5se", "P3109 K8P5 signed extended", 3, 4, 4, extended),
                floating("p3109_k8p3sf", "P3109 K8P3 signed finite", 5, 2, 16, finite),
                floating("p3109_k8p4sf", "P3109 K8P4 signed finite", 4, 3, 8, finite),
                unsigned("p3109_k8p4ue", "P3109 K8P4 unsigned extended", 5, 3, 16, extended));
    }

    private static List<ScalarFormat> integers() {
        List<ScalarFormat> formats = new ArrayList<>();
        formats.add(integer("mxint8", "MX INT8", 8, -6, false, Scaling.NONE));
        for (int bits : new int[] {8, 4}) {
            String name = "int" + bits;
            String title = "INT" + bits;
            formats.add(integer(name, title, bits, 0, true, Scaling.SYMMETRIC_PER_TENSOR));
            formats.add(
                    integer(
                            name + "_per_channel",
                            title,
                            bits,
                            0,
                            true,
                            Scaling.SYMMETRIC_PER_CHANNEL));
            formats.add(
                    integer(
                            name + "_full",
                            title + " full range",
                            bits,
                            0,
                            false,
                            Scaling.SYMMETRIC_PER_TENSOR));
            formats.add(
                    integer(
                            name + "_asymmetric",
                            title,
                            bits,
                            0,
                            false,
                            Scaling.ASYMMETRIC_PER_TENSOR));
            formats.add(
                    integer(
                            name + "_asymmetric_per_channel",
                            title,
                            bits,
                            0,
                            false,
                            Scaling.ASYMMETRIC_PER_CHANNEL));
        }
        return List.copyOf(formats);
    }

    /// The library's `FPFormat(E, M)`: bias `2^(E-1)`, every code finite, ties toward zero; so its
    /// E4M3 is not that of OCP and its E5M10 not FP16.
    private static List<ScalarFormat> unitScaling() {
        SpecialValues none = SpecialValues.NONE;
        return List.of(
                floating(
                        UNIT_SCALING_PREFIX + "e5m10",
                        "unit-scaling library E5M10",
                        5,
                        10,
                        16,
                        none),
                floating(UNIT_SCALING_PREFIX + "e4m3", "unit-scaling library E4M3", 4, 3, 8, none),
                floating(
                        UNIT_SCALING_PREFIX + "e5m2", "unit-scaling library E5M2", 5, 2, 16, none));
    }

    private static Map<String, ScalarFormat> byName() {
        Map<String, ScalarFormat> names = new LinkedHashMap<>();
        all().forEach(format -> names.put(format.name(), format));
        alias(names, "fp32", "float32", "binary32", "single", "e8m23");
        alias(names, "tf32", "tensorfloat32", "e8m10");
        alias(names, "bf16", "bfloat16", "e8m7");
        alias(names, "fp16", "float16", "binary16", "half", "e5m10");
        alias(names, "fp8_e4m3fn", "fp8_e4m3", "e4m3", "e4m3fn", "float8_e4m3fn", "hf8");
        alias(names, "fp8_e5m2", "e5m2", "float8_e5m2", "bf8");
        alias(names, "fp8_e4m3fnuz", "e4m3fnuz", "float8_e4m3fnuz");
        alias(names, "fp8_e5m2fnuz", "e5m2fnuz", "float8_e5m2fnuz");
        alias(names, "fp8_e4m3b11fnuz", "e4m3b11fnuz", "float8_e4m3b11fnuz");
        alias(names, "fp8_e4m3_ieee", "e4m3_ieee", "float8_e4m3");
        alias(names, "fp8_e3m4_ieee", "e3m4_ieee", "e3m4", "float8_e3m4", "fp8_e3m4");
        alias(names, "fp6_e3m2fn", "fp6_e3m2", "e3m2", "e3m2fn", "float6_e3m2fn");
        alias(names, "fp6_e2m3fn", "fp6_e2m3", "e2m3", "e2m3fn", "float6_e2m3fn");
        alias(names, "fp4_e2m1fn", "fp4_e2m1", "e2m1", "e2m1fn", "float4_e2m1fn", "fp4");
        alias(names, "e8m0fnu", "e8m0", "ue8m0", "float8_e8m0fnu");
        for (String kind :
                List.of("k8p2se", "k8p3se", "k8p4se", "k8p5se", "k8p3sf", "k8p4sf", "k8p4ue")) {
            alias(names, "p3109_" + kind, kind);
        }
        alias(names, "p3109_k8p3se", "binary8p3se");
        alias(names, "p3109_k8p4se", "binary8p4se");
        alias(names, "p3109_k8p5se", "binary8p5se");
        return names;
    }

    private static void alias(Map<String, ScalarFormat> names, String name, String... aliases) {
        ScalarFormat format = names.get(name);
        if (format == null) {
            throw new IllegalStateException("no format '" + name + "'");
        }
        for (String alias : aliases) {
            names.put(alias, format);
        }
    }

    /// Other names of a format.
    public static List<String> aliases(ScalarFormat format) {
        return BY_NAME.entrySet().stream()
                .filter(entry -> entry.getValue().equals(format))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals(format.name()))
                .toList();
    }
}
