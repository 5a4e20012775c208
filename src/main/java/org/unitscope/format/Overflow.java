package org.unitscope.format;

import java.util.Locale;

/// What becomes of numbers beyond the largest finite value, of infinities and of NaN.
///
/// A number is rounded first, on the grid of the format continued without an end; it overflows if
/// the result lies beyond the largest finite value of its sign. Where the format lacks what a rule
/// asks for, NaN stands in for infinity, and the largest value for NaN. The conventions of OCP:
/// OFP8 1.0 §5; of P3109: interim report; of frameworks: their documentation and source as of 2026.
public enum Overflow {
    /// The largest value of the same sign for all, infinities too: saturating conversion of OCP.
    SATURATE("saturate", "saturate (OCP)"),

    /// Infinity, or NaN where there is none: non-saturating conversion of OCP, IEEE 754 casts.
    /// Modes directed inward give the largest value for finite numbers.
    NONSATURATE("nonsaturate", "non-saturating (OCP, IEEE 754)"),

    /// P3109 SatFinite: the largest value for all.
    SAT_FINITE("sat-finite", "P3109 SatFinite"),

    /// P3109 SatPropagate: the largest value for finite numbers, infinity stays where it exists.
    SAT_PROPAGATE("sat-propagate", "P3109 SatPropagate"),

    /// P3109 SatNone: infinity where it exists, else the largest value; modes directed inward give
    /// the largest value for finite numbers.
    SAT_NONE("sat-none", "P3109 SatNone"),

    /// PyTorch eager casts since 2.12: E4M3 (OCP) saturates finite numbers, its infinities become
    /// NaN; all others as before.
    PYTORCH("pytorch", "as PyTorch since 2.12"),

    /// PyTorch eager casts up to 2.11: never saturate.
    PYTORCH_2_11("pytorch-2.11", "as PyTorch up to 2.11"),

    /// ONNX `Cast` with `saturate = 1`, its default: formats of eight bits saturate finite numbers;
    /// infinities saturate too in the OCP formats and become NaN in the FNUZ ones.
    ONNX("onnx", "as ONNX Cast, saturate=1"),

    /// Transformer Engine (`cvt.rn.satfinite`): formats of eight bits or fewer saturate; NaN
    /// becomes the largest value where there is no NaN.
    TRANSFORMER_ENGINE("te", "as Transformer Engine"),

    /// ml_dtypes: never saturates, but FP6 and FP4 have no other choice; NaN becomes zero where
    /// there is no NaN.
    ML_DTYPES("ml_dtypes", "as ml_dtypes");

    /// What a number turns into.
    public enum Outcome {
        /// The largest finite value of its sign; zero or the smallest value for a negative number
        /// in a format without sign.
        LARGEST,
        /// Infinity of its sign.
        INFINITY,
        /// Not a number.
        NAN,
        /// Zero.
        ZERO
    }

    private final String word;
    private final String title;

    Overflow(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /// The word on the command line.
    public String word() {
        return word;
    }

    /// What is shown in a list of choices.
    public String title() {
        return title;
    }

    /// What a finite number beyond the range turns into.
    public Outcome ofFinite(ScalarFormat format) {
        boolean narrow = format.bits() <= 8;
        boolean saturates =
                switch (this) {
                    case SATURATE, SAT_FINITE, SAT_PROPAGATE -> true;
                    case NONSATURATE, PYTORCH_2_11, ML_DTYPES -> false;
                    case SAT_NONE -> !format.hasInfinity();
                    case PYTORCH -> isOcpE4m3(format);
                    case ONNX, TRANSFORMER_ENGINE -> narrow;
                };
        return saturates ? Outcome.LARGEST : unbounded(format);
    }

    /// What an infinity turns into.
    public Outcome ofInfinity(ScalarFormat format) {
        boolean narrow = format.bits() <= 8;
        return switch (this) {
            case SATURATE, SAT_FINITE -> Outcome.LARGEST;
            case NONSATURATE, PYTORCH, PYTORCH_2_11, ML_DTYPES -> unbounded(format);
            case SAT_PROPAGATE, SAT_NONE ->
                    format.hasInfinity() ? Outcome.INFINITY : Outcome.LARGEST;
            case ONNX -> {
                boolean fnuz = format.specials() == SpecialValues.NAN_AT_NEGATIVE_ZERO;
                yield fnuz || !narrow ? unbounded(format) : Outcome.LARGEST;
            }
            case TRANSFORMER_ENGINE -> narrow ? Outcome.LARGEST : unbounded(format);
        };
    }

    /// What NaN turns into. A format without NaN keeps it as NaN under the rules that say nothing:
    /// the value then has no code.
    public Outcome ofNan(ScalarFormat format) {
        if (format.hasNan()) {
            return Outcome.NAN;
        }
        return switch (this) {
            case ML_DTYPES -> Outcome.ZERO;
            case TRANSFORMER_ENGINE -> Outcome.LARGEST;
            default -> Outcome.NAN;
        };
    }

    /// Whether a rounding mode directed inward gives the largest value instead of infinity or NaN.
    boolean respectsDirection() {
        return this == NONSATURATE || this == SAT_NONE;
    }

    private static boolean isOcpE4m3(ScalarFormat format) {
        return format.exponentBits() == 4
                && format.mantissaBits() == 3
                && format.specials() == SpecialValues.NAN_ONLY_ALL_ONES;
    }

    private static Outcome unbounded(ScalarFormat format) {
        if (format.hasInfinity()) {
            return Outcome.INFINITY;
        }
        return format.hasNan() ? Outcome.NAN : Outcome.LARGEST;
    }

    /// Reads a word.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Overflow parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (Overflow choice : values()) {
            if (choice.word.replace('_', '-').equals(word)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                "Overflow '%s' is not known; use saturate, nonsaturate, sat-finite, sat-propagate, sat-none, pytorch, pytorch-2.11, onnx, te or ml_dtypes."
                        .formatted(text));
    }
}
