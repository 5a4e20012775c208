package org.unitscope.app.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unitscope.app.heatmap.CellValue;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.app.text.VerdictText;
import org.unitscope.comparison.AlignedBy;
import org.unitscope.comparison.ChanceCounts;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.FlushedTotals;
import org.unitscope.comparison.Judgement;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.comparison.MissingGradients;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.ScaleState;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// What a comparison says, in words.
final class ComparisonText {
    private ComparisonText() {}

    /// The sign before the name of a change.
    static String glyph(VerdictChange change) {
        return switch (change) {
            case FIXED -> "▲";
            case BROKEN -> "▼";
            case IMPROVED -> "△";
            case WORSE -> "▽";
            case SAME -> "=";
            case NOT_JUDGED -> "—";
        };
    }

    /// How many tensors were aligned and by what.
    static String aligned(ComparisonCounts counts) {
        String rules =
                Arrays.stream(AlignedBy.values())
                        .filter(rule -> counts.of(rule) > 0)
                        .map(rule -> NumberText.count(counts.of(rule)) + " by " + rule.label())
                        .collect(Collectors.joining(", "));
        return "%s tensors aligned%s"
                .formatted(
                        NumberText.count(counts.aligned()),
                        rules.isEmpty() ? "" : " (" + rules + ")");
    }

    /// How many scales are in which state.
    static String scales(ComparisonCounts counts) {
        return Arrays.stream(ScaleState.values())
                .filter(state ->
                        counts.of(state) > 0
                                || state == ScaleState.WITHIN
                                || state == ScaleState.OUTSIDE)
                .map(state -> NumberText.count(counts.of(state)) + " " + state.label())
                .collect(Collectors.joining(" · "));
    }

    /// What becomes zero of the gradients of both runs.
    static String flushed(RunComparison comparison) {
        FlushedTotals a = FlushedTotals.of(comparison.a().run());
        FlushedTotals b = FlushedTotals.of(comparison.b().run());
        if (a.share().isEmpty() && b.share().isEmpty()) {
            return "No gradient was sampled";
        }
        return ("Non-zero gradient values flushed to zero: A %s, B %s · more than 1 %% flushed: A %s, B %s"
                        + " · with what was flushed upstream, A lacks %s of B's, B %s of A's")
                .formatted(
                        percent(a.share()),
                        percent(b.share()),
                        over(a),
                        over(b),
                        percent(MissingGradients.of(comparison.pairs(), true).share()),
                        percent(MissingGradients.of(comparison.pairs(), false).share()));
    }

    private static String over(FlushedTotals totals) {
        return totals.tensors() == 0
                ? NumberText.NOT_COMPUTED
                : "%s of %s tensors"
                        .formatted(
                                NumberText.count(totals.over()),
                                NumberText.count(totals.tensors()));
    }

    /// What was asked differently, and how much of it chance explains.
    static String differences(RunComparison comparison) {
        List<String> parts = new ArrayList<>();
        parts.add(
                comparison.differences().isEmpty()
                        ? "Asked the same of both runs"
                        : "Differ in " + String.join("; ", comparison.differences()));
        ChanceCounts chance = comparison.chance();
        if (chance.judged() > 0) {
            parts.add(
                    "chance explains %s of %s differences (within %d standard errors)%s"
                            .formatted(
                                    NumberText.count(chance.within()),
                                    NumberText.count(chance.judged()),
                                    ChanceCounts.LIMIT,
                                    chance.beyond() > 0 ? ", the others may be chance too" : ""));
        }
        return String.join(" · ", parts);
    }

    /// The path, and that of B where it is another.
    static String name(TensorPair pair) {
        return pair.a().path().equals(pair.b().path())
                ? pair.a().path()
                : pair.a().path() + " = " + pair.b().path();
    }

    static String role(TensorRecord tensor) {
        return RoleSign.of(tensor.key().role()) + " " + tensor.key().role().symbol();
    }

    /// `+2.3`, or the state where no number of octaves says it.
    static String octaves(TensorPair pair) {
        OptionalDouble delta = pair.scale().octaves();
        return delta.isPresent()
                ? NumberText.signed(delta.getAsDouble(), 2)
                : pair.scale().state(0).label();
    }

    /// A scale of the kind that is compared; `~` before a predicted one.
    static String scale(TensorPair pair, OptionalDouble scale) {
        if (scale.isEmpty() || !Double.isFinite(scale.getAsDouble())) {
            return NumberText.NOT_COMPUTED;
        }
        return (pair.isMeasured() ? "" : "~") + NumberText.number(scale.getAsDouble());
    }

    static String percent(OptionalDouble share) {
        return share.isPresent()
                ? NumberText.percent(share.getAsDouble())
                : NumberText.NOT_COMPUTED;
    }

    /// The flushed share, a predicted one behind a `~`.
    static String flushed(Judgement judgement) {
        OptionalDouble share = judgement.flushed();
        return share.isPresent() ? mark(judgement) + percent(share) : NumberText.NOT_COMPUTED;
    }

    /// The verdict, a predicted one behind a `~`.
    static String verdict(Judgement judgement) {
        return judgement
                .verdict()
                .map(verdict -> mark(judgement) + VerdictText.labeled(verdict))
                .orElse(NumberText.NOT_COMPUTED);
    }

    private static String mark(Judgement judgement) {
        return judgement.isPredicted() ? "~" : "";
    }

    private static String verdict(TensorRecord tensor) {
        return VerdictText.of(tensor).map(VerdictText::labeled).orElse(NumberText.NOT_COMPUTED);
    }

    private static String forecast(TensorRecord tensor) {
        return tensor.forecast()
                .verdict()
                .map(verdict -> "~" + VerdictText.labeled(verdict))
                .orElse(NumberText.NOT_COMPUTED);
    }

    static String change(TensorPair pair) {
        return glyph(pair.verdictChange()) + " " + pair.verdictChange().label();
    }

    /// What half of a heatmap shows of a row: sampled, else predicted.
    static CellValue cell(Optional<TensorRecord> tensor, boolean measured, String run) {
        if (tensor.isEmpty()) {
            return new CellValue.Missing("not in run " + run);
        }
        return measured ? CellValue.sampled(tensor.get()) : CellValue.predicted(tensor.get());
    }

    /// Whether a row is shown as sampled: a pair as it is compared, else what there is.
    static boolean isMeasured(MergedTensors merged, TensorRecord row) {
        return merged.pair(row)
                .map(pair -> pair.isMeasured() || !pair.predicted().isKnown())
                .orElse(row.measured().isPresent());
    }

    /// B - A in octaves.
    static CellValue difference(MergedTensors merged, TensorRecord row) {
        Optional<TensorPair> pair = merged.pair(row);
        if (pair.isEmpty()) {
            return new CellValue.Missing("unaligned");
        }
        return switch (pair.get().scale().state(0)) {
            case WITHIN, OUTSIDE -> {
                double delta = pair.get().scale().octaves().orElse(0);
                yield new CellValue.Octaves(delta, NumberText.signed(delta, 1));
            }
            case BOTH_ZERO -> new CellValue.Octaves(0, "0 = 0");
            case WAS_ZERO -> new CellValue.Octaves(Double.POSITIVE_INFINITY, "from 0");
            case BECAME_ZERO -> new CellValue.Octaves(Double.NEGATIVE_INFINITY, "to 0");
            case NOT_FINITE -> new CellValue.NotFinite("a scale is not finite");
            case NOT_COMPARABLE -> new CellValue.Missing("no number in common");
        };
    }

    /// A line of numbers: name, A, B.
    record Line(String name, String a, String b) {}

    /// The numbers of a row in both runs.
    static List<Line> lines(Optional<TensorRecord> a, Optional<TensorRecord> b) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("Predicted RMS", a, b, t -> number(Scales.predicted(t))));
        lines.add(line("Sampled RMS", a, b, ComparisonText::sampled));
        lines.add(line("Largest", a, b, t -> statistic(t, s -> NumberText.number(s.amax()))));
        lines.add(
                line(
                        "Flushed",
                        a,
                        b,
                        t -> statistic(t, s -> NumberText.percent(s.fates().underflowFraction()))));
        lines.add(
                line(
                        "Overflow",
                        a,
                        b,
                        t -> statistic(t, s -> NumberText.percent(s.fates().overflowFraction()))));
        lines.add(line("SQNR", a, b, t -> statistic(t, ComparisonText::sqnr)));
        lines.add(line("Judged in", a, b, t -> t.format().toString()));
        lines.add(line("Predicted verdict", a, b, ComparisonText::forecast));
        lines.add(line("Verdict", a, b, t -> verdict(t)));
        return lines;
    }

    private static Line line(
            String name,
            Optional<TensorRecord> a,
            Optional<TensorRecord> b,
            Function<TensorRecord, String> text) {
        return new Line(name, a.map(text).orElse(""), b.map(text).orElse(""));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? NumberText.number(value.getAsDouble()) : NumberText.NOT_COMPUTED;
    }

    private static String sampled(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> {
                    double rms = measured.statistics().moments().rms();
                    return Double.isFinite(rms)
                            ? NumberText.number(rms) + TensorFacts.uncertainty(measured)
                            : ScaleState.NOT_FINITE.label();
                })
                .orElse(NumberText.NOT_COMPUTED);
    }

    private static String statistic(TensorRecord tensor, Function<TensorStatistics, String> text) {
        return tensor.measured()
                .map(measured -> text.apply(measured.statistics()))
                .orElse(NumberText.NOT_COMPUTED);
    }

    private static String sqnr(TensorStatistics statistics) {
        OptionalDouble sqnr = statistics.sqnrDecibels();
        return sqnr.isPresent()
                ? TensorFacts.decibels(sqnr.getAsDouble())
                : NumberText.NOT_COMPUTED;
    }

    /// What the selected row is, in a sentence.
    static String sentence(MergedTensors merged, TensorRecord row) {
        Optional<TensorPair> pair = merged.pair(row);
        if (pair.isEmpty()) {
            return merged.unaligned(row)
                    .map(one -> "Only in %s: %s".formatted(one.inFirst() ? "A" : "B", one.reason()))
                    .orElse("");
        }
        OptionalDouble delta = pair.get().scale().octaves();
        String scale =
                delta.isPresent()
                        ? "%s octaves%s"
                                .formatted(
                                        NumberText.signed(delta.getAsDouble(), 2),
                                        pair.get().isMeasured() ? "" : " as predicted")
                        : pair.get().scale().state(0).label();
        return "%s · %s · aligned by %s"
                .formatted(scale, change(pair.get()), pair.get().by().label());
    }
}
