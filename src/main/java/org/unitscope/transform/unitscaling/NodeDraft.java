package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.Node;
import org.unitscope.graph.Scaling;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.NodeRewrite.InputRewrite;

/// The factors of one node while they are being found.
final class NodeDraft {
    private final Node.Operation node;
    private final IdealFactors ideal;
    private final List<Optional<Cycles.Cycle>> cycles;
    private final NodeRewrite.Edge[] edges;
    private final double[] output = {1};
    private final double[] inputs;
    private final double[] gradients;
    private final double[] delays;
    private final List<String> reasons = new ArrayList<>();

    NodeDraft(
            Node.Operation node,
            IdealFactors ideal,
            NodeRewrite.Edge[] edges,
            List<Optional<Cycles.Cycle>> cycles) {
        this.node = node;
        this.ideal = ideal;
        this.edges = edges.clone();
        this.cycles = List.copyOf(cycles);
        int count = node.inputs().size();
        inputs = ones(count);
        gradients = ones(count);
        delays = ones(count);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    Node.Operation node() {
        return node;
    }

    IdealFactors ideal() {
        return ideal;
    }

    NodeRewrite.Edge edge(int input) {
        return edges[input];
    }

    /// The first place where an input's paths part, and where they meet.
    Optional<Cycles.Cycle> cycle(int input) {
        return cycles.get(input);
    }

    /// Which inputs have an edge of this kind.
    List<Integer> inputs(NodeRewrite.Edge kind) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < edges.length; i++) {
            if (edges[i] == kind) {
                found.add(i);
            }
        }
        return found;
    }

    double output() {
        return output[0];
    }

    void output(double factor) {
        output[0] = factor;
    }

    void input(int index, double factor) {
        inputs[index] = factor;
    }

    double gradient(int index) {
        return gradients[index];
    }

    void gradient(int index, double factor) {
        gradients[index] = factor;
    }

    /// A residual branch begins at an input: its weight acts on the gradient here.
    void delay(int index, double weight) {
        delays[index] *= weight;
    }

    void because(String reason) {
        reasons.add(reason);
    }

    Scaling scaling() {
        List<Double> back = new ArrayList<>();
        for (int i = 0; i < gradients.length; i++) {
            back.add(gradients[i] * delays[i]);
        }
        Scaling scaling = new Scaling(output[0], Arrays.stream(inputs).boxed().toList(), back);
        return scaling.isNone() ? Scaling.NONE : scaling;
    }

    NodeRewrite log(List<String> names) {
        List<InputRewrite> rewritten = new ArrayList<>();
        for (int i = 0; i < edges.length; i++) {
            Optional<Factor> factor =
                    i < ideal.gradients().size() ? ideal.gradients().get(i) : Optional.empty();
            rewritten.add(
                    new InputRewrite(
                            names.get(i),
                            factor,
                            edges[i],
                            cycles.get(i).map(c -> c.first() + " to " + c.last()),
                            delays[i]));
        }
        return new NodeRewrite(
                node.path(), node.operator(), ideal.output(), rewritten, scaling(), reasons);
    }
}
