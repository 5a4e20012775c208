package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.plan.FewestChanges.Edge;
import org.unitscope.random.RandomStream;

/// The fewest edges that differ, against trying everything.
class FewestChangesTest {
    private static final int SPAN = 4;

    private static long changes(int[] labels, List<Edge> edges) {
        return edges.stream().filter(e -> labels[e.from()] != labels[e.to()]).count();
    }

    /// All integers in [-4, 4] of all vertices.
    private static long leastOfAll(
            int vertices, Map<Integer, ExponentRange> ranges, List<Edge> edges) {
        int base = 2 * SPAN + 1;
        long least = Long.MAX_VALUE;
        for (int code = 0; code < Math.powExact(base, vertices); code++) {
            int[] labels = new int[vertices];
            int rest = code;
            boolean inside = true;
            for (int v = 0; v < vertices; v++) {
                labels[v] = rest % base - SPAN;
                rest /= base;
                inside &= !ranges.containsKey(v) || ranges.get(v).contains(labels[v]);
            }
            least = inside ? Math.min(least, changes(labels, edges)) : least;
        }
        return least;
    }

    /// Graphs of five vertices with seven edges, some double, so with cycles; the first vertex is
    /// held at 0, the last has no range.
    @Test
    void noAssignmentChangesLess() {
        RandomStream random = RandomStream.of(7, "plan", "graphs");
        long draw = 0;
        for (int round = 0; round < 60; round++) {
            List<Edge> edges = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                edges.add(
                        new Edge(
                                (int) Long.remainderUnsigned(random.bits(draw++), 5),
                                (int) Long.remainderUnsigned(random.bits(draw++), 5)));
            }
            Map<Integer, ExponentRange> ranges = new HashMap<>();
            ranges.put(0, new ExponentRange(0, 0));
            for (int v = 1; v < 4; v++) {
                int low = (int) Long.remainderUnsigned(random.bits(draw++), 2 * SPAN) - SPAN;
                ranges.put(v, new ExponentRange(low, Math.min(SPAN, low + 1)));
            }
            int[] found = FewestChanges.of(5, ranges, edges).orElseThrow();
            int[] centered = FewestChanges.centered(found, ranges, edges);
            long least = leastOfAll(5, ranges, edges);

            assertThat(changes(found, edges)).as("round %d", round).isEqualTo(least);
            assertThat(changes(centered, edges)).as("round %d", round).isEqualTo(least);
            ranges.forEach((v, range) -> assertThat(range.contains(centered[v])).isTrue());
        }
    }

    /// A chain whose ranges are stabbed by two integers beside the fixed 0: two changes.
    @Test
    void aChainIsStabbed() {
        Map<Integer, ExponentRange> ranges =
                Map.of(
                        0, new ExponentRange(0, 0),
                        1, new ExponentRange(2, 6),
                        2, new ExponentRange(5, 9),
                        3, new ExponentRange(10, 12));
        List<Edge> edges = List.of(new Edge(0, 1), new Edge(1, 2), new Edge(2, 3));

        int[] found = FewestChanges.of(4, ranges, edges).orElseThrow();

        assertThat(changes(found, edges)).isEqualTo(2);
        assertThat(FewestChanges.centered(found, ranges, edges)).containsExactly(0, 5, 5, 11);
    }

    /// A branch of a cycle: entered and left, two factors, though one tensor asks.
    @Test
    void aCycleIsEnteredAndLeft() {
        Map<Integer, ExponentRange> ranges =
                Map.of(
                        0,
                        new ExponentRange(0, 0),
                        1,
                        new ExponentRange(3, 5),
                        2,
                        new ExponentRange(0, 0));
        List<Edge> edges = List.of(new Edge(0, 1), new Edge(1, 2), new Edge(0, 2));

        assertThat(changes(FewestChanges.of(3, ranges, edges).orElseThrow(), edges)).isEqualTo(2);
    }

    /// Twelve vertices, each joined to each, with many candidates: said, not guessed.
    @Test
    void tooEntangledIsSaid() {
        Map<Integer, ExponentRange> ranges = new HashMap<>();
        List<Edge> edges = new ArrayList<>();
        for (int v = 0; v < 12; v++) {
            ranges.put(v, new ExponentRange(-v, 40));
            for (int w = 0; w < v; w++) {
                edges.add(new Edge(w, v));
            }
        }
        assertThat(FewestChanges.of(12, ranges, edges)).isEmpty();
    }
}
