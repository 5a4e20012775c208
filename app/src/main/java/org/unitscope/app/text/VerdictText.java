package org.unitscope.app.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// Verdicts as signs and short phrases.
public final class VerdictText {
    private VerdictText() {}

    /// The sign that stands before the word.
    public static String glyph(Verdict verdict) {
        return switch (verdict) {
            case REPRESENTABLE -> "●";
            case AT_RISK -> "◇";
            case LOST -> "▽";
            case OVERFLOW -> "△";
        };
    }

    /// Sign and word: `▽ lost`.
    public static String labeled(Verdict verdict) {
        return glyph(verdict) + " " + verdict.label();
    }

    /// The verdict of a tensor, empty if it was not sampled.
    public static Optional<Verdict> of(TensorRecord tensor) {
        return tensor.measured().map(measured -> measured.statistics().verdict());
    }

    /// The worst verdict among some tensors, empty if none was sampled.
    public static Optional<Verdict> worst(List<TensorRecord> tensors) {
        return tensors.stream().flatMap(t -> of(t).stream()).max(Comparator.naturalOrder());
    }

    /// How many of the tensors have that verdict.
    public static long count(List<TensorRecord> tensors, Verdict verdict) {
        return tensors.stream().filter(t -> of(t).equals(Optional.of(verdict))).count();
    }
}
