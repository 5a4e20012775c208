package org.unitscope.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything that follows from the parameters of a format, as lines of name and text, for a table
/// on screen or on the command line.
public final class FormatFacts {
    private static final int LONGEST_EXACT = 12;
    private static final int SHOWN_DIGITS = 8;

    private FormatFacts() {}

    /// A line.
    public record Fact(String name, String text) {}

    /// The constants of a format under its usual rounding.
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
                        (tieOverflows(format) ? "" : "above ")
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
                            "%s bits, epsilon %s"
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
        return "%s%s exponent, %s mantissa = %s bits"
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
        return "%s (%s NaN, %s infinite, %s)"
                .formatted(codes.count(), nan, infinite, zeros(format));
    }

    private static String zeros(ScalarFormat format) {
        if (!format.hasZero()) {
            return "no zero";
        }
        return format.hasNegativeZero() ? "+0 and -0" : "one zero";
    }

    private static boolean tieOverflows(ScalarFormat format) {
        return format.scaling() == Scaling.NONE
                && Quantizer.of(format).overflows(format.overflowThreshold(), 0);
    }

    /// A number as decimal and, where it is one, as a power of two or a multiple of it: `448 = 1.75
    /// * 2^8`.
    public static String exactly(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return RoundingExplanation.number(value);
        }
        int exponent = Math.getExponent(value);
        double significand = Math.scalb(value, -exponent);
        boolean power = Math.abs(significand) == 1;
        String binary =
                power
                        ? (value < 0 ? "-" : "") + "2^" + exponent
                        : decimal(significand) + " * 2^" + exponent;
        String decimal = decimal(value);
        String relation = isShort(value) && isShort(significand) ? " = " : " ≈ ";
        boolean binaryFirst = power && decimal.length() > 6;
        return binaryFirst ? binary + relation + decimal : decimal + relation + binary;
    }

    private static String decimal(double value) {
        BigDecimal exact = new BigDecimal(value).stripTrailingZeros();
        boolean usual = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e9;
        if (isShort(value)) {
            return usual ? exact.toPlainString() : scientific(exact);
        }
        return scientific(exact.round(new MathContext(SHOWN_DIGITS)));
    }

    private static String scientific(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        BigDecimal significand = value.scaleByPowerOfTen(-exponent).stripTrailingZeros();
        String digits = significand.toPlainString();
        return exponent == 0 ? digits : digits + "e" + exponent;
    }

    /// Whether the decimal is short enough to be written in full.
    private static boolean isShort(double value) {
        return new BigDecimal(value).stripTrailingZeros().precision() <= LONGEST_EXACT;
    }
}
