package org.unitscope.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// A training step in double precision, the reference of proofs: every value and every gradient.
public final class DoubleStep {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();
    private static final Workers WORKERS = Workers.single();

    private final Graph graph;
    private final Map<OutputRef, Tensor> values = new HashMap<>();
    private final Map<OutputRef, RealTensor> gradients = new HashMap<>();

    private DoubleStep(Graph graph) {
        this.graph = graph;
    }

    /// Draws sources by their paths, as a run with this seed does.
    public static Function<Node, Tensor> drawn(long seed, Function<String, String> name) {
        Sources sources = new Sources(seed, WORKERS);
        return node ->
                switch (node) {
                    case Node.RealInput x ->
                            wide(sources.values(name.apply(x.path()), "input", x.shape(), x.law()));
                    case Node.Parameter w ->
                            wide(
                                    sources.values(
                                            name.apply(w.path()), "weight", w.shape(), w.law()));
                    case Node.IndexInput i ->
                            sources.indices(name.apply(i.path()), i.shape(), i.law());
                    case Node.Operation operation ->
                            throw new IllegalArgumentException(operation.path());
                };
    }

    private static DoubleTensor wide(RealTensor tensor) {
        double[] values = new double[tensor.shape().length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return new DoubleTensor(tensor.shape(), values);
    }

    /// The forward pass.
    public static DoubleStep forward(Graph graph, Function<Node, Tensor> sources) {
        DoubleStep step = new DoubleStep(graph);
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Operation operation) {
                List<RealTensor> outputs =
                        CATALOGUE
                                .of(operation)
                                .forward()
                                .apply(
                                        Invocations.of(graph, operation),
                                        step.inputs(operation),
                                        WORKERS);
                for (int i = 0; i < outputs.size(); i++) {
                    step.values.put(new OutputRef(node.path(), i), outputs.get(i));
                }
            } else {
                step.values.put(OutputRef.of(node.path()), sources.apply(node));
            }
        }
        return step;
    }

    /// Both passes.
    public static DoubleStep run(Graph graph, Function<Node, Tensor> sources) {
        DoubleStep step = forward(graph, sources);
        step.gradients.put(
                graph.loss(), new DoubleTensor(graph.shape(graph.loss()), new double[] {1}));
        for (Node node : graph.nodes().reversed()) {
            if (node instanceof Node.Operation operation) {
                step.pull(operation);
            }
        }
        return step;
    }

    private void pull(Node.Operation node) {
        List<RealTensor> outputs = new ArrayList<>();
        List<RealTensor> flowing = new ArrayList<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            OutputRef ref = new OutputRef(node.path(), i);
            RealTensor output = value(ref);
            RealTensor gradient = gradients.get(ref);
            outputs.add(output);
            flowing.add(gradient == null ? output.zeros(output.shape()) : gradient);
        }
        List<Optional<RealTensor>> pulled =
                CATALOGUE
                        .of(node)
                        .backward()
                        .apply(
                                Invocations.of(graph, node),
                                inputs(node),
                                outputs,
                                flowing,
                                WORKERS);
        for (int i = 0; i < pulled.size(); i++) {
            OutputRef input = node.inputs().get(i);
            pulled.get(i).ifPresent(g -> gradients.merge(input, g, DoubleStep::sum));
        }
    }

    private static RealTensor sum(RealTensor left, RealTensor right) {
        RealTensor sum = left.zeros(left.shape());
        for (int i = 0; i < left.shape().length(); i++) {
            sum.set(i, left.get(i) + right.get(i));
        }
        return sum;
    }

    private List<Tensor> inputs(Node.Operation node) {
        return node.inputs().stream().map(x -> Objects.requireNonNull(values.get(x))).toList();
    }

    private RealTensor value(OutputRef tensor) {
        return (RealTensor) Objects.requireNonNull(values.get(tensor));
    }

    /// The value of a tensor.
    public RealTensor value(String path) {
        return value(OutputRef.of(path));
    }

    /// The gradient of a tensor, if the loss depends on it.
    public Optional<RealTensor> gradient(String path) {
        return Optional.ofNullable(gradients.get(OutputRef.of(path)));
    }

    /// The loss.
    public double loss() {
        return value(graph.loss()).get(0);
    }
}
