package org.unitscope.importer.json;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;

/// How a node's inputs are written so that its sources come back in the order of the graph: a
/// reader meets what is listed under `inputs` first, then what is named under `weights`, each in
/// the order of the file, and inputs and parameters stand in a graph in the order they are met.
///
/// @param listed numbers of the inputs given by position, in the operator's order
/// @param named numbers of those given by name, in the order of the graph
record InputOrder(List<Integer> listed, List<Integer> named) {
    /// Parameters by name and the others by position; all by name where a parameter of the node
    /// stands before another source of it.
    static InputOrder of(Node.Operation node, Graph graph, Map<String, Integer> positions) {
        List<OutputRef> inputs = node.inputs();
        List<Integer> all = IntStream.range(0, inputs.size()).boxed().toList();
        Comparator<Integer> byPlace =
                Comparator.comparing(i -> positions.get(inputs.get(i).node()));
        List<Integer> parameters =
                all.stream()
                        .filter(i -> graph.node(inputs.get(i).node()) instanceof Node.Parameter)
                        .sorted(byPlace)
                        .toList();
        boolean before =
                all.stream()
                        .filter(i -> !(graph.node(inputs.get(i).node()) instanceof Node.Operation))
                        .filter(i -> !parameters.contains(i))
                        .anyMatch(i ->
                                !parameters.isEmpty()
                                        && byPlace.compare(parameters.getFirst(), i) < 0);
        return before
                ? new InputOrder(List.of(), all.stream().sorted(byPlace).toList())
                : new InputOrder(
                        all.stream().filter(i -> !parameters.contains(i)).toList(), parameters);
    }
}
