package org.unitscope.audit;

import java.util.Optional;
import java.util.OptionalInt;
import org.unitscope.graph.TensorKey;
import org.unitscope.transform.NodeRewrite;

/// Where the distance of a tensor from unit scale comes from, in octaves; positive numbers are in
/// the direction in which the tensor is off. The distance of the source and the four parts of the
/// step from it add up to that of the tensor.
///
/// @param path the node that makes the step
/// @param node its factors; empty if it has none
/// @param input which input's gradient the step makes; empty in the forward pass
/// @param source what the tensor is computed from: the input that is furthest off, or the gradient
///   of the result
/// @param before the distance of the source
/// @param sourceIsOutside whether the source is outside the band itself, in the same direction
/// @param cost of another factor than the ideal one
/// @param correlation what rules for independent elements do not see in this step
/// @param rest what is left
record Step(
        String path,
        Optional<NodeRewrite> node,
        OptionalInt input,
        TensorKey source,
        double before,
        boolean sourceIsOutside,
        double cost,
        double correlation,
        double rest) {
    /// The largest of the three parts.
    double largest() {
        return Math.max(cost, Math.max(correlation, rest));
    }

    /// Whether nothing is multiplied, and nothing would be.
    boolean hasNoFactor() {
        return node.map(one ->
                        input.isPresent()
                                ? one.scaling().gradient(input.getAsInt()) == 1
                                        && one.inputs()
                                                .get(input.getAsInt())
                                                .ideal()
                                                .map(ideal -> ideal.value() == 1)
                                                .orElse(true)
                                : one.scaling().output() == 1 && one.output().value() == 1)
                .orElse(true);
    }
}
