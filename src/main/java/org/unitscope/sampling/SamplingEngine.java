package org.unitscope.sampling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.RandomBits;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.Invocations;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Progress;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// One sampled training step in single precision: draws inputs and parameters, runs the forward
/// pass and the backward pass from the loss, rounds where the recipe says, and measures every
/// tensor on its values before they are rounded.
///
/// A gradient is measured when all uses of its tensor have contributed; contributions are added in
/// reverse graph order. Tensors are dropped as soon as nothing needs them: weights and activations
/// after the backward pass of their producer, gradients when they are complete and used. Same seed,
/// same bits, at any number of threads.
public final class SamplingEngine {
    private final Graph graph;
    private final OperatorCatalogue catalogue;
    private final Rounding rounding;
    private final Workers workers;
    private final Sources sources;
    private final Progress progress;
    private final BiConsumer<TensorKey, FloatTensor> sink;
    private final Map<OutputRef, Tensor> values = new HashMap<>();
    private final Map<OutputRef, FloatTensor> gradients = new HashMap<>();

    private SamplingEngine(
            Graph graph,
            OperatorCatalogue catalogue,
            Rounding rounding,
            Sources sources,
            Workers workers,
            Progress progress,
            BiConsumer<TensorKey, FloatTensor> sink) {
        this.graph = graph;
        this.catalogue = catalogue;
        this.rounding = rounding;
        this.workers = workers;
        this.sources = sources;
        this.progress = progress;
        this.sink = sink;
    }

    /// Runs one step and hands every measurement to the sink as it is made, on the calling thread.
    ///
    /// @throws org.unitscope.task.CancelledException when the workers' token is cancelled; what the
    ///   sink got before stays valid
    public static void run(
            Graph graph,
            OperatorCatalogue catalogue,
            PrecisionRecipe recipe,
            long seed,
            Workers workers,
            Progress progress,
            BiConsumer<TensorKey, Measurement> sink) {
        Rounding rounding = new Rounding(recipe, graph, catalogue);
        Sources sources = new Sources(seed, workers);
        BiConsumer<TensorKey, FloatTensor> measure =
                (key, tensor) ->
                        sink.accept(
                                key,
                                Measurer.measure(
                                        tensor, rounding.judged(key), bits(sources, key), workers));
        new SamplingEngine(graph, catalogue, rounding, sources, workers, progress, measure).step();
    }

    /// Runs one step without rounding and hands every tensor to the sink when it is complete, on
    /// the calling thread: for callers that measure less than [#run] does. The sink must neither
    /// change a tensor nor keep it.
    ///
    /// @throws org.unitscope.task.CancelledException as [#run]
    public static void observe(
            Graph graph,
            OperatorCatalogue catalogue,
            long seed,
            Workers workers,
            Progress progress,
            BiConsumer<TensorKey, FloatTensor> sink) {
        Rounding none = new Rounding(PrecisionRecipe.unrounded(), graph, catalogue);
        Sources sources = new Sources(seed, workers);
        new SamplingEngine(graph, catalogue, none, sources, workers, progress, sink).step();
    }

    private void step() {
        List<Node> nodes = graph.nodes();
        int steps = 2 * nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            progress.report("forward " + nodes.get(i).path(), i, steps);
            forward(nodes.get(i));
        }
        FloatTensor one = new FloatTensor(graph.shape(graph.loss()), new float[] {1});
        gradients.put(graph.loss(), one);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            progress.report("backward " + nodes.get(i).path(), steps - 1 - i, steps);
            backward(nodes.get(i));
        }
        progress.report("done", steps, steps);
    }

    private void forward(Node node) {
        switch (node) {
            case Node.RealInput input ->
                    keep(
                            node,
                            0,
                            sources.values(input.path(), "input", input.shape(), input.law()));
            case Node.Parameter weight ->
                    keep(
                            node,
                            0,
                            sources.values(weight.path(), "weight", weight.shape(), weight.law()));
            case Node.IndexInput index ->
                    values.put(
                            OutputRef.of(index.path()),
                            sources.indices(index.path(), index.shape(), index.law()));
            case Node.Operation operation -> {
                List<RealTensor> outputs =
                        operator(operation)
                                .forward()
                                .apply(
                                        Invocations.of(graph, operation).seeded(sources.seed()),
                                        inputs(operation),
                                        workers);
                for (int i = 0; i < outputs.size(); i++) {
                    keep(node, i, (FloatTensor) outputs.get(i));
                }
            }
        }
    }

    /// Shows a new tensor, rounds it where the recipe stores it rounded, and keeps it.
    private void keep(Node node, int output, FloatTensor tensor) {
        OutputRef ref = new OutputRef(node.path(), output);
        values.put(ref, measured(new TensorKey(ref, node.role()), tensor));
    }

    private FloatTensor measured(TensorKey key, FloatTensor tensor) {
        sink.accept(key, tensor);
        Optional<TargetFormat> stored = rounding.stored(key);
        stored.ifPresent(target ->
                Rounding.round(tensor, tensor.array(), target, bits(sources, key), workers));
        return tensor;
    }

    private static RandomBits bits(Sources sources, TensorKey key) {
        return sources.roundingBits(key.tensor().path(), key.role().symbol());
    }

    private void backward(Node node) {
        boolean reached = false;
        Role role = node.role().gradient();
        for (int i = 0; i < node.outputs().size(); i++) {
            OutputRef ref = new OutputRef(node.path(), i);
            FloatTensor gradient = gradients.get(ref);
            if (gradient != null) {
                measured(new TensorKey(ref, role), gradient);
                reached = true;
            }
        }
        if (reached && node instanceof Node.Operation operation) {
            pull(operation);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            OutputRef ref = new OutputRef(node.path(), i);
            values.remove(ref);
            gradients.remove(ref);
        }
    }

    private void pull(Node.Operation node) {
        List<RealTensor> outputs = new ArrayList<>();
        List<RealTensor> flowing = new ArrayList<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            OutputRef ref = new OutputRef(node.path(), i);
            outputs.add((RealTensor) value(ref));
            FloatTensor gradient = gradients.get(ref);
            FloatTensor known = gradient == null ? zeros(node.outputs().get(i)) : gradient;
            RandomBits random = sources.roundingBits(node.path(), "gradient " + i);
            flowing.add(Rounding.rounded(known, rounding.gradient(node), random, workers));
        }
        List<Optional<RealTensor>> pulled =
                operator(node)
                        .backward()
                        .apply(
                                Invocations.of(graph, node).seeded(sources.seed()),
                                inputs(node),
                                outputs,
                                flowing,
                                workers);
        for (int i = 0; i < pulled.size(); i++) {
            OutputRef input = node.inputs().get(i);
            pulled.get(i).ifPresent(gradient -> contribute(input, (FloatTensor) gradient));
        }
    }

    private void contribute(OutputRef tensor, FloatTensor gradient) {
        gradients.merge(tensor, gradient, this::sum);
    }

    private FloatTensor sum(FloatTensor left, FloatTensor right) {
        float[] out = new float[left.array().length];
        workers.forRanges(
                out.length,
                1 << 15,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out[i] = left.array()[i] + right.array()[i];
                    }
                });
        return new FloatTensor(left.shape(), out);
    }

    private List<Tensor> inputs(Node.Operation node) {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Tensor value = value(node.inputs().get(i));
            RandomBits random = sources.roundingBits(node.path(), "input " + i);
            inputs.add(
                    value instanceof FloatTensor real
                            ? Rounding.rounded(real, rounding.input(node, i), random, workers)
                            : value);
        }
        return inputs;
    }

    private Tensor value(OutputRef ref) {
        Tensor value = values.get(ref);
        if (value == null) {
            throw new IllegalStateException("tensor '" + ref.path() + "' was dropped too early");
        }
        return value;
    }

    private static FloatTensor zeros(Shape shape) {
        return new FloatTensor(shape, new float[shape.length()]);
    }

    private Operator operator(Node.Operation node) {
        return catalogue.of(node);
    }
}
