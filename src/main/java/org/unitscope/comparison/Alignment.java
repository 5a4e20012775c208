package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unitscope.comparison.RunTensors.Entry;
import org.unitscope.task.WorkbenchException;

/// Finds which tensors of two runs are the same, one rule of [AlignedBy] after the other. A tensor
/// is aligned once, with all roles that both have. Every rule but the user's own is unique or
/// nothing: where two tensors would do, none is taken.
final class Alignment {
    private final RunTensors a;
    private final RunTensors b;
    private final Map<String, Match> ofA = new LinkedHashMap<>();
    private final Map<String, Match> ofB = new LinkedHashMap<>();

    /// Two tensors that are the same.
    record Match(Entry a, Entry b, AlignedBy by) {}

    private Alignment(RunTensors a, RunTensors b) {
        this.a = a;
        this.b = b;
    }

    /// Aligns two runs.
    ///
    /// @throws WorkbenchException if the mapping does not fit them, with every problem
    static Alignment of(RunTensors a, RunTensors b, TensorMapping mapping)
            throws WorkbenchException {
        Alignment alignment = new Alignment(a, b);
        new MappingRule(a, b, mapping).pairs().forEach(alignment::put);
        alignment.byId();
        alignment.byOrigin();
        alignment.byName();
        alignment.byPosition();
        return alignment;
    }

    /// What tells why a tensor is left over.
    UnalignedReasons reasons() {
        return new UnalignedReasons(a, b, ofA.keySet(), ofB.keySet());
    }

    @Nullable Match ofA(Entry entry) {
        return ofA.get(entry.path());
    }

    @Nullable Match ofB(Entry entry) {
        return ofB.get(entry.path());
    }

    private void put(Match match) {
        ofA.put(match.a().path(), match);
        ofB.put(match.b().path(), match);
    }

    private boolean areFree(Entry first, Entry second) {
        return !ofA.containsKey(first.path())
                && !ofB.containsKey(second.path())
                && first.sharesRole(second);
    }

    private void byId() {
        for (Entry first : a.all()) {
            Entry second = b.find(first.path());
            if (second != null && areFree(first, second)) {
                put(new Match(first, second, AlignedBy.ID));
            }
        }
    }

    /// Among the tensors that are left: those that one rewrite made two of stay apart.
    private void byOrigin() {
        Map<String, List<Entry>> left = grouped(free(a.all(), ofA), a::origin);
        Map<String, List<Entry>> right = grouped(free(b.all(), ofB), b::origin);
        left.forEach((origin, candidates) -> {
            List<Entry> others = right.getOrDefault(origin, List.of());
            if (candidates.size() == 1 && others.size() == 1) {
                Entry first = candidates.getFirst();
                Entry second = others.getFirst();
                boolean tagged = a.hasOrigin(first) || b.hasOrigin(second);
                if (tagged && areFree(first, second)) {
                    put(new Match(first, second, AlignedBy.ORIGIN));
                }
            }
        });
    }

    /// The longest run of last segments first, unique among all tensors of either run and not only
    /// among those left, of the same operator. Numbers alone are no name.
    private void byName() {
        int longest = Math.max(segments(a), segments(b));
        for (int count = longest; count >= 1; count--) {
            int length = count;
            Map<String, List<Entry>> left = grouped(a.all(), entry -> suffix(entry, length));
            Map<String, List<Entry>> right = grouped(b.all(), entry -> suffix(entry, length));
            left.forEach((name, candidates) -> {
                List<Entry> others = right.getOrDefault(name, List.of());
                if (candidates.size() == 1
                        && others.size() == 1
                        && areFree(candidates.getFirst(), others.getFirst())
                        && candidates.getFirst().operator().equals(others.getFirst().operator())) {
                    put(new Match(candidates.getFirst(), others.getFirst(), AlignedBy.NAME));
                }
            });
        }
    }

    private static int segments(RunTensors run) {
        return run.all().stream().mapToInt(entry -> entry.segments().size()).max().orElse(0);
    }

    /// The last segments; empty where there are fewer or all are numbers.
    static String suffix(Entry entry, int count) {
        List<String> all = entry.segments();
        if (count > all.size()) {
            return "";
        }
        List<String> last = all.subList(all.size() - count, all.size());
        return last.stream().allMatch(segment -> segment.matches("\\d+"))
                ? ""
                : String.join(".", last);
    }

    /// The k-th of the tensors of one operator and shape in one kind of block, where both runs have
    /// equally many of them and those aligned already are at the same k.
    private void byPosition() {
        Map<String, List<Entry>> left = grouped(a.all(), Alignment::place);
        Map<String, List<Entry>> right = grouped(b.all(), Alignment::place);
        left.forEach((place, firsts) -> {
            List<Entry> seconds = right.getOrDefault(place, List.of());
            if (agree(firsts, seconds)) {
                for (int k = 0; k < firsts.size(); k++) {
                    if (areFree(firsts.get(k), seconds.get(k))) {
                        put(new Match(firsts.get(k), seconds.get(k), AlignedBy.POSITION));
                    }
                }
            }
        });
    }

    private boolean agree(List<Entry> firsts, List<Entry> seconds) {
        if (firsts.size() != seconds.size()) {
            return false;
        }
        for (int k = 0; k < firsts.size(); k++) {
            Match first = ofA(firsts.get(k));
            Match second = ofB(seconds.get(k));
            boolean bothFree = first == null && second == null;
            boolean together = first != null && first.b().path().equals(seconds.get(k).path());
            if (!bothFree && !together) {
                return false;
            }
        }
        return true;
    }

    /// The block with its numbers as `*`, operator, shape and roles.
    private static String place(Entry entry) {
        List<String> segments = entry.segments();
        String block =
                String.join(".", segments.subList(0, segments.size() - 1))
                        .replaceAll("(?<=^|\\.)\\d+(?=\\.|$)", "*");
        return String.join(
                "|",
                block,
                entry.operator(),
                entry.first().shape().toString(),
                entry.roles().keySet().toString());
    }

    private static List<Entry> free(Collection<Entry> entries, Map<String, Match> taken) {
        return entries.stream().filter(entry -> !taken.containsKey(entry.path())).toList();
    }

    /// By a key, in order of first appearance; an empty key is none.
    private static Map<String, List<Entry>> grouped(
            Collection<Entry> entries, Function<Entry, String> key) {
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        for (Entry entry : entries) {
            String name = key.apply(entry);
            if (!name.isEmpty()) {
                groups.computeIfAbsent(name, k -> new ArrayList<>()).add(entry);
            }
        }
        return groups;
    }
}
