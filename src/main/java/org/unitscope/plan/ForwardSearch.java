package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.OperationFactors.Chosen;
import org.unitscope.plan.OperationFactors.Term;

/// The search for exponents of the forward pass: a tensor of exponent f is stored as `2^f` times
/// what the model computes. A vertex for every real tensor but parameters that one term of one
/// operator uses and nothing else, see [OperationFactors].
///
/// The loss keeps the exponent 0. An input of the model may be multiplied by a factor, an input of
/// an operator that is in none of its terms is brought back to 0 by one. Tried are the exponents of
/// a tensor's range from -16 to 16; where none of them is in it, the nearest.
final class ForwardSearch {
    private final Graph graph;
    private final TensorRanges ranges;
    private final ForwardTerms terms;
    private final Map<String, Integer> vertices = new LinkedHashMap<>();

    ForwardSearch(Graph graph, OperatorCatalogue catalogue, TensorRanges ranges) {
        this.graph = graph;
        this.ranges = ranges;
        this.terms = new ForwardTerms(graph, catalogue, ranges);
        for (Node node : graph.nodes()) {
            if (!node.isIndex() && !terms.isFree(node)) {
                vertices.put(node.path(), vertices.size());
            }
        }
    }

    /// What was found.
    ///
    /// @param exponents of all real tensors, by node
    /// @param patches that bring them about, in graph order
    record Found(Map<String, Integer> exponents, List<Patch> patches) {
        /// Copies all.
        Found {
            exponents = Map.copyOf(exponents);
            patches = List.copyOf(patches);
        }
    }

    /// The exponents of fewest factors, or empty if the graph is too entangled.
    Optional<Found> solve() {
        if (ranges.outside().stream().allMatch(key -> key.role().isGradient())) {
            return Optional.of(new Found(Map.of(), List.of()));
        }
        Elimination search = new Elimination(domains());
        boolean fits = true;
        for (Node node : graph.nodes()) {
            if (vertices.containsKey(node.path())) {
                fits &= addOwn(search, node);
            }
            if (node instanceof Node.Operation operation) {
                fits &= addOperation(search, operation);
            }
        }
        return fits ? search.solve().map(this::found) : Optional.empty();
    }

    private List<int[]> domains() {
        List<int[]> domains = new ArrayList<>();
        for (String path : vertices.keySet()) {
            boolean isLoss = path.equals(graph.loss().node());
            ExponentRange domain =
                    isLoss
                            ? new ExponentRange(0, 0)
                            : ForwardTerms.domain(terms.range(graph.node(path)));
            domains.add(IntStream.rangeClosed(domain.low(), domain.high()).toArray());
        }
        return domains;
    }

    private int vertex(String path) {
        return Optional.ofNullable(vertices.get(path)).orElseThrow();
    }

    private boolean addOwn(Elimination search, Node node) {
        Optional<ExponentRange> range = terms.range(node);
        long extra =
                switch (node) {
                    case Node.Parameter parameter -> Costs.PARAMETER;
                    case Node.RealInput input -> Costs.FACTOR;
                    default -> 0;
                };
        return search.add(
                new int[] {vertex(node.path())},
                labels -> Costs.of(labels[0], range) + (labels[0] == 0 ? 0 : extra));
    }

    private boolean addOperation(Elimination search, Node.Operation node) {
        boolean fits = true;
        for (int input : terms.others(node)) {
            fits &=
                    search.add(
                            new int[] {vertex(node.inputs().get(input).node())},
                            labels -> labels[0] == 0 ? 0 : Costs.FACTOR);
        }
        OperationFactors factors = terms.factors(node);
        int[] scope =
                IntStream.concat(
                                IntStream.of(vertex(node.path())),
                                factors.terms().stream()
                                        .flatMap(term -> term.inputs().stream())
                                        .mapToInt(i -> vertex(node.inputs().get(i).node())))
                        .distinct()
                        .toArray();
        int[] labels = new int[vertices.size()];
        return fits
                && search.add(
                        scope,
                        chosen -> {
                            for (int i = 0; i < scope.length; i++) {
                                labels[scope[i]] = chosen[i];
                            }
                            return chosen(node, factors, labels).cost();
                        });
    }

    private Chosen chosen(Node.Operation node, OperationFactors factors, int[] labels) {
        int[] sums = new int[factors.terms().size()];
        for (int t = 0; t < sums.length; t++) {
            for (int input : factors.terms().get(t).inputs()) {
                sums[t] += labels[vertex(node.inputs().get(input).node())];
            }
        }
        return factors.of(labels[vertex(node.path())], sums);
    }

    private Found found(int[] labels) {
        Map<String, Integer> exponents = new HashMap<>();
        vertices.forEach((path, vertex) -> exponents.put(path, labels[vertex]));
        List<Patch> patches = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                addPatches(operation, labels, exponents, patches);
            }
        }
        List<Patch> sources = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int exponent = exponents.getOrDefault(node.path(), 0);
            if (exponent != 0 && node instanceof Node.Parameter) {
                sources.add(Patch.of(Patch.Kind.PARAMETER, node.path(), exponent));
            } else if (exponent != 0 && node instanceof Node.RealInput) {
                sources.add(Patch.of(Patch.Kind.INPUT, node.path(), exponent));
            }
        }
        return new Found(exponents, Stream.concat(sources.stream(), patches.stream()).toList());
    }

    private void addPatches(
            Node.Operation node,
            int[] labels,
            Map<String, Integer> exponents,
            List<Patch> patches) {
        for (int input : terms.others(node)) {
            addOperand(node, input, -labels[vertex(node.inputs().get(input).node())], patches);
        }
        OperationFactors factors = terms.factors(node);
        Chosen chosen = chosen(node, factors, labels);
        for (int t = 0; t < factors.terms().size(); t++) {
            Term term = factors.terms().get(t);
            int parameter = chosen.parameters().get(t);
            term.parameter().ifPresent(i -> exponents.put(node.inputs().get(i).node(), parameter));
            addOperand(node, term.factored(), chosen.terms().get(t), patches);
        }
        if (chosen.output() != 0) {
            patches.add(Patch.of(Patch.Kind.RESULT, node.path(), chosen.output()));
        }
    }

    private static void addOperand(
            Node.Operation node, int input, int exponent, List<Patch> patches) {
        if (exponent != 0) {
            OutputRef tensor = node.inputs().get(input);
            patches.add(Patch.of(Patch.Kind.OPERAND, node.path(), input, tensor, exponent));
        }
    }
}
