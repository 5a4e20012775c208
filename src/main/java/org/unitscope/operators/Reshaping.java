package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Family of operators that show the same elements in another shape. Mean, second moment and law of
/// an element stay as they are; what is known of pairs of rows stays where rows do, see [RowFate].
public abstract class Reshaping implements Operator {
    /// Where the elements of the output lie in the input.
    protected ElementMap map(Invocation use) {
        return ElementMap.inOrder(use.output());
    }

    /// What becomes of the rows.
    protected RowFate fate(Invocation use) {
        return RowFate.ofReshape(use.input(0), use.output());
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(map(use).take((RealTensor) inputs.getFirst(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            map(use).put(g, result, workers);
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(state(use, fate(use), inputs.getFirst(), use.output())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        state(
                                                use,
                                                fate(use).back(),
                                                gradients.getFirst(),
                                                use.input(0)))),
                Basis.EXACT,
                new MovedDerivations("the same elements in another shape"));
    }

    private static TensorState state(Invocation use, RowFate fate, TensorState x, Shape to) {
        return fate.of(x, use.grid(to), lastExtent(use.input(0)) == lastExtent(use.output()));
    }

    private static int lastExtent(Shape shape) {
        return shape.rank() == 0 ? 1 : shape.extent(-1);
    }

    /// Same values where rows are the same; elsewhere nothing is said.
    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) ->
                List.of(
                        fate(use) == RowFate.KEPT
                                ? CrossRule.constant(inputs.getFirst(), 1)
                                : new double[0]));
    }

    /// 1 in both directions.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    /// A worked example with one normal input and one list of whole numbers.
    protected static OperatorCase example(
            String title, List<Integer> extents, String attribute, Integer... values) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(
                                extents.stream().mapToInt(Integer::intValue).toArray())),
                new org.unitscope.graph.AttributeMap(
                        java.util.Map.of(
                                attribute,
                                java.util.Arrays.stream(values)
                                        .map(Integer::doubleValue)
                                        .toList())),
                0);
    }
}
