package org.unitscope.comparison;

import java.util.EnumMap;
import java.util.Map;

/// How many tensors of a comparison are what. Each map holds every one of its keys and adds up to
/// `aligned`.
///
/// @param verdicts by change of the verdict
/// @param scales by state of the scale at the tolerance
/// @param rules by what aligned them
/// @param aligned number of pairs
/// @param onlyInFirst unaligned tensors of the first run
/// @param onlyInSecond unaligned tensors of the second run
/// @param measured pairs whose scales are compared as sampled; the rest is compared as predicted
public record ComparisonCounts(
        Map<VerdictChange, Long> verdicts,
        Map<ScaleState, Long> scales,
        Map<AlignedBy, Long> rules,
        long aligned,
        long onlyInFirst,
        long onlyInSecond,
        long measured) {
    /// Copies the maps.
    public ComparisonCounts {
        verdicts = Map.copyOf(verdicts);
        scales = Map.copyOf(scales);
        rules = Map.copyOf(rules);
    }

    static ComparisonCounts of(RunComparison comparison, double tolerance) {
        Map<VerdictChange, Long> verdicts = new EnumMap<>(VerdictChange.class);
        Map<ScaleState, Long> scales = new EnumMap<>(ScaleState.class);
        Map<AlignedBy, Long> rules = new EnumMap<>(AlignedBy.class);
        for (VerdictChange change : VerdictChange.values()) {
            verdicts.put(change, 0L);
        }
        for (ScaleState state : ScaleState.values()) {
            scales.put(state, 0L);
        }
        for (AlignedBy rule : AlignedBy.values()) {
            rules.put(rule, 0L);
        }
        long measured = 0;
        for (TensorPair pair : comparison.pairs()) {
            verdicts.merge(pair.verdictChange(), 1L, Long::sum);
            scales.merge(pair.scale().state(tolerance), 1L, Long::sum);
            rules.merge(pair.by(), 1L, Long::sum);
            measured += pair.isMeasured() ? 1 : 0;
        }
        long first = comparison.unaligned().stream().filter(Unaligned::inFirst).count();
        return new ComparisonCounts(
                verdicts,
                scales,
                rules,
                comparison.pairs().size(),
                first,
                comparison.unaligned().size() - first,
                measured);
    }

    /// Number of pairs with this change.
    public long of(VerdictChange change) {
        return verdicts.getOrDefault(change, 0L);
    }

    /// Number of pairs in this state.
    public long of(ScaleState state) {
        return scales.getOrDefault(state, 0L);
    }

    /// Number of pairs aligned by this.
    public long of(AlignedBy rule) {
        return rules.getOrDefault(rule, 0L);
    }

    /// Tensors of either run that no other is the same as.
    public long unaligned() {
        return onlyInFirst + onlyInSecond;
    }
}
