package org.unitscope.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// One operator's rule, for inputs of these shapes.
record Rules(Operator operator, Invocation use) {
    static Rules of(Operator operator, Map<String, Object> attributes, Shape... shapes) {
        AttributeMap all = OperatorRun.withDefaults(operator, new AttributeMap(attributes));
        List<Shape> inputs = List.of(shapes);
        List<Optional<IndexLaw>> laws =
                Stream.of(shapes).map(shape -> Optional.<IndexLaw>empty()).toList();
        try {
            List<Shape> outputs = operator.inferShapes(new ShapeRequest(all, inputs, laws));
            return new Rules(operator, new Invocation("rule", all, inputs, outputs, laws));
        } catch (ShapeException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    /// The state of the output.
    TensorState output(TensorState... inputs) {
        return operator.moments().formulas().forward().apply(use, List.of(inputs)).getFirst();
    }

    /// The states of the gradients of all inputs.
    List<TensorState> gradients(TensorState gradient, TensorState... inputs) {
        List<TensorState> states = List.of(inputs);
        List<Optional<TensorState>> pulled =
                operator.moments()
                        .formulas()
                        .backward()
                        .apply(use, states, List.of(output(inputs)), List.of(gradient));
        return IntStream.range(0, inputs.length)
                .mapToObj(k -> pulled.get(k).orElseThrow())
                .toList();
    }
}
