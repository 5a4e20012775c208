package org.unitscope.onnx;

import java.util.Set;
import org.unitscope.graph.AttributeMap;

/// Where ONNX Runtime computes in double precision, too.
enum DoubleKernels {
    /// All nodes have kernels.
    PRESENT,
    /// A node has none.
    ABSENT,
    /// They compute with constants that ONNX keeps in single precision.
    SINGLE_CONSTANTS;

    private static final Set<String> WITHOUT =
            Set.of(
                    "conv1d",
                    "leaky_relu",
                    "elu",
                    "gelu",
                    "softplus",
                    "hard_sigmoid",
                    "hard_swish",
                    "rotary",
                    "sinusoidal_positions");

    /// For one use of an operator.
    static DoubleKernels of(String operator, AttributeMap attributes) {
        return switch (operator) {
            case "glu" -> of(attributes.text("activation"), attributes);
            case "mean_pool" -> attributes.integer("window", 0) > 0 ? ABSENT : PRESENT;
            case "gelu_tanh" -> SINGLE_CONSTANTS;
            case "layer_norm", "rms_norm" -> isSingle(attributes.number("epsilon"));
            default -> WITHOUT.contains(operator) ? ABSENT : PRESENT;
        };
    }

    private static DoubleKernels isSingle(double value) {
        return (float) value == value ? PRESENT : SINGLE_CONSTANTS;
    }
}
