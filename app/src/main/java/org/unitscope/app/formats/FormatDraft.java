package org.unitscope.app.formats;

import org.unitscope.format.CustomNames;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.SpecialValues;

/// Parameters of a format that is being edited, which may not be one yet.
///
/// @param signed whether there is a sign bit
/// @param hasZero whether exponent field 0 holds zero and the subnormals
public record FormatDraft(
        boolean signed,
        int exponentBits,
        int mantissaBits,
        int bias,
        SpecialValues specials,
        boolean hasZero) {

    /// The parameters of a floating-point format.
    public static FormatDraft of(ScalarFormat format) {
        return new FormatDraft(
                format.isSigned(),
                format.exponentBits(),
                format.mantissaBits(),
                format.bias(),
                format.specials(),
                format.hasZero());
    }

    /// The format.
    ///
    /// @throws IllegalArgumentException with the reason if there can be no such format
    ScalarFormat format() {
        return CustomNames.format(signed, exponentBits, mantissaBits, bias, specials, hasZero);
    }

    /// Why there can be no such format; empty if there can.
    public String problem() {
        try {
            format();
            return "";
        } catch (IllegalArgumentException impossible) {
            return String.valueOf(impossible.getMessage());
        }
    }

    /// The bias of IEEE 754 for this exponent: `2^(e-1) - 1`.
    public int usualBias() {
        return (1 << Math.clamp(exponentBits - 1, 0, 16)) - 1;
    }

    /// The same with or without a sign.
    public FormatDraft withSigned(boolean other) {
        return new FormatDraft(other, exponentBits, mantissaBits, bias, specials, hasZero);
    }

    /// The same with another exponent; a bias that was the usual one stays the usual one.
    public FormatDraft withExponentBits(int other) {
        FormatDraft wider = new FormatDraft(signed, other, mantissaBits, bias, specials, hasZero);
        return bias == usualBias() ? wider.withBias(wider.usualBias()) : wider;
    }

    /// The same with another mantissa.
    public FormatDraft withMantissaBits(int other) {
        return new FormatDraft(signed, exponentBits, other, bias, specials, hasZero);
    }

    /// The same with another bias.
    public FormatDraft withBias(int other) {
        return new FormatDraft(signed, exponentBits, mantissaBits, other, specials, hasZero);
    }

    /// The same with other special values.
    public FormatDraft withSpecials(SpecialValues other) {
        return new FormatDraft(signed, exponentBits, mantissaBits, bias, other, hasZero);
    }

    /// The same with or without zero and subnormals.
    public FormatDraft withZero(boolean other) {
        return new FormatDraft(signed, exponentBits, mantissaBits, bias, specials, other);
    }
}
