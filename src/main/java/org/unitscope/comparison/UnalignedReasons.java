package org.unitscope.comparison;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.unitscope.comparison.RunTensors.Entry;

/// Says why a tensor has no counterpart, so that the user knows whether a mapping is due.
final class UnalignedReasons {
    private final Side first;
    private final Side second;

    /// @param alignedInA paths of the first run that have a counterpart
    UnalignedReasons(RunTensors a, RunTensors b, Set<String> alignedInA, Set<String> alignedInB) {
        first = new Side(a, alignedInA, names(a));
        second = new Side(b, alignedInB, names(b));
    }

    /// @param names how many tensors end in a segment
    private record Side(RunTensors run, Set<String> aligned, Map<String, Integer> names) {}

    private static Map<String, Integer> names(RunTensors run) {
        Map<String, Integer> names = new HashMap<>();
        run.all().forEach(entry -> names.merge(Alignment.suffix(entry, 1), 1, Integer::sum));
        return names;
    }

    /// @param inFirst whether the tensor is of the first run
    String of(boolean inFirst, Entry entry) {
        Side own = inFirst ? first : second;
        Side other = inFirst ? second : first;
        String origin = own.run.origin(entry);
        if (own.run.hasOrigin(entry) && other.run.find(origin) != null) {
            return other.aligned.contains(origin)
                    ? "made from '%s', which is aligned already".formatted(origin)
                    : "made from '%s', as others are".formatted(origin);
        }
        String name = Alignment.suffix(entry, 1);
        int there = other.names.getOrDefault(name, 0);
        if (!name.isEmpty() && there > 0) {
            return "no such path there, and '%s' names %d tensors here and %d there"
                    .formatted(name, own.names.getOrDefault(name, 0), there);
        }
        return "no such path, name or position there";
    }
}
