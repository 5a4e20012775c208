package org.unitscope.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything that follows from the parameters of a format, as lines of name and text, for a table
/// on screen or on the command line.
public final class FormatFacts {
    private FormatFacts() {}

    /// A line.
    public record Fact(String name, String text) {}

    /// The constants of a format under rounding to nearest even.
    public static List<Fact> of(ScalarFormat format) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("bits", layout(format)));
        if (format.scaling() != Scaling.NONE) {
            facts.add(new Fact("scale", format.scaling().title()));
        }
        if (!format.isInteger()) {
            facts.add(new Fact("bias", Integer.toString(format.bias())));
        }
        facts.add(new Fact("special values", format.specials().title()));
        facts.add(new Fact("largest", exactly(format.maxFinite())));
        facts.add(new Fact("lowest", exactly(format.lowestFinite())));
        facts.add(
                new Fact(
                        "overflows from",
                        (format.overflowThresholdOverflows() ? "" : "above ")
                                + exactly(format.overflowThreshold())));
        if (!format.isInteger()) {
            facts.add(new Fact("smallest normal", exactly(format.minNormal())));
        }
        boolean subnormals = format.minSubnormal() < format.minNormal();
        if (subnormals || format.isInteger()) {
            facts.add(
                    new Fact(
                            subnormals ? "smallest subnormal" : "step",
                            exactly(format.minSubnormal())));
        }
        facts.add(
                new Fact(
                        "flushes to zero",
                        format.hasZero()
                                ? "up to " + exactly(format.flushThreshold())
                                : "never: no zero, the smallest value takes its place"));
        facts.add(new Fact("dynamic range", octaves(format)));
        if (!format.isInteger()) {
            facts.add(
                    new Fact(
                            "precision",
                            "%d bits, epsilon %s"
                                    .formatted(
                                            format.precision(),
                                            exactly(Math.scalb(1.0, -format.mantissaBits())))));
        }
        facts.add(new Fact("codes", codes(format)));
        return facts;
    }

    /// `1 sign, 4 exponent, 3 mantissa = 8 bits`.
    private static String layout(ScalarFormat format) {
        if (format.isInteger()) {
            return format.bits() + " bits, two's complement";
        }
        return "%s%d exponent, %d mantissa = %d bits"
                .formatted(
                        format.isSigned() ? "1 sign, " : "no sign, ",
                        format.exponentBits(),
                        format.mantissaBits(),
                        format.bits());
    }

    private static String octaves(ScalarFormat format) {
        double octaves =
                StrictMath.log(format.maxFinite() / format.minSubnormal()) / StrictMath.log(2);
        return String.format(Locale.ROOT, "%.1f octaves from smallest to largest", octaves);
    }

    private static String codes(ScalarFormat format) {
        FormatCodes codes = FormatCodes.of(format);
        if (format.bits() > 16) {
            return Long.toString(codes.count());
        }
        long nan = 0;
        long infinite = 0;
        for (int code = 0; code < codes.count(); code++) {
            FormatCodes.Kind kind = codes.kind(code);
            nan += kind == FormatCodes.Kind.NAN ? 1 : 0;
            infinite += kind == FormatCodes.Kind.INFINITE ? 1 : 0;
        }
        return "%d (%d NaN, %d infinite, %s)"
                .formatted(codes.count(), nan, infinite, zeros(format));
    }

    private static String zeros(ScalarFormat format) {
        if (!format.hasZero()) {
            return "no zero";
        }
        return format.hasNegativeZero() ? "+0 and -0" : "one zero";
    }

    /// A number as decimal and, where it is one, as a power of two or a multiple of it: `448 = 1.75
    /// * 2^8`.
    public static String exactly(double value) {
        String decimal = RoundingExplanation.number(value);
        if (value == 0 || !Double.isFinite(value)) {
            return decimal;
        }
        int exponent = Math.getExponent(value);
        double significand = Math.scalb(value, -exponent);
        if (Math.abs(significand) == 1) {
            String power = (value < 0 ? "-" : "") + "2^" + exponent;
            return decimal.length() > 6 ? power + " = " + decimal : decimal + " = " + power;
        }
        return "%s = %s * 2^%d"
                .formatted(decimal, RoundingExplanation.number(significand), exponent);
    }
}
