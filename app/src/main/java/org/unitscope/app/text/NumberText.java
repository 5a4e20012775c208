package org.unitscope.app.text;

import java.util.Locale;
import org.unitscope.run.Scales;

/// Numbers as the screens write them: three significant digits, a real minus sign, percentages that
/// never round to a false zero.
public final class NumberText {
    /// What stands for a number that was not computed.
    public static final String NOT_COMPUTED = "—";

    private static final char MINUS = '−';
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private NumberText() {}

    /// Three significant digits: `0.0118`, `1.23e−5`, `3072`.
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : MINUS + "∞";
        }
        if (value == 0) {
            return "0";
        }
        double magnitude = Math.abs(value);
        if (magnitude >= 1e6 || magnitude < 1e-4) {
            String text = String.format(Locale.ROOT, "%.2e", value);
            return minus(text.replaceFirst("e([+-])0*(\\d)", "e$1$2").replace("e+", "e"));
        }
        // Largest number of decimals that leaves three significant digits.
        int decimals = Math.clamp(2 - (long) Math.floor(StrictMath.log10(magnitude)), 0, 6);
        return minus(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /// A scale with its power of two: `0.0118 · 2^−6.4` reads as "0.0118, that is 2 to the -6.4".
    public static String scale(double value) {
        boolean plain = value == 0 || Double.isNaN(value) || Double.isInfinite(value);
        return plain
                ? number(value)
                : number(value) + "  (2^" + signed(Scales.log2(value), 1, false) + ")";
    }

    /// A signed number with fixed decimals: `+0.1`, `−4.5`, `0.0`.
    public static String signed(double value, int decimals) {
        return signed(value, decimals, true);
    }

    private static String signed(double value, int decimals, boolean plus) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+∞" : MINUS + "∞";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
        return zero ? text : value < 0 ? MINUS + text : plus ? "+" + text : text;
    }

    /// A share as a percentage with two significant digits, `0 %` only for an exact zero.
    public static String percent(double fraction) {
        double percentage = 100 * fraction;
        if (percentage == 0) {
            return "0 %";
        }
        if (percentage < 0.001) {
            return "<0.001 %";
        }
        if (percentage > 99.9 && percentage < 100) {
            return ">99.9 %";
        }
        int decimals =
                percentage >= 10
                        ? percentage == Math.rint(percentage) ? 0 : 1
                        : Math.clamp(1 - (long) Math.floor(StrictMath.log10(percentage)), 0, 4);
        return String.format(Locale.ROOT, "%." + decimals + "f %%", percentage);
    }

    /// How far the sampled value lies from the predicted one: `+1.24 %`, from threefold on `×5.2`.
    public static String deviation(double predicted, double sampled) {
        if (predicted == 0) {
            return sampled == 0 ? "0.00 %" : "predicted 0";
        }
        double relative = sampled / predicted - 1;
        if (Double.isNaN(relative)) {
            return "NaN";
        }
        double ratio = sampled / predicted;
        if (ratio >= 3) {
            return "×" + number(ratio);
        }
        int decimals = Math.abs(relative) < 0.1 ? 2 : 1;
        return signed(100 * relative, decimals) + " %";
    }

    /// A count with groups of three: `1,572,864`.
    public static String count(long count) {
        return String.format(Locale.US, "%,d", count);
    }

    /// A power of two with its exponent raised: `2⁻²⁴`.
    public static String powerOfTwo(int exponent) {
        StringBuilder text = new StringBuilder("2");
        if (exponent < 0) {
            text.append('⁻');
        }
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    private static String minus(String text) {
        return text.replace('-', MINUS);
    }
}
