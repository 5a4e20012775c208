package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
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
        return run(name, attributes, List.of(new DoubleTensor(shape, values)));
    }

    private static RealTensor run(
            String name, Map<String, Object> attributes, List<Tensor> inputs) {
        try {
            Operator operator = OperatorCatalogue.standard().find(name).orElseThrow();
            AttributeMap all = OperatorRun.withDefaults(operator, new AttributeMap(attributes));
            List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
            List<Optional<IndexLaw>> laws = Collections.nCopies(shapes.size(), Optional.empty());
            List<Shape> outputs = operator.inferShapes(new ShapeRequest(all, shapes, laws));
            Invocation use = new Invocation("n", all, shapes, outputs, laws);
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

    @Test
    void sliceStepsAndCountsFromTheEnd() {
        Map<String, Object> some = Map.of("from", -5.0, "to", -1.0, "step", 2.0);
        RealTensor y = run("slice", some, Shape.of(1, 6), COUNT);

        assertThat(values(y)).containsExactly(1, 3);
        assertThat(values(run("slice", Map.of("axis", 0.0, "from", 1.0), Shape.of(2, 3), COUNT)))
                .containsExactly(3, 4, 5);
        assertThat(values(run("slice", Map.of("axis", 1.0, "to", 1.0), Shape.of(1, 3, 2), COUNT)))
                .containsExactly(0, 1);
    }

    @Test
    void padPutsZerosAround() {
        Map<String, Object> sides = Map.of("before", 1.0, "after", 2.0);

        assertThat(values(run("pad", sides, Shape.of(2, 3), COUNT)))
                .containsExactly(0, 0, 1, 2, 0, 0, 0, 3, 4, 5, 0, 0);
        assertThat(values(run("pad", Map.of("axis", 0.0, "after", 1.0), Shape.of(1, 2), 7, 8)))
                .containsExactly(7, 8, 0, 0);
    }

    @Test
    void concatJoinsAlongEveryAxis() {
        double[] other = {6, 7};
        assertThat(values(join(1, Shape.of(2, 3), COUNT, Shape.of(2, 1), other)))
                .containsExactly(0, 1, 2, 6, 3, 4, 5, 7);
        assertThat(values(join(0, Shape.of(3, 2), COUNT, Shape.of(1, 2), other)))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(values(join(-2, Shape.of(1, 3, 2), COUNT, Shape.of(1, 1, 2), other)))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static RealTensor join(
            double axis, Shape left, double[] first, Shape right, double[] second) {
        return run(
                "concat",
                Map.of("axis", axis),
                List.of(new DoubleTensor(left, first), new DoubleTensor(right, second)));
    }
}
