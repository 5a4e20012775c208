package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.Assumption;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.tensor.Shape;

/// Graphs of a few nodes, ended by a squared error against `t` or a cross-entropy against labels.
final class SmallGraphs {
    private SmallGraphs() {}

    static Node input(String path, double deviation, int... shape) {
        return new Node.RealInput(path, Shape.of(shape), new ValueLaw.Normal(0, deviation));
    }

    static Node weight(String path, double deviation, int... shape) {
        return new Node.Parameter(path, Shape.of(shape), new ValueLaw.Normal(0, deviation));
    }

    static Node labels(int classes, int... shape) {
        return new Node.IndexInput("labels", Shape.of(shape), new IndexLaw.Uniform(classes));
    }

    static Node operation(String path, String operator, Shape shape, String... inputs) {
        List<OutputRef> edges = Arrays.stream(inputs).map(OutputRef::of).toList();
        return new Node.Operation(path, operator, AttributeMap.NONE, edges, List.of(shape));
    }

    /// The mean square of `y − t`.
    static Graph against(Shape shape, Node... nodes) {
        List<Node> all = new ArrayList<>(List.of(nodes));
        String last = nodes[nodes.length - 1].path();
        all.add(new Node.RealInput("t", shape, new ValueLaw.Normal(0, 1)));
        all.add(operation("loss", "mean_squared_error", Shape.SCALAR, last, "t"));
        return new Graph("small", "", Map.of(), all, OutputRef.of("loss"));
    }

    /// The cross-entropy of the last node.
    static Graph classified(int classes, int rows, Node... nodes) {
        List<Node> all = new ArrayList<>(List.of(nodes));
        String last = nodes[nodes.length - 1].path();
        all.add(labels(classes, rows));
        all.add(operation("loss", "cross_entropy", Shape.SCALAR, last, "labels"));
        return new Graph("small", "", Map.of(), all, OutputRef.of("loss"));
    }

    static Analysis analysis(Graph graph) {
        return MomentAnalysis.analysis(
                graph, OperatorCatalogue.standard(), Progress.NONE, CancellationToken.NONE);
    }

    static Explanation explain(Graph graph, String path, Role role) {
        return new Explanations(analysis(graph)).explain(new TensorKey(OutputRef.of(path), role));
    }

    static Optional<Warning> warning(Explanation explanation, Assumption assumption) {
        return explanation.warnings().stream()
                .filter(warning -> warning.assumption() == assumption)
                .findFirst();
    }
}
