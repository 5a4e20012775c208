package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// By which powers of two the tensors of a graph may be multiplied: those that leave a tensor
/// representable by the project's verdict with the head-room asked for, in the format that the
/// recipe stores it in, else judges its role by.
///
/// A tensor of zeros may be multiplied by anything and is in no list. The loss's own gradient,
/// which is 1 whatever the factors, is not judged.
///
/// @param judged the tensors that something is known of, in graph order
/// @param ranges of those of them that some power of two brings inside
/// @param outside those that are not inside as they are
/// @param impossible those of them that no power of two brings inside: wider than the format
/// @param unknown those of which nothing is predicted or recorded, or whose format has scales that
///   follow its elements channel by channel; no condition is set for them
public record TensorRanges(
        List<TensorKey> judged,
        Map<TensorKey, ExponentRange> ranges,
        List<TensorKey> outside,
        List<TensorKey> impossible,
        List<TensorKey> unknown) {
    /// Copies all.
    public TensorRanges {
        judged = List.copyOf(judged);
        ranges = Map.copyOf(ranges);
        outside = List.copyOf(outside);
        impossible = List.copyOf(impossible);
        unknown = List.copyOf(unknown);
    }

    /// By predicted laws.
    ///
    /// @param headroom octaves from the largest magnitude to overflow, at least 0
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static TensorRanges predicted(
            Graph graph,
            OperatorCatalogue catalogue,
            PrecisionRecipe recipe,
            double headroom,
            Progress progress,
            CancellationToken token) {
        Map<TensorKey, Prediction> predictions =
                MomentAnalysis.analyze(graph, catalogue, progress, token);
        VerdictRule rule = rule(headroom);
        return of(
                graph,
                recipe,
                token,
                (key, target) ->
                        switch (predictions.get(key)) {
                            case Prediction.Known known when known.moments().secondMoment() == 0 ->
                                    Optional.of(Judged.ZEROS);
                            case Prediction.Known known -> {
                                ElementLaw law = known.details().orElseThrow().law();
                                long count = graph.shape(key.tensor()).count();
                                yield Optional.of(
                                        new Judged(ExponentRange.of(law, count, target, rule)));
                            }
                            case Prediction.Unknown unknown -> Optional.empty();
                            case null -> Optional.empty();
                        });
    }

    /// By what was recorded of every tensor, whatever format it was judged against then. Where a
    /// threshold cuts a bin of the histogram, the share that is lost is taken at its upper bound: a
    /// tensor is inside if that is certain.
    ///
    /// Parameters as in [#predicted].
    public static TensorRanges measured(
            Graph graph,
            Map<TensorKey, TensorStatistics> statistics,
            PrecisionRecipe recipe,
            double headroom,
            CancellationToken token) {
        VerdictRule rule = rule(headroom);
        return of(
                graph,
                recipe,
                token,
                (key, target) ->
                        Optional.ofNullable(statistics.get(key))
                                .map(measured ->
                                        measured.nonzeroFinite() == 0 && measured.nonfinite() == 0
                                                ? Judged.ZEROS
                                                : new Judged(
                                                        ExponentRange.of(measured, target, rule))));
    }

    /// What is known of one tensor.
    private record Judged(Optional<ExponentRange> range) {
        static final Judged ZEROS = new Judged(Optional.of(ExponentRange.ALL));
    }

    @FunctionalInterface
    private interface Evidence {
        Optional<Judged> of(TensorKey key, TargetFormat target);
    }

    private static TensorRanges of(
            Graph graph, PrecisionRecipe recipe, CancellationToken token, Evidence evidence) {
        List<TensorKey> known = new ArrayList<>();
        Map<TensorKey, ExponentRange> ranges = new HashMap<>();
        List<TensorKey> impossible = new ArrayList<>();
        List<TensorKey> unknown = new ArrayList<>();
        for (TensorKey key : graph.tensors()) {
            token.throwIfCancelled();
            if (key.role().isGradient() && key.tensor().equals(graph.loss())) {
                continue;
            }
            TargetFormat target = recipe.stored(key).orElse(recipe.judge(key.role()));
            Optional<Judged> judged =
                    FormatFates.canTell(target) ? evidence.of(key, target) : Optional.empty();
            if (judged.isEmpty()) {
                unknown.add(key);
            } else if (!judged.get().equals(Judged.ZEROS)) {
                known.add(key);
                judged.get()
                        .range()
                        .ifPresentOrElse(
                                range -> ranges.put(key, range), () -> impossible.add(key));
            }
        }
        return new TensorRanges(known, ranges, outside(known, ranges), impossible, unknown);
    }

    private static List<TensorKey> outside(
            List<TensorKey> judged, Map<TensorKey, ExponentRange> ranges) {
        return judged.stream()
                .filter(key -> !ranges.containsKey(key) || !ranges.get(key).contains(0))
                .toList();
    }

    private static VerdictRule rule(double headroom) {
        VerdictRule usual = VerdictRule.DEFAULT;
        return new VerdictRule(
                usual.lostEnergyFraction(),
                usual.lostValueFraction(),
                usual.riskValueFraction(),
                headroom);
    }

    /// How many tensors of a role are not inside as they are.
    public long outside(Role role) {
        return outside.stream().filter(key -> key.role() == role).count();
    }

    /// The ranges of the same tensors times these powers of two; exponents of tensors that are not
    /// named are 0.
    TensorRanges shifted(Map<TensorKey, Integer> exponents) {
        Map<TensorKey, ExponentRange> moved = new HashMap<>();
        ranges.forEach(
                (key, range) -> moved.put(key, range.shifted(-exponents.getOrDefault(key, 0))));
        return new TensorRanges(judged, moved, outside(judged, moved), impossible, unknown);
    }
}
