package org.unitscope.transform.unitscaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;

/// Cut edges of a graph, and the cycles through all others: biconnected components of the
/// undirected graph of nodes and edges, by Hopcroft and Tarjan's algorithm (1973), without
/// recursion. An edge is a cut edge (bridge) if its component is that edge alone.
///
/// Parameters and indices are taken apart, one for every use: nothing sums the gradients of
/// indices, and the uses of a shared parameter are brought to one ratio by factors of their own.
/// Several edges between two nodes are a cycle.
final class Cycles {
    private final List<Node> nodes;
    private final List<Edge> edges = new ArrayList<>();
    private final List<List<Edge>> at = new ArrayList<>();
    private final Map<Graph.Use, Cycle> cycles = new HashMap<>();

    /// An edge of the undirected graph.
    private record Edge(int from, int to, Graph.Use use) {
        int other(int end) {
            return end == from ? to : from;
        }
    }

    /// A cycle, or several that share an edge each with the next.
    ///
    /// @param first where paths part, by graph order
    /// @param last where they meet
    record Cycle(String first, String last) {}

    private Cycles(Graph graph) {
        nodes = graph.nodes();
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            index.put(nodes.get(i).path(), i);
            at.add(new ArrayList<>());
        }
        for (Node node : nodes) {
            if (node instanceof Node.Operation operation) {
                for (int i = 0; i < operation.inputs().size(); i++) {
                    String producer = operation.inputs().get(i).node();
                    if (!isTakenApart(graph.node(producer))) {
                        add(
                                new Edge(
                                        index.getOrDefault(producer, -1),
                                        index.getOrDefault(operation.path(), -1),
                                        new Graph.Use(operation, i)));
                    }
                }
            }
        }
    }

    private static boolean isTakenApart(Node producer) {
        return producer instanceof Node.Parameter || producer.isIndex();
    }

    private void add(Edge edge) {
        edges.add(edge);
        at.get(edge.from()).add(edge);
        at.get(edge.to()).add(edge);
    }

    /// Of a graph.
    static Cycles of(Graph graph) {
        Cycles cycles = new Cycles(graph);
        cycles.search();
        return cycles;
    }

    /// The cycles that a use is part of; empty for a cut edge.
    Optional<Cycle> through(Graph.Use use) {
        return Optional.ofNullable(cycles.get(use));
    }

    /// A node on the way of the search.
    private static final class Visit {
        private final int node;
        private final Optional<Edge> via;
        private final int[] next = {0};

        Visit(int node, Optional<Edge> via) {
            this.node = node;
            this.via = via;
        }
    }

    private void search() {
        int[] order = new int[nodes.size()];
        int[] low = new int[nodes.size()];
        Arrays.fill(order, -1);
        Deque<Edge> open = new ArrayDeque<>();
        int count = 0;
        for (int root = 0; root < nodes.size(); root++) {
            if (order[root] >= 0) {
                continue;
            }
            Deque<Visit> path = new ArrayDeque<>(List.of(new Visit(root, Optional.empty())));
            order[root] = count;
            low[root] = count++;
            while (!path.isEmpty()) {
                Visit visit = path.getLast();
                if (visit.next[0] == at.get(visit.node).size()) {
                    path.removeLast();
                    leave(visit, path, order, low, open);
                    continue;
                }
                Edge edge = at.get(visit.node).get(visit.next[0]++);
                if (visit.via.filter(edge::equals).isPresent()) {
                    continue;
                }
                int other = edge.other(visit.node);
                if (order[other] < 0) {
                    order[other] = count;
                    low[other] = count++;
                    open.addLast(edge);
                    path.addLast(new Visit(other, Optional.of(edge)));
                } else if (order[other] < order[visit.node]) {
                    open.addLast(edge);
                    low[visit.node] = Math.min(low[visit.node], order[other]);
                }
            }
        }
    }

    private void leave(Visit left, Deque<Visit> path, int[] order, int[] low, Deque<Edge> open) {
        if (path.isEmpty()) {
            return;
        }
        int parent = path.getLast().node;
        low[parent] = Math.min(low[parent], low[left.node]);
        if (low[left.node] >= order[parent]) {
            close(left.via.orElseThrow(), open);
        }
    }

    /// Everything put aside since an edge was taken is one component.
    private void close(Edge first, Deque<Edge> open) {
        List<Edge> component = new ArrayList<>();
        Edge edge;
        do {
            edge = open.removeLast();
            component.add(edge);
        } while (!edge.equals(first));
        if (component.size() > 1) {
            int from = component.stream().mapToInt(Edge::from).min().orElseThrow();
            int to = component.stream().mapToInt(Edge::to).max().orElseThrow();
            Cycle cycle = new Cycle(nodes.get(from).path(), nodes.get(to).path());
            component.forEach(part -> cycles.put(part.use(), cycle));
        }
    }
}
