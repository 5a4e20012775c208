package org.unitscope.app.text;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// Every number of one tensor, in words, in the order tooltips and the clipboard show them.
public final class TensorFacts {
    /// One line.
    public record Fact(String name, String value) {}

    private TensorFacts() {}

    /// All facts about a tensor.
    public static List<Fact> of(TensorRecord tensor) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                new Fact(
                        "shape",
                        tensor.shape() + "  ·  " + NumberText.count(tensor.shape().count())));
        switch (tensor.predicted()) {
            case Prediction.Known known -> {
                facts.add(new Fact("predicted RMS", NumberText.scale(known.moments().rms())));
                facts.add(new Fact("predicted mean, std", meanAndSpread(known.moments())));
                facts.add(new Fact("prediction rests on", known.basis().title()));
            }
            case Prediction.Unknown unknown ->
                    facts.add(new Fact("not predicted", unknown.reason()));
        }
        tensor.measured()
                .ifPresentOrElse(
                        measured -> addMeasured(facts, tensor, measured),
                        () -> facts.add(new Fact("sampled", NumberText.NOT_COMPUTED)));
        return facts;
    }

    private static void addMeasured(List<Fact> facts, TensorRecord tensor, Measurement measured) {
        TensorStatistics statistics = measured.statistics();
        double rms = statistics.moments().rms();
        facts.add(new Fact("sampled RMS", NumberText.scale(rms) + uncertainty(measured)));
        facts.add(new Fact("sampled mean, std", meanAndSpread(statistics.moments())));
        if (tensor.predicted() instanceof Prediction.Known known) {
            facts.add(
                    new Fact(
                            "sampled − predicted",
                            NumberText.deviation(known.moments().rms(), rms)));
        }
        facts.add(new Fact("largest magnitude", NumberText.scale(statistics.amax())));
        statistics
                .minNonzero()
                .ifPresent(
                        least -> facts.add(new Fact("smallest non-zero", NumberText.scale(least))));
        facts.add(
                new Fact(
                        "zeros, non-finite",
                        NumberText.count(statistics.zeros())
                                + ", "
                                + NumberText.count(statistics.nonfinite())));
        facts.add(new Fact("judged in", format(tensor)));
        facts.add(
                new Fact(
                        "flushed, subnormal, overflow",
                        NumberText.percent(statistics.fates().underflowFraction())
                                + ", "
                                + NumberText.percent(statistics.fates().subnormalFraction())
                                + ", "
                                + NumberText.percent(statistics.fates().overflowFraction())));
        statistics.sqnrDecibels().ifPresent(sqnr -> facts.add(new Fact("SQNR", decibels(sqnr))));
    }

    /// `44.1 dB`; infinite if rounding changes nothing.
    public static String decibels(double sqnr) {
        return Double.isInfinite(sqnr)
                ? NumberText.signed(sqnr, 1) + " dB"
                : NumberText.signed(sqnr, 1).replace("+", "") + " dB";
    }

    /// ` ± 0.0003`, empty without a standard error.
    public static String uncertainty(Measurement measured) {
        return measured.rmsStandardError().isPresent()
                ? " ± " + NumberText.number(measured.rmsStandardError().getAsDouble())
                : "";
    }

    /// The format a tensor is judged in and whether the run rounded it.
    public static String format(TensorRecord tensor) {
        String rounded =
                tensor.appliedFormat()
                        .map(TargetFormat::toString)
                        .map(name -> ", rounded to " + name + " in the run")
                        .orElse(", not rounded in the run");
        return tensor.format().displayName() + rounded;
    }

    /// The verdict, the limit that decided it and the numbers that met it; empty without a sample.
    public static String verdictSentence(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> VerdictRule.DEFAULT.explain(measured.statistics()))
                .orElse("");
    }

    private static String meanAndSpread(Moments moments) {
        return NumberText.number(moments.mean())
                + ", "
                + NumberText.number(moments.standardDeviation());
    }
}
