package org.unitscope.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// An integer for every vertex of a graph, inside the vertex's range, such that the fewest edges
/// have different integers at their ends: exactly, by eliminating vertices one after another
/// (Bertelè and Brioschi, Nonserial Dynamic Programming, 1972).
///
/// Only lower ends of ranges need to be tried. Vertices of one integer that hang together may all
/// be moved to the largest lower end among them, which is in all their ranges, without an edge more
/// that differs; those without any range may take a neighbor's.
final class FewestChanges {
    /// The largest table: the work grows with the size of what is cut off at once.
    static final int LARGEST_TABLE = 1 << 21;

    private final List<int[]> domains = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    /// An edge; several between two vertices count each.
    record Edge(int from, int to) {}

    /// Costs of the integers of a few vertices, by their positions in their domains, the last
    /// vertex fastest.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Table(int[] scope, int[] costs) {}

    /// How a vertex was eliminated: the best position for each of those of its neighbors.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Choice(int vertex, int[] scope, int[] best) {}

    private FewestChanges(int vertices, Map<Integer, ExponentRange> ranges, List<Edge> edges) {
        TreeSet<Integer> lows = new TreeSet<>(List.of(0));
        ranges.values().forEach(range -> lows.add(range.low()));
        for (int v = 0; v < vertices; v++) {
            ExponentRange range = ranges.get(v);
            domains.add(
                    lows.stream()
                            .filter(k -> range == null || range.contains(k))
                            .mapToInt(k -> k)
                            .toArray());
        }
        Map<List<Integer>, Integer> weights = new LinkedHashMap<>();
        for (Edge edge : edges) {
            if (edge.from() != edge.to()) {
                weights.merge(
                        List.of(Math.min(edge.from(), edge.to()), Math.max(edge.from(), edge.to())),
                        1,
                        Integer::sum);
            }
        }
        weights.forEach((ends, weight) -> tables.add(edge(ends.get(0), ends.get(1), weight)));
    }

    private Table edge(int from, int to, int weight) {
        int[] a = domains.get(from);
        int[] b = domains.get(to);
        int[] costs = new int[a.length * b.length];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = a[i / b.length] == b[i % b.length] ? 0 : weight;
        }
        return new Table(new int[] {from, to}, costs);
    }

    /// The integers, or empty if a table would be too large.
    ///
    /// @param ranges of the vertices that have one; a range `[0, 0]` fixes a vertex
    static Optional<int[]> of(int vertices, Map<Integer, ExponentRange> ranges, List<Edge> edges) {
        return new FewestChanges(vertices, ranges, edges).solve(vertices);
    }

    private Optional<int[]> solve(int vertices) {
        TreeSet<Integer> left = new TreeSet<>(IntStream.range(0, vertices).boxed().toList());
        List<Choice> choices = new ArrayList<>();
        while (!left.isEmpty()) {
            int vertex = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int candidate : left) {
                double size = size(neighbors(candidate));
                if (size < least) {
                    least = size;
                    vertex = candidate;
                }
            }
            if (least > LARGEST_TABLE) {
                return Optional.empty();
            }
            choices.add(eliminate(vertex));
            left.remove(vertex);
        }
        int[] positions = new int[vertices];
        for (Choice choice : choices.reversed()) {
            positions[choice.vertex()] = choice.best()[index(choice.scope(), positions)];
        }
        return Optional.of(
                IntStream.range(0, vertices).map(v -> domains.get(v)[positions[v]]).toArray());
    }

    private double size(int[] scope) {
        return Arrays.stream(scope)
                .mapToDouble(v -> domains.get(v).length)
                .reduce(1, (a, b) -> a * b);
    }

    private List<Table> with(int vertex) {
        return tables.stream()
                .filter(table -> Arrays.stream(table.scope()).anyMatch(v -> v == vertex))
                .toList();
    }

    private int[] neighbors(int vertex) {
        return with(vertex).stream()
                .flatMapToInt(table -> Arrays.stream(table.scope()))
                .filter(v -> v != vertex)
                .distinct()
                .sorted()
                .toArray();
    }

    private Choice eliminate(int vertex) {
        Collection<Table> concerned = with(vertex);
        int[] scope = neighbors(vertex);
        int[] costs = new int[(int) size(scope)];
        int[] best = new int[costs.length];
        int[] positions = new int[domains.size()];
        for (int at = 0; at < costs.length; at++) {
            decode(at, scope, positions);
            costs[at] = Integer.MAX_VALUE;
            for (int i = 0; i < domains.get(vertex).length; i++) {
                positions[vertex] = i;
                int cost = 0;
                for (Table table : concerned) {
                    cost += table.costs()[index(table.scope(), positions)];
                }
                if (cost < costs[at]) {
                    costs[at] = cost;
                    best[at] = i;
                }
            }
        }
        tables.removeAll(concerned);
        tables.add(new Table(scope, costs));
        return new Choice(vertex, scope, best);
    }

    private int index(int[] scope, int[] positions) {
        int index = 0;
        for (int v : scope) {
            index = index * domains.get(v).length + positions[v];
        }
        return index;
    }

    private void decode(int at, int[] scope, int[] positions) {
        int rest = at;
        for (int i = scope.length - 1; i >= 0; i--) {
            int size = domains.get(scope[i]).length;
            positions[scope[i]] = rest % size;
            rest /= size;
        }
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
