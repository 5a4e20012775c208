package org.unitscope.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// Why a number becomes what it becomes in a format: its two neighbors, the tie between them, the
/// rule that decides, and the code.
///
/// @param input the number
/// @param towardZero the neighbor toward zero on the grid continued without an end (the number
///   itself if it is a value of the format)
/// @param away the neighbor away from zero
/// @param result what it becomes
/// @param code its code; empty for NaN in a format without
/// @param steps the reasoning, a sentence each
public record RoundingExplanation(
        float input,
        double towardZero,
        double away,
        double result,
        OptionalInt code,
        List<String> steps) {

    /// Explains the conversion of one number.
    ///
    /// @param random the random bits where rounding is stochastic
    public static RoundingExplanation of(Quantizer quantizer, float x, int random) {
        ScalarFormat format = quantizer.format();
        double result = quantizer.quantize((double) x, random);
        OptionalInt code = FormatCodes.of(format).encode(result);
        List<String> steps = new ArrayList<>();
        if (!Float.isFinite(x)) {
            boolean without = Double.isNaN(result) && !format.hasNan();
            steps.add(
                    without
                            ? "The format has no NaN: it stays NaN and has no code."
                            : "%s becomes %s: %s."
                                    .formatted(
                                            number(x),
                                            number(result),
                                            quantizer.conversion().overflow().title()));
            return new RoundingExplanation(x, x, x, result, code, steps);
        }
        boolean negative = Float.floatToRawIntBits(x) < 0 && (format.isSigned() || x != 0);
        double magnitude = Math.abs((double) x);
        if (quantizer.conversion().subnormals().flushesInputs()
                && magnitude > 0
                && magnitude < Float.MIN_NORMAL) {
            steps.add("The input is a float32 subnormal and counts as zero (flush-inputs).");
            magnitude = 0;
        }
        double step = quantizer.step(magnitude);
        double units = magnitude / step;
        double below = Math.floor(units) * step;
        double above = below == magnitude ? magnitude : below + step;
        double sign = negative ? -1 : 1;
        describeNeighbors(steps, format, sign, magnitude, below, above, step);
        describeChoice(steps, quantizer, x, magnitude, below, above, random);
        describeLimits(steps, quantizer, x, result, random);
        boolean minusZero = Float.floatToRawIntBits(x) < 0 && result == 0;
        if (minusZero && format.isSigned() && !format.hasNegativeZero()) {
            steps.add("The format has no -0: the sign is lost.");
        }
        return new RoundingExplanation(x, sign * below, sign * above, result, code, steps);
    }

    private static void describeNeighbors(
            List<String> steps,
            ScalarFormat format,
            double sign,
            double magnitude,
            double below,
            double above,
            double step) {
        if (!format.hasZero() && magnitude < format.minNormal()) {
            return;
        }
        if (below == above) {
            steps.add(
                    "%s lies on the grid (step %s here)."
                            .formatted(number(sign * magnitude), number(step)));
            return;
        }
        double tie = below + step / 2;
        double nearer = magnitude < tie ? below : above;
        steps.add(
                "Neighbors %s and %s, step %s; the tie is at %s: %s is %s."
                        .formatted(
                                named(format, sign * below),
                                named(format, sign * above),
                                number(step),
                                number(sign * tie),
                                number(sign * magnitude),
                                magnitude == tie
                                        ? "that tie"
                                        : "nearer to " + number(sign * nearer)));
    }

    private static String named(ScalarFormat format, double value) {
        boolean within = value <= format.maxFinite() && value >= format.lowestFinite();
        if (!within) {
            return number(value) + " (beyond the range)";
        }
        boolean exists = value != 0 || format.hasZero();
        if (!exists) {
            return "0 (no value of the format)";
        }
        FormatCodes codes = FormatCodes.of(format);
        double canonical = value == 0 && !format.hasNegativeZero() ? 0.0 : value;
        OptionalInt code = codes.encode(canonical);
        return "%s (code %s)".formatted(number(canonical), codes.hex(code.orElseThrow()));
    }

    private static void describeChoice(
            List<String> steps,
            Quantizer quantizer,
            float x,
            double magnitude,
            double below,
            double above,
            int random) {
        boolean tooSmall =
                !quantizer.format().hasZero() && magnitude < quantizer.format().minNormal();
        if (below == above || tooSmall) {
            return;
        }
        RoundingMode rounding = quantizer.conversion().rounding();
        if (rounding.isStochastic()) {
            steps.add(
                    "Rounding %s: away from zero with probability %s; the random bits were %d."
                            .formatted(
                                    rounding.title(),
                                    number(quantizer.probabilityAway(x)),
                                    random));
            return;
        }
        boolean away = quantizer.probabilityAway(x) == 1;
        String tie = magnitude == (below + above) / 2 ? tieReason(rounding, away) : "";
        double chosen = Math.copySign(away ? above : below, x);
        steps.add("Rounding %s%s: %s.".formatted(rounding.title(), tie, number(chosen)));
    }

    private static String tieReason(RoundingMode rounding, boolean away) {
        return rounding.kind() == RoundingMode.Kind.NEAREST_EVEN
                ? ", and the code of the neighbor %s is even"
                        .formatted(away ? "away from zero" : "toward zero")
                : "";
    }

    private static void describeLimits(
            List<String> steps, Quantizer quantizer, float x, double result, int random) {
        ScalarFormat format = quantizer.format();
        if (quantizer.overflows(x, random)) {
            steps.add(
                    "That is beyond %s, the %s value: overflow, %s gives %s%s."
                            .formatted(
                                    number(x < 0 ? format.lowestFinite() : format.maxFinite()),
                                    x < 0 ? "lowest" : "largest",
                                    quantizer.conversion().overflow().title(),
                                    number(result),
                                    isInward(quantizer, x)
                                            ? " (a mode directed inward stays in the range)"
                                            : ""));
        } else if (result == 0 && x != 0) {
            boolean flushed = quantizer.conversion().subnormals().flushesResults();
            steps.add(
                    flushed && Math.abs(x) > format.flushThreshold()
                            ? "The result is subnormal and becomes zero (flush-results): underflow."
                            : "The result is zero: underflow.");
        } else if (!format.hasZero() && Math.abs(x) < format.minNormal()) {
            steps.add(
                    "The format has no zero: its smallest value %s takes the place."
                            .formatted(number(format.minNormal())));
        } else if (format.isSubnormalRange(Math.abs(result))) {
            steps.add(
                    "The result is subnormal (below %s): reduced precision."
                            .formatted(number(format.minNormal())));
        }
    }

    private static boolean isInward(Quantizer quantizer, float x) {
        RoundingMode.Kind kind = quantizer.conversion().rounding().kind();
        boolean inward =
                kind == RoundingMode.Kind.TOWARD_ZERO
                        || kind == (x < 0 ? RoundingMode.Kind.UP : RoundingMode.Kind.DOWN);
        return inward && quantizer.conversion().overflow().respectsDirection();
    }

    /// Shortest decimal that reads back, whole numbers without a fraction.
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            String whole = Long.toString((long) value);
            return value == 0 && 1 / value < 0 ? "-0" : whole;
        }
        boolean isFloat = (float) value == value;
        return (isFloat ? Float.toString((float) value) : Double.toString(value))
                .toLowerCase(Locale.ROOT)
                .replace("infinity", "inf");
    }
}
