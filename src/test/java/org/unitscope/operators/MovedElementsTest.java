package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Where operators that only move elements put them, counted by hand.
class MovedElementsTest {
    private static final double[] COUNT = {0, 1, 2, 3, 4, 5};

    private static RealTensor run(
            String name, Map<String, Object> attributes, Shape shape, double... values) {
        try {
            Operator operator = OperatorCatalogue.standard().find(name).orElseThrow();
            AttributeMap all = OperatorRun.withDefaults(operator, new AttributeMap(attributes));
            List<Optional<IndexLaw>> laws = List.of(Optional.empty());
            List<Shape> outputs = operator.inferShapes(new ShapeRequest(all, List.of(shape), laws));
            Invocation use = new Invocation("n", all, List.of(shape), outputs, laws);
            List<Tensor> inputs = List.of(new DoubleTensor(shape, values));
            return operator.forward().apply(use, inputs, Workers.single()).getFirst();
        } catch (ShapeException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static double[] values(RealTensor x) {
        double[] values = new double[x.shape().length()];
        Arrays.setAll(values, x::get);
        return values;
    }

    @Test
    void transposeTurnsAMatrix() {
        RealTensor y = run("transpose", Map.of("order", List.of(1.0, 0.0)), Shape.of(2, 3), COUNT);

        assertThat(y.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(values(y)).containsExactly(0, 3, 1, 4, 2, 5);
    }

    /// y[c, a, b] = x[a, b, c].
    @Test
    void transposeRotatesThreeAxes() {
        List<Double> order = List.of(2.0, 0.0, 1.0);
        RealTensor y = run("transpose", Map.of("order", order), Shape.of(3, 1, 2), COUNT);

        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(values(y)).containsExactly(0, 2, 4, 1, 3, 5);
    }

    @Test
    void reshapeKeepsTheOrder() {
        RealTensor y = run("reshape", Map.of("shape", List.of(3.0, -1.0)), Shape.of(2, 3), COUNT);

        assertThat(y.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(values(y)).containsExactly(COUNT);
    }

    @Test
    void expandRepeats() {
        List<Double> shape = List.of(2.0, 2.0, 3.0);
        RealTensor y = run("expand", Map.of("shape", shape), Shape.of(2, 1, 3), COUNT);

        assertThat(values(y)).containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
    }

    @Test
    void scalarsHaveAShapeOfTheirOwn() {
        RealTensor y = run("reshape", Map.of("shape", List.of()), Shape.of(1, 1), 7);

        assertThat(y.shape()).isEqualTo(Shape.SCALAR);
        assertThat(values(run("expand_dims", Map.of("axes", List.of(0.0)), Shape.SCALAR, 7)))
                .containsExactly(7);
    }
}
