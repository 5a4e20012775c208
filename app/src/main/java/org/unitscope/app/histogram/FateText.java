package org.unitscope.app.histogram;

import java.util.Optional;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.FormatFates.Bounded;
import org.unitscope.statistics.FormatFates.Estimate;
import org.unitscope.statistics.TensorStatistics;

/// Fates in words: bounds as bounds, estimates with a `~`.
final class FateText {
    private FateText() {}

    /// `38 %`, `≤ 0.02 %` or `0.01…0.02 %`.
    static String share(Bounded share) {
        String high = NumberText.percent(share.high());
        String low = NumberText.percent(share.low());
        if (share.exact() || high.equals(low)) {
            return high;
        }
        if (share.low() == 0) {
            return "≤ " + high;
        }
        return high.startsWith(">") ? "≥ " + low : low.replace(" %", "") + "…" + high;
    }

    /// `31.2 dB`, or `~31.2 dB` if it is an estimate.
    static String sqnr(Estimate sqnr) {
        if (Double.isNaN(sqnr.estimate())) {
            return NumberText.NOT_COMPUTED;
        }
        String text = TensorFacts.decibels(sqnr.estimate());
        return sqnr.exact() ? text : "~" + text;
    }

    /// The bounds of an estimate in a sentence.
    static String sqnrBounds(Estimate sqnr) {
        if (Double.isNaN(sqnr.estimate())) {
            return "No energy, so no ratio";
        }
        return sqnr.exact()
                ? "Signal to quantization noise, from the elements themselves"
                : "Estimated from the bins; between %s and %s for certain"
                        .formatted(
                                TensorFacts.decibels(sqnr.low()),
                                TensorFacts.decibels(sqnr.high()));
    }

    /// Why the fates in a format cannot be told.
    static String untold(TargetFormat target) {
        return "%s takes its scale from %s: that needs the elements themselves, not their bins"
                .formatted(
                        target.format().title(),
                        target.format().scaling().isPerChannel()
                                ? "each channel"
                                : "the smallest and the largest element");
    }

    /// What a shift changes: `× 2⁹: flushed 38 % → 0.02 % (0.4 % → 0 % of the energy), overflow 0 %
    /// → 0 %, SQNR 7.9 → ~31.2 dB`; without one, how things are.
    static String shift(TensorStatistics statistics, TargetFormat target, int shift) {
        Optional<FormatFates> before = Judgment.of(statistics, target, 0);
        Optional<FormatFates> after = Judgment.of(statistics, target, shift);
        if (before.isEmpty() || after.isEmpty()) {
            return untold(target);
        }
        if (shift == 0) {
            return "flushed %s%s, overflow %s, SQNR %s"
                    .formatted(
                            share(after.get().underflow()),
                            energy(after.get(), after.get()),
                            share(after.get().overflow()),
                            sqnr(after.get().sqnrDecibels()));
        }
        return "%s: flushed %s → %s%s, overflow %s → %s, SQNR %s → %s"
                .formatted(
                        factor(shift),
                        share(before.get().underflow()),
                        share(after.get().underflow()),
                        energy(before.get(), after.get()),
                        share(before.get().overflow()),
                        share(after.get().overflow()),
                        sqnr(before.get().sqnrDecibels()).replace(" dB", ""),
                        sqnr(after.get().sqnrDecibels()));
    }

    /// Many small numbers may hold next to no energy, which decides whether flushing them matters.
    private static String energy(FormatFates before, FormatFates after) {
        if (before.underflow().high() == 0) {
            return "";
        }
        String now = share(after.flushedEnergy());
        String then = share(before.flushedEnergy());
        return " (%s of the energy)".formatted(then.equals(now) ? now : then + " → " + now);
    }

    /// `× 2⁻⁹`.
    static String factor(int shift) {
        return "× " + NumberText.powerOfTwo(shift);
    }
}
