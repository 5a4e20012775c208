package org.unitscope.comparison;

import java.util.OptionalDouble;
import org.unitscope.graph.Role;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;

/// One tensor of the first run and the tensor of the second that is the same one, in one role.
///
/// @param by what tells that they are the same
public record TensorPair(TensorRecord a, TensorRecord b, AlignedBy by) {
    /// The role, which both have.
    public Role role() {
        return a.key().role();
    }

    /// Scales as predicted.
    public ScaleChange predicted() {
        return new ScaleChange(Scales.predicted(a), Scales.predicted(b));
    }

    /// Scales as sampled.
    public ScaleChange measured() {
        return new ScaleChange(Scales.sampled(a), Scales.sampled(b));
    }

    /// Whether [#scale] is of sampled numbers.
    public boolean isMeasured() {
        return measured().isKnown();
    }

    /// Scales as sampled where both runs sampled the tensor, else as predicted: like is compared
    /// with like only.
    public ScaleChange scale() {
        return isMeasured() ? measured() : predicted();
    }

    /// How the verdict changed.
    public VerdictChange verdictChange() {
        return VerdictChange.of(before().verdict(), after().verdict());
    }

    /// What the first run says, see [#judgement].
    public Judgement before() {
        return judgement(a);
    }

    /// What the second run says, see [#judgement].
    public Judgement after() {
        return judgement(b);
    }

    /// Like is compared with like: sampled verdicts where both runs sampled the tensor, predicted
    /// ones where both predict one. Else what was sampled, of which one has nothing to compare.
    private Judgement judgement(TensorRecord tensor) {
        boolean sampled = a.measured().isPresent() && b.measured().isPresent();
        boolean predicted =
                a.forecast().verdict().isPresent() && b.forecast().verdict().isPresent();
        return !sampled && predicted ? Judgement.predicted(tensor) : Judgement.sampled(tensor);
    }

    /// By how much the flushed share grew; empty unless both were judged alike.
    public OptionalDouble flushedChange() {
        OptionalDouble before = before().flushed();
        OptionalDouble after = after().flushed();
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
    }

    /// The difference of the sampled RMS in standard errors, `(b - a) / sqrt(s_a^2 + s_b^2)`; empty
    /// where there is no such number. It tells something only of runs that drew independently, and
    /// the standard error of one draw holds nothing of what a tensor inherits as a whole from the
    /// weights drawn upstream (see [org.unitscope.statistics.RmsStandardError]): a small number is
    /// chance, a large one may be.
    public OptionalDouble standardErrors() {
        OptionalDouble before = error(a);
        OptionalDouble after = error(b);
        if (!measured().isKnown() || before.isEmpty() || after.isEmpty()) {
            return OptionalDouble.empty();
        }
        double s =
                Math.sqrt(
                        before.getAsDouble() * before.getAsDouble()
                                + after.getAsDouble() * after.getAsDouble());
        double difference = measured().after().getAsDouble() - measured().before().getAsDouble();
        double ratio = difference / s;
        return Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
    }

    private static OptionalDouble error(TensorRecord tensor) {
        return tensor.measured().map(Measurement::rmsStandardError).orElse(OptionalDouble.empty());
    }
}
