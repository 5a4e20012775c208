package org.unitscope.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// One operator run on given tensors: its first output, and what it gives back for a gradient.
record OperatorRun(
        Operator operator,
        Invocation use,
        List<Tensor> inputs,
        RealTensor output,
        Workers workers) {
    /// Runs the forward kernel on one thread.
    static OperatorRun of(Operator operator, Map<String, Object> attributes, Tensor... inputs) {
        return of(Workers.single(), operator, attributes, inputs);
    }

    /// Runs the forward kernel.
    static OperatorRun of(
            Workers workers, Operator operator, Map<String, Object> attributes, Tensor... inputs) {
        List<Shape> shapes = Stream.of(inputs).map(Tensor::shape).toList();
        AttributeMap all = withDefaults(operator, new AttributeMap(attributes));
        Invocation use =
                new Invocation("test", all, shapes, infer(operator, all, shapes), absent(shapes));
        List<Tensor> list = List.of(inputs);
        RealTensor output = operator.forward().apply(use, list, workers).getFirst();
        return new OperatorRun(operator, use, list, output, workers);
    }

    /// The gradients of the inputs.
    List<RealTensor> pull(RealTensor gradient) {
        return operator
                .backward()
                .apply(use, inputs, List.of(output), List.of(gradient), workers)
                .stream()
                .map(Optional::orElseThrow)
                .toList();
    }

    /// Attributes with the defaults of those not given.
    static AttributeMap withDefaults(Operator operator, AttributeMap given) {
        Map<String, Object> values = new TreeMap<>(given.values());
        for (Signature.Attribute attribute : operator.signature().attributes()) {
            if (attribute.isRequired() && !values.containsKey(attribute.name())) {
                throw new IllegalArgumentException(attribute.name() + " must be given");
            }
            attribute.fallback().ifPresent(value -> values.putIfAbsent(attribute.name(), value));
        }
        return new AttributeMap(values);
    }

    /// Why the shape rule refuses these shapes.
    static String refusal(Operator operator, Map<String, Object> attributes, Shape... shapes) {
        AttributeMap all = withDefaults(operator, new AttributeMap(attributes));
        List<Shape> list = List.of(shapes);
        try {
            List<Shape> outputs = operator.inferShapes(new ShapeRequest(all, list, absent(list)));
            throw new AssertionError("not refused: " + outputs);
        } catch (ShapeException expected) {
            return String.valueOf(expected.getMessage());
        }
    }

    private static List<Shape> infer(Operator operator, AttributeMap all, List<Shape> shapes) {
        try {
            return operator.inferShapes(new ShapeRequest(all, shapes, absent(shapes)));
        } catch (ShapeException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static <T> List<Optional<T>> absent(List<Shape> shapes) {
        return shapes.stream().map(shape -> Optional.<T>empty()).toList();
    }

    /// Standard normal numbers.
    static DoubleTensor normal(long seed, int... extents) {
        Shape shape = Shape.of(extents);
        RandomStream stream = RandomStream.of(seed, "test", "input");
        double[] values = new double[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = stream.normal(i);
        }
        return new DoubleTensor(shape, values);
    }

    /// The largest absolute difference of two tensors of one shape.
    static double distance(RealTensor left, RealTensor right) {
        if (!left.shape().equals(right.shape())) {
            throw new IllegalArgumentException(left.shape() + " is not " + right.shape());
        }
        double largest = 0;
        for (int i = 0; i < left.shape().length(); i++) {
            // Not Math.max alone: a NaN must show.
            double off = Math.abs(left.get(i) - right.get(i));
            largest = off <= largest ? largest : off;
        }
        return largest;
    }
}
