package org.unitscope.app.tensors;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.VerdictText;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.TensorStatistics;

/// One column: how a tensor reads in it and how tensors are sorted by it.
///
/// @param numeric whether cells are aligned to the right
record TensorColumn(
        String title,
        double width,
        boolean numeric,
        Function<TensorRecord, String> text,
        Comparator<TensorRecord> order) {
    static final List<TensorColumn> ALL =
            List.of(
                    words("Tensor", 190, TensorRecord::path),
                    new TensorColumn(
                            "Role",
                            58,
                            false,
                            t -> RoleSign.of(t.key().role()) + " " + t.key().role().symbol(),
                            Comparator.comparing(t -> t.key().role())),
                    number("Predicted", 88, Scales::predicted),
                    number("Sampled", 84, Scales::sampled),
                    new TensorColumn(
                            "Sampled − predicted",
                            150,
                            true,
                            TensorColumn::deviation,
                            by(t -> Scales.deviation(t).orElse(Double.NaN))),
                    number("Std. error", 84, TensorColumn::standardError),
                    new TensorColumn(
                            "Verdict",
                            118,
                            false,
                            t -> VerdictText.of(t).map(VerdictText::labeled).orElse(""),
                            Comparator.comparingInt(TensorColumn::severity)),
                    words("Operator", 92, TensorRecord::operator),
                    new TensorColumn(
                            "Shape",
                            112,
                            true,
                            t -> t.shape().toString(),
                            Comparator.comparingLong(t -> t.shape().count())),
                    number("Largest", 84, t -> statistic(t, TensorStatistics::amax)),
                    words("Judged in", 84, t -> t.format().toString()),
                    share("Flushed", t -> statistic(t, s -> s.fates().underflowFraction())),
                    share("Overflow", t -> statistic(t, s -> s.fates().overflowFraction())));

    private static TensorColumn words(
            String title, double width, Function<TensorRecord, String> text) {
        return new TensorColumn(title, width, false, text, Comparator.comparing(text));
    }

    private static TensorColumn number(
            String title, double width, Function<TensorRecord, OptionalDouble> value) {
        return new TensorColumn(
                title,
                width,
                true,
                t -> text(value.apply(t)),
                by(t -> value.apply(t).orElse(Double.NaN)));
    }

    private static TensorColumn share(String title, Function<TensorRecord, OptionalDouble> value) {
        return new TensorColumn(
                title,
                84,
                true,
                t ->
                        value.apply(t).isPresent()
                                ? NumberText.percent(value.apply(t).getAsDouble())
                                : NumberText.NOT_COMPUTED,
                by(t -> value.apply(t).orElse(Double.NaN)));
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? NumberText.number(value.getAsDouble()) : NumberText.NOT_COMPUTED;
    }

    private static String deviation(TensorRecord tensor) {
        OptionalDouble predicted = Scales.predicted(tensor);
        OptionalDouble sampled = Scales.sampled(tensor);
        return predicted.isPresent() && sampled.isPresent()
                ? NumberText.deviation(predicted.getAsDouble(), sampled.getAsDouble())
                : NumberText.NOT_COMPUTED;
    }

    private static OptionalDouble standardError(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> measured.rmsStandardError())
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble statistic(
            TensorRecord tensor, ToDoubleFunction<TensorStatistics> value) {
        return tensor.measured()
                .map(m -> OptionalDouble.of(value.applyAsDouble(m.statistics())))
                .orElse(OptionalDouble.empty());
    }

    private static int severity(TensorRecord tensor) {
        return VerdictText.of(tensor).map(verdict -> verdict.ordinal()).orElse(-1);
    }

    /// By a number, with what has none at the end.
    private static Comparator<TensorRecord> by(ToDoubleFunction<TensorRecord> value) {
        return Comparator.comparingDouble(value);
    }
}
