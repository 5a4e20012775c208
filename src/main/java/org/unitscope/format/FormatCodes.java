package org.unitscope.format;

import java.util.OptionalInt;

/// Codes of a format: what a bit pattern means, and which pattern a value has. Exact; formats with
/// a scale are taken without it.
///
/// The code of NaN is the one quiet NaN with no further mantissa bit set (IEEE), or the only one.
public final class FormatCodes {
    /// What a code stands for.
    public enum Kind {
        ZERO("zero"),
        SUBNORMAL("subnormal"),
        NORMAL("normal"),
        /// The code of a symmetric integer format that it leaves out.
        UNUSED("unused"),
        INFINITE("infinite"),
        NAN("NaN");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /// In a word.
        public String title() {
            return title;
        }
    }

    private final ScalarFormat format;
    private final int signBit;

    private FormatCodes(ScalarFormat format) {
        this.format = format;
        signBit = format.isSigned() && !format.isInteger() ? format.magnitudeCodes() : 0;
    }

    /// The codes of a format.
    public static FormatCodes of(ScalarFormat format) {
        return new FormatCodes(format);
    }

    /// Number of codes; codes are 0 to one less, as unsigned integers.
    public long count() {
        return 1L << format.bits();
    }

    /// The value of a code: a finite number, an infinity or NaN. The sign of zero counts.
    public double decode(int code) {
        if (format.isInteger()) {
            int unused = 32 - format.bits();
            return Math.scalb((double) (code << unused >> unused), format.minExponent());
        }
        boolean negative = signBit != 0 && (code & signBit) != 0;
        int magnitude = signBit == 0 ? code : code & signBit - 1;
        double value = decodeMagnitude(magnitude, negative);
        return negative ? -value : value;
    }

    private double decodeMagnitude(int code, boolean negative) {
        if (code == 0 && negative && !format.hasNegativeZero()) {
            return Double.NaN;
        }
        int top = format.topCode();
        if (code <= top) {
            return format.magnitude(code);
        }
        boolean infinite = format.hasInfinity() && code == top + 1;
        return infinite ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    /// What a code stands for. Integers other than zero count as normal.
    public Kind kind(int code) {
        double value = decode(code);
        if (Double.isNaN(value)) {
            return Kind.NAN;
        }
        if (Double.isInfinite(value)) {
            return Kind.INFINITE;
        }
        if (value == 0) {
            return Kind.ZERO;
        }
        if (value < format.lowestFinite()) {
            return Kind.UNUSED;
        }
        return Math.abs(value) < format.minNormal() ? Kind.SUBNORMAL : Kind.NORMAL;
    }

    /// The code of a value of the format, as an unsigned integer of its width.
    ///
    /// @return empty for NaN in a format without NaN
    /// @throws IllegalArgumentException for a value that the format does not have
    public OptionalInt encode(double value) {
        if (Double.isNaN(value)) {
            return nanCode();
        }
        double magnitude = Math.abs(value);
        int code =
                Double.isInfinite(value) && format.hasInfinity()
                        ? format.topCode() + 1
                        : magnitudeCode(magnitude);
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        int whole = format.isInteger() ? signedCode(value) : negative ? code | signBit : code;
        if (Double.doubleToLongBits(decode(whole)) != Double.doubleToLongBits(value)) {
            throw new IllegalArgumentException(
                    "Format '%s': %s is none of its values.".formatted(format.name(), value));
        }
        return OptionalInt.of(whole);
    }

    private int signedCode(double value) {
        int code = (int) Math.scalb(value, -format.minExponent());
        return code & (int) (count() - 1);
    }

    private int magnitudeCode(double magnitude) {
        if (format.isInteger()) {
            return 0;
        }
        if (magnitude < format.minNormal()) {
            return (int) Math.scalb(magnitude, format.mantissaBits() - format.minExponent());
        }
        int exponent = Math.getExponent(magnitude);
        double fraction = Math.scalb(magnitude, -exponent) - 1;
        int mantissa = (int) Math.scalb(fraction, format.mantissaBits());
        return Math.clamp(
                (((long) exponent + format.bias()) << format.mantissaBits()) + mantissa,
                0,
                format.magnitudeCodes() - 1);
    }

    private OptionalInt nanCode() {
        int last = format.magnitudeCodes() - 1;
        return switch (format.specials()) {
            case IEEE -> OptionalInt.of(format.topCode() + 1 | 1 << (format.mantissaBits() - 1));
            case NAN_ONLY_ALL_ONES -> OptionalInt.of(last);
            case NAN_AT_NEGATIVE_ZERO -> OptionalInt.of(signBit);
            case P3109_EXTENDED -> OptionalInt.of(format.isSigned() ? signBit : last);
            case NONE -> OptionalInt.empty();
        };
    }

    /// The code as hexadecimal digits, as many as its width needs.
    public String hex(int code) {
        int digits = Math.ceilDiv(format.bits(), 4);
        String text = Long.toHexString(code & 0xFFFF_FFFFL);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /// The code as binary digits.
    public String binary(int code) {
        String text = Long.toBinaryString(code & count() - 1);
        return "0".repeat(format.bits() - text.length()) + text;
    }
}
