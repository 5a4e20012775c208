package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unitscope.comparison.Alignment.Match;
import org.unitscope.comparison.RunTensors.Entry;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// Two runs side by side. Every row of either is in exactly one pair or in `unaligned`.
///
/// @param a the run that is compared against
/// @param b the run that is compared
/// @param pairs tensors that both have, in the order of the first run
/// @param unaligned the rest: those of the first run in its order, then those of the second
public record RunComparison(
        ComparedRun a, ComparedRun b, List<TensorPair> pairs, List<Unaligned> unaligned) {
    /// Octaves by which two scales may differ before they count as different.
    public static final double DEFAULT_TOLERANCE = 0.5;

    /// Most runs in one comparison.
    public static final int MOST_RUNS = 6;

    /// Copies the lists.
    public RunComparison {
        pairs = List.copyOf(pairs);
        unaligned = List.copyOf(unaligned);
    }

    /// Compares two runs.
    ///
    /// @throws WorkbenchException if the mapping does not fit the runs, or a run lists a tensor
    ///   twice
    public static RunComparison of(ComparedRun a, ComparedRun b, TensorMapping mapping)
            throws WorkbenchException {
        RunTensors first = RunTensors.of(a);
        RunTensors second = RunTensors.of(b);
        Alignment alignment = Alignment.of(first, second, mapping);
        UnalignedReasons reasons = alignment.reasons();
        List<TensorPair> pairs = new ArrayList<>();
        List<Unaligned> unaligned = new ArrayList<>();
        for (TensorRecord tensor : a.run().tensors()) {
            Entry entry = required(first, tensor);
            Match match = alignment.ofA(entry);
            TensorRecord other = match == null ? null : match.b().roles().get(role(tensor));
            if (match != null && other != null) {
                pairs.add(new TensorPair(tensor, other, match.by()));
            } else {
                String why =
                        match == null
                                ? reasons.of(true, entry)
                                : roleMissing(match, match.b(), tensor);
                unaligned.add(new Unaligned(true, tensor, why));
            }
        }
        for (TensorRecord tensor : b.run().tensors()) {
            Entry entry = required(second, tensor);
            Match match = alignment.ofB(entry);
            if (match == null) {
                unaligned.add(new Unaligned(false, tensor, reasons.of(false, entry)));
            } else if (!match.a().roles().containsKey(role(tensor))) {
                unaligned.add(new Unaligned(false, tensor, roleMissing(match, match.a(), tensor)));
            }
        }
        return new RunComparison(a, b, pairs, unaligned);
    }

    /// Compares each of the runs but the first against the first.
    ///
    /// @throws WorkbenchException as [#of(ComparedRun, ComparedRun, TensorMapping)], or if there
    ///   are fewer than two runs or more than [#MOST_RUNS]
    public static List<RunComparison> of(List<ComparedRun> runs, TensorMapping mapping)
            throws WorkbenchException {
        if (runs.size() < 2 || runs.size() > MOST_RUNS) {
            throw new WorkbenchException(
                    "compare",
                    "needs 2 to %d runs, got %d; the first is what the others are compared against"
                            .formatted(MOST_RUNS, runs.size()));
        }
        List<RunComparison> comparisons = new ArrayList<>();
        for (ComparedRun run : runs.subList(1, runs.size())) {
            comparisons.add(of(runs.getFirst(), run, mapping));
        }
        return comparisons;
    }

    private static Entry required(RunTensors run, TensorRecord tensor) {
        Entry entry = run.find(tensor.path());
        if (entry == null) {
            throw new IllegalStateException("tensor '" + tensor.path() + "' was not indexed");
        }
        return entry;
    }

    private static Role role(TensorRecord tensor) {
        return tensor.key().role();
    }

    private static String roleMissing(Match match, Entry other, TensorRecord tensor) {
        return "aligned with '%s' by %s, which has no %s"
                .formatted(other.path(), match.by().label(), role(tensor).symbol());
    }

    /// How many of what.
    ///
    /// @param tolerance octaves
    public ComparisonCounts counts(double tolerance) {
        return ComparisonCounts.of(this, tolerance);
    }

    /// How many of the differences chance explains.
    public ChanceCounts chance() {
        return ChanceCounts.of(this);
    }

    /// Pairs whose verdict changed in this way, in the order of the first run.
    public List<TensorPair> changed(VerdictChange change) {
        return pairs.stream().filter(pair -> pair.verdictChange() == change).toList();
    }

    /// Whether both runs drew the same random numbers: then no difference is chance alone.
    public boolean sharesSeed() {
        return a.run().spec().seed() == b.run().spec().seed();
    }

    /// Pairs in an order of presentation.
    public List<TensorPair> sorted(PairOrder order) {
        return pairs.stream().sorted(order.comparator()).toList();
    }

    /// How far apart the scales are, for sorting: infinite where no number of octaves says it, -1
    /// where there is nothing to compare.
    static double distance(TensorPair pair) {
        return switch (pair.scale().state(0)) {
            case NOT_COMPARABLE -> -1;
            case BOTH_ZERO -> 0;
            case WAS_ZERO, BECAME_ZERO, NOT_FINITE -> Double.POSITIVE_INFINITY;
            case WITHIN, OUTSIDE -> Math.abs(pair.scale().octaves().orElse(0));
        };
    }

    /// What of the two specs differs, each as `what: first | second`.
    public List<String> differences() {
        return SpecDifferences.of(a.run().spec(), b.run().spec());
    }

    private static String scheme(String scheme) {
        return scheme.isEmpty() ? "" : ", " + scheme;
    }

    /// One line a run, for heads: `gpt-mini, fp8, seed 7, batch=2 width=64`, and `partial` where
    /// sampling was cut short.
    public static String title(ComparedRun run) {
        return Stream.of(
                        run.run().spec().modelName(),
                        run.run().spec().sampled()
                                ? run.run().spec().formats()
                                        + scheme(run.run().spec().scheme())
                                        + ", seed "
                                        + run.run().spec().seed()
                                : "predicted only, " + run.run().spec().formats(),
                        run.run().isPartial()
                                ? "partial, %d of %d tensors sampled"
                                        .formatted(
                                                run.run().measuredCount(),
                                                run.run().tensors().size())
                                : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// Orders in which pairs are shown.
    public enum PairOrder {
        /// The scales that are farthest apart first.
        DELTA,
        /// The largest change of the flushed share first.
        FLUSHED,
        /// By path, numbers in it as numbers, then role.
        PATH;

        Comparator<TensorPair> comparator() {
            return switch (this) {
                case DELTA -> Comparator.comparingDouble(pair -> -distance(pair));
                case FLUSHED ->
                        Comparator.comparingDouble(
                                pair -> -Math.abs(pair.flushedChange().orElse(0)));
                case PATH ->
                        Comparator.comparing(
                                        (TensorPair pair) -> pair.a().path(), PathOrder::compare)
                                .thenComparing(TensorPair::role);
            };
        }
    }
}
