package org.unitscope.app.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.unitscope.comparison.Judgement;
import org.unitscope.comparison.ScaleState;
import org.unitscope.comparison.TensorPair;

/// One column of the table of pairs: how a pair reads in it and how pairs are sorted by it.
///
/// @param text of a pair at a tolerance in octaves
/// @param numeric whether cells are aligned to the right
record PairColumn(
        String title, double width, boolean numeric, Text text, Comparator<TensorPair> order) {
    /// What a cell says.
    interface Text {
        String of(TensorPair pair, double tolerance);
    }

    static final String TENSOR = "Tensor";
    static final List<PairColumn> ALL =
            List.of(
                    words(TENSOR, 190, ComparisonText::name),
                    new PairColumn(
                            "Role",
                            56,
                            false,
                            (pair, octaves) -> ComparisonText.role(pair.a()),
                            Comparator.comparing(TensorPair::role)),
                    number(
                            "RMS A",
                            76,
                            pair -> ComparisonText.scale(pair, pair.scale().before()),
                            pair -> pair.scale().before()),
                    number(
                            "RMS B",
                            76,
                            pair -> ComparisonText.scale(pair, pair.scale().after()),
                            pair -> pair.scale().after()),
                    new PairColumn(
                            "B − A",
                            84,
                            true,
                            (pair, octaves) -> ComparisonText.octaves(pair),
                            by(PairColumn::distance)),
                    new PairColumn(
                            "Scale",
                            78,
                            false,
                            (pair, octaves) -> pair.scale().state(octaves).label(),
                            by(PairColumn::distance)),
                    new PairColumn(
                            "Change",
                            88,
                            false,
                            (pair, octaves) -> ComparisonText.change(pair),
                            Comparator.comparing(TensorPair::verdictChange)),
                    number(
                            "Flushed A",
                            76,
                            pair -> ComparisonText.flushed(pair.before()),
                            pair -> pair.before().flushed()),
                    number(
                            "Flushed B",
                            76,
                            pair -> ComparisonText.flushed(pair.after()),
                            pair -> pair.after().flushed()),
                    new PairColumn(
                            "Verdict A",
                            104,
                            false,
                            (pair, octaves) -> ComparisonText.verdict(pair.before()),
                            Comparator.comparingInt(pair -> severity(pair.before()))),
                    new PairColumn(
                            "Verdict B",
                            104,
                            false,
                            (pair, octaves) -> ComparisonText.verdict(pair.after()),
                            Comparator.comparingInt(pair -> severity(pair.after()))),
                    words("Aligned by", 84, pair -> pair.by().label()));

    private static PairColumn words(String title, double width, Function<TensorPair, String> text) {
        return new PairColumn(
                title,
                width,
                false,
                (pair, octaves) -> text.apply(pair),
                Comparator.comparing(text));
    }

    private static PairColumn number(
            String title,
            double width,
            Function<TensorPair, String> text,
            Function<TensorPair, OptionalDouble> value) {
        return new PairColumn(
                title,
                width,
                true,
                (pair, octaves) -> text.apply(pair),
                by(pair -> value.apply(pair).orElse(Double.NaN)));
    }

    private static Comparator<TensorPair> by(ToDoubleFunction<TensorPair> value) {
        return Comparator.comparingDouble(value);
    }

    private static double distance(TensorPair pair) {
        ScaleState state = pair.scale().state(0);
        return state.isUnbounded()
                ? Double.POSITIVE_INFINITY
                : Math.abs(pair.scale().octaves().orElse(-1));
    }

    private static int severity(Judgement judgement) {
        return judgement.verdict().map(Enum::ordinal).orElse(-1);
    }
}
