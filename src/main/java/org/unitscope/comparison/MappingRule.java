package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.Alignment.Match;
import org.unitscope.comparison.RunTensors.Entry;
import org.unitscope.comparison.TensorMapping.Pair;
import org.unitscope.comparison.TensorMapping.Place;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Looks up what a mapping names.
final class MappingRule {
    private final RunTensors a;
    private final RunTensors b;
    private final TensorMapping mapping;
    private final List<Problem> problems = new ArrayList<>();

    MappingRule(RunTensors a, RunTensors b, TensorMapping mapping) {
        this.a = a;
        this.b = b;
        this.mapping = mapping;
    }

    /// @throws WorkbenchException with everything that does not fit the runs
    List<Match> pairs() throws WorkbenchException {
        List<Match> matches = new ArrayList<>();
        Map<String, String> seenInA = new HashMap<>();
        Map<String, String> seenInB = new HashMap<>();
        for (Pair pair : mapping.pairs()) {
            Entry first = find(pair.a(), "a", a, seenInA);
            Entry second = find(pair.b(), "b", b, seenInB);
            if (first == null || second == null) {
                continue;
            }
            if (first.sharesRole(second)) {
                matches.add(new Match(first, second, AlignedBy.MAPPING));
            } else {
                problem(
                        pair.b(),
                        "'%s' is %s and '%s' is %s; they have no role in common"
                                .formatted(first.path(), kind(first), second.path(), kind(second)));
            }
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        return matches;
    }

    private static String kind(Entry entry) {
        return entry.first().key().role().isParameter() ? "a parameter" : "an activation";
    }

    private @Nullable Entry find(
            Place place, String side, RunTensors run, Map<String, String> seen) {
        String earlier = seen.putIfAbsent(place.path(), place.at());
        if (earlier != null) {
            problem(
                    place,
                    "'%s' is '%s' of a pair already, at %s; keep one"
                            .formatted(place.path(), side, earlier));
            return null;
        }
        Entry entry = run.find(place.path());
        if (entry == null) {
            List<String> nearest = NearestNames.of(place.path(), run.paths());
            problem(
                    place,
                    "'%s': %s has no tensor '%s'%s"
                            .formatted(
                                    side,
                                    run.source(),
                                    place.path(),
                                    nearest.isEmpty()
                                            ? "; its tensors.csv lists them"
                                            : "; did you mean '%s'?"
                                                    .formatted(String.join("' or '", nearest))));
        }
        return entry;
    }

    private void problem(Place place, String what) {
        problems.add(new Problem(mapping.file() + ":" + place.at(), what));
    }
}
