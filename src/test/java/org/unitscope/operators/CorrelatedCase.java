package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.CorrelatedRows;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.TensorState;
import org.unitscope.sampling.Sources;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// An operator with inputs whose rows correlate, and a gradient whose rows correlate too, drawn
/// apart from the inputs.
///
/// @param gradient rows of the output's gradient; empty for a loss, whose gradient is 1
/// @param bias what the rule leaves out, relative to the second moment of a tensor
record CorrelatedCase(
        String operator,
        Map<String, Object> attributes,
        List<Given> inputs,
        Optional<CorrelatedRows> gradient,
        double bias) {
    /// One input.
    sealed interface Given {
        Shape shape();

        /// Rows.
        record Rows(Shape shape, CorrelatedRows rows) implements Given {}

        /// A parameter with independent Gaussian elements.
        record Parameter(Shape shape, double mean, double deviation) implements Given {}

        /// Indices.
        record Index(Shape shape, IndexLaw law) implements Given {}
    }

    Operator find() {
        return OperatorCatalogue.standard().find(operator).orElseThrow();
    }

    Invocation use() {
        AttributeMap all = OperatorRun.withDefaults(find(), new AttributeMap(attributes));
        List<Shape> shapes = inputs.stream().map(Given::shape).toList();
        List<Optional<IndexLaw>> laws =
                inputs.stream()
                        .map(input ->
                                input instanceof Given.Index index
                                        ? Optional.of(index.law())
                                        : Optional.<IndexLaw>empty())
                        .toList();
        try {
            List<Shape> outputs = find().inferShapes(new ShapeRequest(all, shapes, laws));
            return new Invocation("case", all, shapes, outputs, laws, true);
        } catch (ShapeException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /// Predicted states: the output, then the gradients of the real inputs.
    List<TensorState> predicted() {
        Invocation use = use();
        List<TensorState> states = inputs.stream().map(CorrelatedCase::state).toList();
        MomentRule.Formulas rules = find().moments().formulas();
        List<TensorState> outputs = rules.forward().apply(use, states);
        TensorState g =
                gradient.map(rows -> state(use.output(), rows)).orElse(TensorState.of(1, 1));
        List<TensorState> all = new ArrayList<>(outputs);
        rules.backward()
                .apply(use, states, outputs, List.of(g))
                .forEach(state -> state.ifPresent(all::add));
        return all;
    }

    private static TensorState state(Given input) {
        return switch (input) {
            case Given.Rows given -> state(given.shape(), given.rows());
            case Given.Parameter p ->
                    TensorState.of(
                            new Moments(p.mean(), p.mean() * p.mean() + square(p.deviation())),
                            ElementShape.GAUSSIAN);
            case Given.Index index -> TensorState.of(Double.NaN, Double.NaN);
        };
    }

    private static double square(double x) {
        return x * x;
    }

    private static TensorState state(Shape shape, CorrelatedRows rows) {
        return rows.state(sequences(shape, rows), features(shape, rows));
    }

    /// `[T, d]` is one sequence where there is more than one position.
    private static int sequences(Shape shape, CorrelatedRows rows) {
        return shape.rank() == 2 && rows.positions() > 1 ? 1 : shape.extent(0);
    }

    private static int features(Shape shape, CorrelatedRows rows) {
        return shape.length() / sequences(shape, rows) / rows.positions();
    }

    private static DoubleTensor draw(SplittableRandom random, Shape shape, CorrelatedRows rows) {
        double[] values = rows.draw(random, sequences(shape, rows), features(shape, rows));
        return new DoubleTensor(shape, shape.rank() == 4 ? byHeads(shape, values) : values);
    }

    /// `[b, t, h · d]` to `[b, h, t, d]`.
    private static double[] byHeads(Shape shape, double[] rows) {
        double[] result = new double[rows.length];
        int heads = shape.extent(1);
        int length = shape.extent(2);
        int width = shape.extent(3);
        for (int i = 0; i < rows.length; i++) {
            int feature = i % width;
            int head = i / width % heads;
            int place = i / width / heads % length;
            int sequence = i / width / heads / length;
            result[((sequence * heads + head) * length + place) * width + feature] = rows[i];
        }
        return result;
    }

    /// New inputs.
    List<Tensor> draw(SplittableRandom random) {
        List<Tensor> tensors = new ArrayList<>();
        for (Given input : inputs) {
            tensors.add(
                    switch (input) {
                        case Given.Rows given -> draw(random, given.shape(), given.rows());
                        case Given.Parameter p -> {
                            double[] values = new double[p.shape().length()];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = p.mean() + p.deviation() * random.nextGaussian();
                            }
                            yield new DoubleTensor(p.shape(), values);
                        }
                        case Given.Index index ->
                                new Sources(random.nextLong(), Workers.single())
                                        .indices("case", index.shape(), index.law());
                    });
        }
        return tensors;
    }

    /// Output and gradients of real inputs for one draw.
    List<RealTensor> run(SplittableRandom random) {
        Invocation use = use();
        List<Tensor> tensors = draw(random);
        List<RealTensor> outputs = find().forward().apply(use, tensors, Workers.single());
        RealTensor g =
                gradient.map(rows -> draw(random, use.output(), rows))
                        .orElseGet(() -> new DoubleTensor(Shape.SCALAR, new double[] {1}));
        List<RealTensor> all = new ArrayList<>(outputs);
        find().backward()
                .apply(use, tensors, outputs, List.of(g), Workers.single())
                .forEach(pulled -> pulled.ifPresent(all::add));
        return all;
    }
}
