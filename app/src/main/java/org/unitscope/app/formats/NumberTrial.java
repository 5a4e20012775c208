package org.unitscope.app.formats;

import java.util.List;
import java.util.Locale;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingExplanation;
import org.unitscope.format.ScalarFormat;

/// What becomes of one typed number.
///
/// @param result in a line
/// @param steps why, a sentence each
public record NumberTrial(String result, List<String> steps) {
    /// Rounds a number as it is typed: decimal, hexadecimal (`0x1.8p-3`), `inf` or `nan`. Random
    /// bits of stochastic rounding are half of their range.
    public static NumberTrial of(String text, ScalarFormat format, Conversion conversion) {
        String typed = text.strip().toLowerCase(Locale.ROOT).replace('−', '-');
        if (typed.isEmpty()) {
            return new NumberTrial("", List.of());
        }
        float number;
        try {
            number = parse(typed);
        } catch (NumberFormatException unreadable) {
            return new NumberTrial(
                    "'%s' is not a number; write 0.1, -3e-5, 0x1.8p-3, inf or nan.".formatted(text),
                    List.of());
        }
        int random = (1 << conversion.rounding().randomBits()) >> 1;
        Quantizer quantizer = Quantizer.of(format, conversion);
        if (quantizer.quantize((double) number, random) == Double.NEGATIVE_INFINITY) {
            // The engine finds no code for minus infinity.
            return new NumberTrial("-inf", List.of("Beyond the lowest value: minus infinity."));
        }
        RoundingExplanation explanation = RoundingExplanation.of(quantizer, number, random);
        String code =
                explanation.code().isPresent()
                        ? ", code " + spelled(format, explanation.code().getAsInt())
                        : ", which has no code";
        return new NumberTrial(
                FormatFacts.exactly(explanation.result()) + code, explanation.steps());
    }

    private static float parse(String typed) {
        return switch (typed) {
            case "inf", "+inf", "infinity", "∞" -> Float.POSITIVE_INFINITY;
            case "-inf", "-infinity", "-∞" -> Float.NEGATIVE_INFINITY;
            case "nan" -> Float.NaN;
            default -> Float.parseFloat(typed);
        };
    }

    private static String spelled(ScalarFormat format, int code) {
        FormatCodes codes = FormatCodes.of(format);
        return codes.hex(code) + " = " + codes.binary(code);
    }
}
