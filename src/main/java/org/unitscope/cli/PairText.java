package org.unitscope.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import org.unitscope.comparison.Judgement;
import org.unitscope.comparison.TensorPair;

/// A pair of tensors, and its numbers, as text for a terminal.
final class PairText {
    private PairText() {}

    /// The path, and that in the second run where it is another.
    static String name(TensorPair pair) {
        return pair.a().path().equals(pair.b().path())
                ? pair.a().path()
                : pair.a().path() + " = " + pair.b().path();
    }

    /// The flushed shares of both, predicted ones behind a `~`.
    static String flushed(TensorPair pair) {
        OptionalDouble before = pair.before().flushed();
        OptionalDouble after = pair.after().flushed();
        return before.isEmpty() && after.isEmpty()
                ? ""
                : mark(pair) + percent(before) + " → " + mark(pair) + percent(after);
    }

    private static String mark(TensorPair pair) {
        return pair.before().isPredicted() ? "~" : "";
    }

    /// The verdict, or the change of it; predicted ones behind a `~`.
    static String verdicts(TensorPair pair) {
        String before = verdict(pair.before());
        String after = verdict(pair.after());
        return switch (pair.verdictChange()) {
            case SAME -> before;
            case NOT_JUDGED -> before.equals(after) ? "" : before + " → " + after;
            default -> pair.verdictChange().label() + ": " + before + " → " + after;
        };
    }

    private static String verdict(Judgement judgement) {
        return judgement
                .verdict()
                .map(verdict -> (judgement.isPredicted() ? "~" : "") + verdict.label())
                .orElse("not judged");
    }

    /// A line about a pair whose verdict changed.
    static String changeLine(TensorPair pair) {
        return "%s %s  %s  flushed %s"
                .formatted(
                        name(pair),
                        pair.role().symbol(),
                        verdicts(pair).replaceFirst("^[a-z]+: ", ""),
                        flushed(pair));
    }

    /// A number, `0` for zero and `-` for none, NaN and infinity: of those the state tells.
    static String number(String mark, OptionalDouble value) {
        if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
            return "-";
        }
        double number = value.getAsDouble();
        return mark + (number == 0 ? "0" : String.format(Locale.ROOT, "%.3g", number));
    }

    /// A number as it was typed.
    static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// Three significant digits, no false `0 %` or `100 %`.
    static String percent(OptionalDouble share) {
        if (share.isEmpty()) {
            return "-";
        }
        double percent = 100 * share.getAsDouble();
        if (percent == 0 || percent == 100) {
            return (int) percent + " %";
        }
        if (percent < 0.001) {
            return "<0.001 %";
        }
        if (percent > 99.9) {
            return ">99.9 %";
        }
        int digits = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f %%", percent);
    }
}
