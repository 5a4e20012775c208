package org.unitscope.format;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// The settings of a conversion to a format.
///
/// @param rounding between two neighbors
/// @param overflow beyond the largest value
/// @param subnormals near zero
public record Conversion(RoundingMode rounding, Overflow overflow, Subnormals subnormals) {
    /// To nearest even, saturating, subnormals kept: the conversion of OCP OFP8.
    public static final Conversion SATURATING =
            new Conversion(RoundingMode.NEAREST_EVEN, Overflow.SATURATE, Subnormals.KEEP);

    /// To nearest even, infinity beyond the range, subnormals kept: the conversion of IEEE 754.
    public static final Conversion NONSATURATING =
            new Conversion(RoundingMode.NEAREST_EVEN, Overflow.NONSATURATE, Subnormals.KEEP);

    /// What hardware and frameworks do with a format unless told otherwise: to nearest even,
    /// subnormals kept; formats of eight bits or fewer saturate, wider ones go to infinity. The
    /// formats of the unit-scaling library saturate and resolve ties toward zero.
    public static Conversion usual(ScalarFormat format) {
        if (format.name().startsWith(Formats.UNIT_SCALING_PREFIX)) {
            return SATURATING.with(RoundingMode.of(RoundingMode.Kind.NEAREST_ZERO));
        }
        return format.bits() <= 8 ? SATURATING : NONSATURATING;
    }

    /// The same with another rounding.
    public Conversion with(RoundingMode other) {
        return new Conversion(other, overflow, subnormals);
    }

    /// The same with another overflow.
    public Conversion with(Overflow other) {
        return new Conversion(rounding, other, subnormals);
    }

    /// The same with another treatment of small numbers.
    public Conversion with(Subnormals other) {
        return new Conversion(rounding, overflow, other);
    }

    /// The same with one setting changed: a rounding, an overflow or a word for subnormals, as on
    /// the command line.
    ///
    /// @throws IllegalArgumentException if it is none of these
    public Conversion with(String word) {
        if (word.strip().toLowerCase(Locale.ROOT).startsWith("sr-")) {
            return with(RoundingMode.parse(word));
        }
        return changed(() -> with(RoundingMode.parse(word)))
                .or(() -> changed(() -> with(Overflow.parse(word))))
                .or(() -> changed(() -> with(Subnormals.parse(word))))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Setting '%s' is not known; use a rounding (rne, sr-a:8, ...), an overflow (saturate, nonsaturate, ...) or keep, flush-results, flush-inputs, flush-both."
                                        .formatted(word)));
    }

    private static Optional<Conversion> changed(Supplier<Conversion> change) {
        try {
            return Optional.of(change.get());
        } catch (IllegalArgumentException otherSetting) {
            return Optional.empty();
        }
    }

    /// In words.
    public String title() {
        String tail = subnormals == Subnormals.KEEP ? "" : ", subnormals: " + subnormals.word();
        return "%s; %s%s".formatted(rounding.title(), overflow.title(), tail);
    }
}
