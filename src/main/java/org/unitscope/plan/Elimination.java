package org.unitscope.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// One integer of its domain for every vertex, such that the sum of cost tables is least: exactly,
/// by eliminating vertices one after another, that with the smallest table first (Bertelè and
/// Brioschi, Nonserial Dynamic Programming, 1972). Where costs tie, the earlier position in the
/// vertex's domain is taken.
final class Elimination {
    /// The largest table: the work grows with the size of what is cut off at once.
    static final int LARGEST_TABLE = 1 << 21;

    private final List<int[]> domains;
    private final List<List<Table>> tables = new ArrayList<>();

    /// What the integers of a few vertices cost together.
    @FunctionalInterface
    interface Cost {
        /// The cost of integers, one per vertex of the scope.
        long of(int[] labels);
    }

    /// Costs by positions in the domains, the last vertex fastest.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Table(int[] scope, long[] costs) {}

    /// How a vertex was eliminated: the best position for each of those of its neighbors.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Choice(int vertex, int[] scope, int[] best) {}

    /// Over vertices with these domains, each of one integer at least.
    Elimination(List<int[]> domains) {
        this.domains = List.copyOf(domains);
        domains.forEach(domain -> tables.add(new ArrayList<>()));
    }

    /// Adds a cost of a few different vertices.
    ///
    /// @return whether it fits: not if its table would be too large
    boolean add(int[] scope, Cost cost) {
        if (size(scope) > LARGEST_TABLE) {
            return false;
        }
        long[] costs = new long[(int) size(scope)];
        int[] positions = new int[domains.size()];
        int[] labels = new int[scope.length];
        for (int at = 0; at < costs.length; at++) {
            decode(at, scope, positions);
            for (int i = 0; i < scope.length; i++) {
                labels[i] = domains.get(scope[i])[positions[scope[i]]];
            }
            costs[at] = cost.of(labels);
        }
        keep(new Table(scope.clone(), costs));
        return true;
    }

    private void keep(Table table) {
        for (int v : table.scope()) {
            tables.get(v).add(table);
        }
    }

    /// The integers, or empty if a table would be too large. To be asked once.
    Optional<int[]> solve() {
        int vertices = domains.size();
        TreeSet<Integer> left = new TreeSet<>(IntStream.range(0, vertices).boxed().toList());
        double[] sizes = left.stream().mapToDouble(v -> size(neighbors(v))).toArray();
        List<Choice> choices = new ArrayList<>();
        while (!left.isEmpty()) {
            int vertex = left.stream().min(Comparator.comparingDouble(v -> sizes[v])).orElseThrow();
            if (sizes[vertex] > LARGEST_TABLE) {
                return Optional.empty();
            }
            Choice choice = eliminate(vertex);
            choices.add(choice);
            left.remove(vertex);
            for (int neighbor : choice.scope()) {
                sizes[neighbor] = size(neighbors(neighbor));
            }
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

    private int[] neighbors(int vertex) {
        return tables.get(vertex).stream()
                .flatMapToInt(table -> Arrays.stream(table.scope()))
                .filter(v -> v != vertex)
                .distinct()
                .sorted()
                .toArray();
    }

    private Choice eliminate(int vertex) {
        List<Table> concerned = List.copyOf(tables.get(vertex));
        int[] scope = neighbors(vertex);
        long[] costs = new long[(int) size(scope)];
        int[] best = new int[costs.length];
        int[] positions = new int[domains.size()];
        for (int at = 0; at < costs.length; at++) {
            decode(at, scope, positions);
            costs[at] = Long.MAX_VALUE;
            for (int i = 0; i < domains.get(vertex).length; i++) {
                positions[vertex] = i;
                long cost = 0;
                for (Table table : concerned) {
                    cost += table.costs()[index(table.scope(), positions)];
                }
                if (cost < costs[at]) {
                    costs[at] = cost;
                    best[at] = i;
                }
            }
        }
        for (int v : scope) {
            tables.get(v)
                    .removeIf(table -> Arrays.stream(table.scope()).anyMatch(u -> u == vertex));
        }
        keep(new Table(scope, costs));
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
}
