package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The rows of both runs of a comparison in one list, as views that show both side by side need
/// them: those of the first run in its order, each with its counterpart, and those that only the
/// second run has behind the row that goes before them there.
public final class MergedTensors {
    private final RunComparison comparison;
    private final List<TensorRecord> rows = new ArrayList<>();
    private final IdentityHashMap<TensorRecord, TensorPair> pairs = new IdentityHashMap<>();
    private final IdentityHashMap<TensorRecord, Unaligned> others = new IdentityHashMap<>();

    private MergedTensors(RunComparison comparison) {
        this.comparison = comparison;
        comparison.unaligned().forEach(one -> others.put(one.tensor(), one));
        IdentityHashMap<TensorRecord, TensorRecord> firstOf = new IdentityHashMap<>();
        for (TensorPair pair : comparison.pairs()) {
            pairs.put(pair.a(), pair);
            firstOf.put(pair.b(), pair.a());
        }
        List<TensorRecord> head = new ArrayList<>();
        IdentityHashMap<TensorRecord, List<TensorRecord>> behind = new IdentityHashMap<>();
        List<TensorRecord> waiting = head;
        for (TensorRecord tensor : comparison.b().run().tensors()) {
            TensorRecord first = firstOf.get(tensor);
            if (first == null) {
                waiting.add(tensor);
            } else {
                waiting = new ArrayList<>();
                behind.put(first, waiting);
            }
        }
        rows.addAll(head);
        for (TensorRecord tensor : comparison.a().run().tensors()) {
            rows.add(tensor);
            rows.addAll(behind.getOrDefault(tensor, List.of()));
        }
    }

    /// Merges the rows of a comparison.
    public static MergedTensors of(RunComparison comparison) {
        return new MergedTensors(comparison);
    }

    /// The rows as a run under the name of the first; records are those of the runs themselves.
    public RunRecord run() {
        RunRecord first = comparison.a().run();
        return new RunRecord(first.spec(), first.environment(), rows);
    }

    /// The pair of a row, empty if it is unaligned.
    public Optional<TensorPair> pair(TensorRecord row) {
        return Optional.ofNullable(pairs.get(row));
    }

    /// The row's tensor in the first run.
    public Optional<TensorRecord> first(TensorRecord row) {
        Unaligned alone = others.get(row);
        return alone == null || alone.inFirst() ? Optional.of(row) : Optional.empty();
    }

    /// The row's tensor in the second run.
    public Optional<TensorRecord> second(TensorRecord row) {
        Unaligned alone = others.get(row);
        if (alone != null) {
            return alone.inFirst() ? Optional.empty() : Optional.of(row);
        }
        return pair(row).map(TensorPair::b);
    }

    /// Why a row is unaligned, empty if it is not.
    public Optional<Unaligned> unaligned(TensorRecord row) {
        return Optional.ofNullable(others.get(row));
    }
}
