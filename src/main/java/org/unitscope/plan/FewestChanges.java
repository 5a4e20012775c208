package org.unitscope.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// An integer for every vertex of a graph, inside the vertex's range, such that the fewest edges
/// have different integers at their ends; exactly, by [Elimination].
///
/// Only lower ends of ranges need to be tried. Vertices of one integer that hang together may all
/// be moved to the largest lower end among them, which is in all their ranges, without an edge more
/// that differs; those without any range may take a neighbor's.
final class FewestChanges {
    private FewestChanges() {}

    /// An edge; several between two vertices count each.
    record Edge(int from, int to) {}

    /// The integers, or empty if a table would be too large.
    ///
    /// @param ranges of the vertices that have one; a range `[0, 0]` fixes a vertex
    static Optional<int[]> of(int vertices, Map<Integer, ExponentRange> ranges, List<Edge> edges) {
        Elimination search = new Elimination(domains(vertices, ranges));
        for (Edge edge : edges) {
            if (edge.from() != edge.to()
                    && !search.add(
                            new int[] {edge.from(), edge.to()},
                            labels -> labels[0] == labels[1] ? 0 : 1)) {
                return Optional.empty();
            }
        }
        return search.solve();
    }

    private static List<int[]> domains(int vertices, Map<Integer, ExponentRange> ranges) {
        TreeSet<Integer> lows = new TreeSet<>(List.of(0));
        ranges.values().forEach(range -> lows.add(range.low()));
        List<int[]> domains = new ArrayList<>();
        for (int v = 0; v < vertices; v++) {
            ExponentRange range = ranges.get(v);
            domains.add(
                    lows.stream()
                            .filter(k -> range == null || range.contains(k))
                            .mapToInt(k -> k)
                            .toArray());
        }
        return domains;
    }

    /// Vertices of one integer that hang together: per vertex the number of its region.
    static int[] regions(int[] labels, List<Edge> edges) {
        int[] region = IntStream.range(0, labels.length).toArray();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Edge edge : edges) {
                int least = Math.min(region[edge.from()], region[edge.to()]);
                if (labels[edge.from()] == labels[edge.to()]
                        && region[edge.from()] + region[edge.to()] != 2 * least) {
                    region[edge.from()] = least;
                    region[edge.to()] = least;
                    changed = true;
                }
            }
        }
        return region;
    }

    /// Moves every region to the middle of what all its ranges allow, so that tensors lie as far
    /// from flushing as from the head-room; never more edges differ by it.
    static int[] centered(int[] labels, Map<Integer, ExponentRange> ranges, List<Edge> edges) {
        int[] region = regions(labels, edges);
        Map<Integer, ExponentRange> common = new TreeMap<>();
        ranges.forEach(
                (v, range) -> common.merge(region[v], range, (a, b) -> a.and(b).orElseThrow()));
        int[] moved = labels.clone();
        for (int v = 0; v < moved.length; v++) {
            ExponentRange range = common.get(region[v]);
            if (range != null) {
                moved[v] = Math.floorDiv(range.low() + range.high(), 2);
            }
        }
        return moved;
    }
}
