package org.unitscope.compare;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.unitscope.graph.Role;

/// All tensors of a role that are compared, in a few numbers.
///
/// @param tensors how many
/// @param standardError of the mean RMS, as a share of it
/// @param scatterRatio median of predicted over sampled scatter of one seed's RMS, over the tensors
///   that scatter, the bias of few seeds taken out; NaN if there is none
/// @param predicted the prediction
/// @param independent the independence rules
/// @param worst the tensors with the largest error of the predicted RMS, largest first
public record RoleAccuracy(
        Role role,
        int tensors,
        Spread standardError,
        double scatterRatio,
        Rules predicted,
        Rules independent,
        List<TensorAccuracy> worst) {
    private static final int WORST = 5;

    /// How one set of rules does.
    ///
    /// @param error magnitude of the relative error of the RMS
    /// @param totalVariation see [RuleAccuracy]
    /// @param flushedCompared number of tensors with a flushed share to compare
    /// @param flushedAgreeing number of those where it is within 0.03
    public record Rules(
            Spread error, Spread totalVariation, int flushedCompared, int flushedAgreeing) {
        private static Rules of(
                List<TensorAccuracy> tensors, Function<TensorAccuracy, RuleAccuracy> rules) {
            return new Rules(
                    Spread.of(tensors.stream().mapToDouble(t -> Math.abs(rules.apply(t).error()))),
                    Spread.of(tensors.stream().mapToDouble(t -> rules.apply(t).totalVariation())),
                    (int) tensors.stream().filter(t -> t.shift().isPresent()).count(),
                    (int) tensors.stream().filter(t -> t.flushedAgrees(rules.apply(t))).count());
        }

        /// Share of the compared tensors whose flushed share is within 0.03; NaN for none.
        public double flushedShare() {
            return flushedAgreeing / (double) flushedCompared;
        }
    }

    /// Each role that has tensors among these, which may be those of several models.
    public static List<RoleAccuracy> each(List<TensorAccuracy> tensors) {
        return Stream.of(Role.values())
                .map(role ->
                        of(role, tensors.stream().filter(t -> t.key().role() == role).toList()))
                .filter(role -> role.tensors() > 0)
                .toList();
    }

    private static RoleAccuracy of(Role role, List<TensorAccuracy> tensors) {
        Comparator<TensorAccuracy> byError =
                Comparator.comparingDouble(t -> -Math.abs(t.predicted().error()));
        return new RoleAccuracy(
                role,
                tensors.size(),
                Spread.of(tensors.stream().mapToDouble(TensorAccuracy::standardError)),
                Spread.of(
                                tensors.stream()
                                        .filter(t -> t.scatter() > 0)
                                        .mapToDouble(TensorAccuracy::scatterRatio))
                        .median(),
                Rules.of(tensors, TensorAccuracy::predicted),
                Rules.of(tensors, TensorAccuracy::independent),
                tensors.stream().sorted(byError).limit(WORST).toList());
    }
}
