package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.tensor.Shape;

/// Everything Unitscope knows about one operator. Engines, validation, documentation and screens
/// are generic over this interface.
public interface Operator {
    /// What it is, for people.
    OperatorDoc doc();

    /// Named inputs, outputs and attributes; checked before anything else is called.
    Signature signature();

    /// The shapes of the outputs.
    ///
    /// @throws ShapeException if the input shapes do not fit; the message names the rule and the
    ///   shapes, the caller adds the node and where the shapes come from
    List<Shape> inferShapes(ShapeRequest request) throws ShapeException;

    /// The function itself, in either precision, without any rounding to a format.
    ForwardKernel forward();

    /// Its vector-Jacobian product.
    BackwardKernel backward();

    /// Why the vector-Jacobian product is, on purpose, not that of the function; empty for all but
    /// estimators.
    default Optional<String> notTheDerivative() {
        return Optional.empty();
    }

    /// How moments go through it, forward and back.
    MomentRule moments();

    /// Whether its moment rule needs every position of a sequence by itself: where it looks at
    /// neighbors.
    default boolean needsSinglePositions() {
        return false;
    }

    /// How the output goes together with other tensors.
    default CrossRule cross() {
        return CrossRule.Unknown.UNKNOWN;
    }

    /// Moments of the output where its first two inputs are correlated; empty where the rule of
    /// independent inputs is all there is.
    default Optional<CorrelatedInputs> correlatedInputs() {
        return Optional.empty();
    }

    /// The factors that bring result and gradients to unit scale, from shapes and attributes alone;
    /// empty where nothing is known.
    default Optional<IdealFactors> unitScaling(ScalingRequest request) {
        return Optional.empty();
    }

    /// The terms that the output is a sum of, each as the inputs it is a product of: an input times
    /// a power of two makes every term that it is in as many times as large, exactly, and leaves
    /// the others. So `linear` is `x W` and `bias`, attention `value` alone. An input in no term
    /// enters otherwise, as softmax's does. No input is in two terms; optional ones that a node
    /// leaves out make no term. With terms as many times as large each, so are the output and,
    /// divided by what it was multiplied by itself, every input's gradient.
    default List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// Worked examples: they feed the contract test and the documentation.
    List<OperatorCase> cases();

    /// The unique name, as model files write it.
    default String name() {
        return doc().name();
    }
}
