package org.unitscope.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.OperationFactors.Term;

/// The terms of all operators of a graph, and which parameters are free: those that one term of one
/// operator uses and nothing else, one per term.
final class ForwardTerms {
    private static final int SPAN = 16;
    private static final OperationFactors NOTHING = new OperationFactors(List.of());

    private final Graph graph;
    private final TensorRanges ranges;
    private final Map<String, OperationFactors> operations = new HashMap<>();
    private final Set<String> free = new HashSet<>();

    ForwardTerms(Graph graph, OperatorCatalogue catalogue, TensorRanges ranges) {
        this.graph = graph;
        this.ranges = ranges;
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                List<Term> terms = new ArrayList<>();
                for (List<Integer> inputs :
                        catalogue.of(operation).homogeneousTerms(operation.attributes())) {
                    if (inputs.getLast() < operation.inputs().size()) {
                        terms.add(term(operation, inputs));
                    }
                }
                operations.put(node.path(), new OperationFactors(terms));
            }
        }
    }

    private Term term(Node.Operation operation, List<Integer> inputs) {
        Optional<Integer> parameter =
                inputs.reversed().stream().filter(i -> isFree(operation, i)).findFirst();
        parameter.ifPresent(i -> free.add(operation.inputs().get(i).node()));
        return new Term(
                inputs.stream().filter(i -> !parameter.equals(Optional.of(i))).toList(),
                parameter,
                parameter.flatMap(i -> range(graph.node(operation.inputs().get(i).node()))));
    }

    private boolean isFree(Node.Operation operation, int input) {
        OutputRef tensor = operation.inputs().get(input);
        return graph.node(tensor.node()) instanceof Node.Parameter
                && graph.uses(tensor).size() == 1;
    }

    /// Whether it is a free parameter.
    boolean isFree(Node node) {
        return free.contains(node.path());
    }

    /// An operator's terms.
    OperationFactors factors(Node.Operation node) {
        return operations.getOrDefault(node.path(), NOTHING);
    }

    /// Real inputs that are in none of an operator's terms.
    List<Integer> others(Node.Operation node) {
        Set<Integer> inside = new HashSet<>();
        for (Term term : factors(node).terms()) {
            inside.addAll(term.inputs());
            term.parameter().ifPresent(inside::add);
        }
        return IntStream.range(0, node.inputs().size())
                .filter(i -> !inside.contains(i))
                .filter(i -> !graph.node(node.inputs().get(i).node()).isIndex())
                .boxed()
                .toList();
    }

    /// What all outputs of a node allow; where they exclude each other the first counts.
    Optional<ExponentRange> range(Node node) {
        Optional<ExponentRange> all = Optional.empty();
        for (int output = 0; output < node.outputs().size(); output++) {
            ExponentRange range =
                    ranges.ranges()
                            .get(new TensorKey(new OutputRef(node.path(), output), node.role()));
            if (range != null) {
                ExponentRange before = all.orElse(range);
                all = Optional.of(before.and(range).orElse(before));
            }
        }
        return all;
    }

    /// The exponents that are tried.
    static ExponentRange domain(Optional<ExponentRange> range) {
        ExponentRange tried = new ExponentRange(-SPAN, SPAN);
        if (range.isEmpty()) {
            return tried;
        }
        int nearest = range.get().low() > SPAN ? range.get().low() : range.get().high();
        return range.get().and(tried).orElse(new ExponentRange(nearest, nearest));
    }
}
