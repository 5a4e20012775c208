package org.unitscope.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unitscope.statistics.Verdict;

/// What a rule may limit. Names are those of the columns of `tensors.csv`; those that compare with
/// a baseline have no column.
public enum Quantity {
    /// Root mean square of the elements.
    RMS("rms", Sense.BAND),
    /// Largest finite magnitude; sampled only.
    AMAX("amax", Sense.AT_MOST),
    /// Share of the non-zero elements that becomes zero.
    UNDERFLOW("underflow_fraction", Sense.AT_MOST),
    /// Share of them below the smallest normal value, not flushed.
    SUBNORMAL("subnormal_fraction", Sense.AT_MOST),
    /// Share of them beyond the largest finite value.
    OVERFLOW("overflow_fraction", Sense.AT_MOST),
    /// Share of `sum(x^2)` that becomes zero; sampled only.
    FLUSHED_ENERGY("flushed_energy_fraction", Sense.AT_MOST),
    /// Signal to quantization noise in dB.
    SQNR("sqnr_db", Sense.AT_LEAST),
    /// Number of infinite and NaN elements; sampled only.
    NONFINITE("nonfinite", Sense.AT_MOST),
    /// The verdict, by its place from `representable` (0) to `overflow` (3).
    VERDICT("verdict", Sense.AT_MOST),
    /// `log2` of the RMS over that of the baseline.
    RMS_DRIFT("rms_drift_octaves", Sense.WITHIN),
    /// By how much the share has grown since the baseline.
    UNDERFLOW_CHANGE("underflow_fraction_change", Sense.AT_MOST),
    /// By how much the share has grown since the baseline.
    SUBNORMAL_CHANGE("subnormal_fraction_change", Sense.AT_MOST),
    /// By how much the share has grown since the baseline.
    OVERFLOW_CHANGE("overflow_fraction_change", Sense.AT_MOST),
    /// By how much the share has grown since the baseline; sampled only.
    FLUSHED_ENERGY_CHANGE("flushed_energy_fraction_change", Sense.AT_MOST),
    /// By how many dB the ratio has grown since the baseline.
    SQNR_CHANGE("sqnr_change_db", Sense.AT_LEAST),
    /// By how many places the verdict is worse than that of the baseline; 0 where it is not.
    VERDICT_DROP("verdict_drop", Sense.AT_MOST);

    private static final List<Quantity> NOT_PREDICTED =
            List.of(AMAX, FLUSHED_ENERGY, NONFINITE, FLUSHED_ENERGY_CHANGE);

    private final String key;
    private final Sense sense;

    /// What one number for a limit means.
    enum Sense {
        AT_MOST,
        AT_LEAST,
        /// From minus the number to the number.
        WITHIN,
        /// Nothing: both ends must be said.
        BAND
    }

    Quantity(String key, Sense sense) {
        this.key = key;
        this.sense = sense;
    }

    /// The word in files.
    public String key() {
        return key;
    }

    Sense sense() {
        return sense;
    }

    /// Whether it compares with a baseline.
    public boolean needsBaseline() {
        return ordinal() >= RMS_DRIFT.ordinal();
    }

    /// The quantity whose change this is; itself where it is of one run.
    Quantity compared() {
        return switch (this) {
            case RMS_DRIFT -> RMS;
            case UNDERFLOW_CHANGE -> UNDERFLOW;
            case SUBNORMAL_CHANGE -> SUBNORMAL;
            case OVERFLOW_CHANGE -> OVERFLOW;
            case FLUSHED_ENERGY_CHANGE -> FLUSHED_ENERGY;
            case SQNR_CHANGE -> SQNR;
            case VERDICT_DROP -> VERDICT;
            default -> this;
        };
    }

    /// Whether nothing predicts it.
    public boolean isSampledOnly() {
        return NOT_PREDICTED.contains(this);
    }

    /// Whether its prediction is in a [org.unitscope.run.Forecast], which earlier runs lack.
    boolean isForecast() {
        return !isSampledOnly() && this != RMS && this != RMS_DRIFT;
    }

    /// All words, in order.
    static List<String> keys() {
        return Arrays.stream(values()).map(Quantity::key).toList();
    }

    /// The one with this word, which must be one of [#keys].
    static Quantity ofKey(String key) {
        return Arrays.stream(values()).filter(q -> q.key.equals(key)).findFirst().orElseThrow();
    }

    /// A value as files have it: the shortest decimal that reads back the same, verdicts as words.
    public String text(double value) {
        if (this == VERDICT) {
            return Verdict.values()[(int) value].label();
        }
        boolean counts = this == NONFINITE || this == VERDICT_DROP;
        return counts && value == Math.rint(value)
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// A value in three significant digits for people; in full where those would look like the
    /// limit.
    String brief(double value, double limit) {
        if (this == VERDICT || this == NONFINITE || this == VERDICT_DROP || value == 0) {
            return text(value);
        }
        String brief = String.format(Locale.ROOT, "%.3g", value);
        return Double.isFinite(value) && Double.parseDouble(brief) != limit ? brief : text(value);
    }
}
