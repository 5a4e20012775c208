package org.unitscope.cli;

import java.util.Locale;

/// Float32 numbers as text: decimal, or the bits as exactly eight hexadecimal digits.
final class FloatText {
    private static final int HEX_DIGITS = 8;

    private FloatText() {}

    /// Reads a number. Eight hexadecimal digits are bits, also where they would be a decimal.
    ///
    /// @throws NumberFormatException if it is neither
    static float parse(String text) {
        String word = text.strip();
        if (isHex(word)) {
            return Float.intBitsToFloat(Integer.parseUnsignedInt(word, 16));
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Float.NaN;
            case "inf", "+inf", "infinity" -> Float.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
            default -> decimal(word);
        };
    }

    /// Whether a word is the bits of a number.
    static boolean isHex(String word) {
        if (word.length() != HEX_DIGITS) {
            return false;
        }
        for (int i = 0; i < HEX_DIGITS; i++) {
            if (Character.digit(word.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Java also reads 1f, 1d and 0x1p3; nobody means the first two here.
    private static float decimal(String word) {
        if (word.isEmpty() || "fFdD".indexOf(word.charAt(word.length() - 1)) >= 0) {
            throw new NumberFormatException(word);
        }
        return Float.parseFloat(word);
    }

    /// Shortest decimal that reads back as the same float32; `inf`, `-inf` and `nan`.
    static String of(float x) {
        if (Float.isNaN(x)) {
            return "nan";
        }
        return Float.isInfinite(x) ? (x > 0 ? "inf" : "-inf") : Float.toString(x);
    }
}
