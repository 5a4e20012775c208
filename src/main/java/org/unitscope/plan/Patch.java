package org.unitscope.plan;

import java.util.List;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;

/// One change of a model.
///
/// @param kind what is multiplied
/// @param node the node that changes
/// @param input the number of the input; -1 where it is not about one
/// @param tensor what is multiplied, or whose gradient is
/// @param exponent it is multiplied by two to this
/// @param saves tensors that were outside their format and are inside by this change first; each is
///   named by one change at most
public record Patch(
        Kind kind, String node, int input, OutputRef tensor, int exponent, List<TensorKey> saves) {
    /// What is multiplied.
    public enum Kind {
        /// A parameter starts from a multiple of its law; no factor.
        PARAMETER,
        /// An input of the model is multiplied before it goes in; its law is.
        INPUT,
        /// What an operator takes in, in this use; the gradient of it too, as the derivative asks.
        OPERAND,
        /// The result of an operator; the gradients of its inputs too, as the derivative asks.
        RESULT,
        /// The gradient of an input, beyond the derivative.
        GRADIENT;

        /// Whether it is a factor that a training step multiplies by.
        public boolean isFactor() {
            return this != PARAMETER;
        }

        /// The word in files.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Copies the list.
    public Patch {
        saves = List.copyOf(saves);
    }

    /// One about a whole node.
    static Patch of(Kind kind, String node, int exponent) {
        return new Patch(kind, node, -1, OutputRef.of(node), exponent, List.of());
    }

    /// One about an input of a node.
    static Patch of(Kind kind, String node, int input, OutputRef tensor, int exponent) {
        return new Patch(kind, node, input, tensor, exponent, List.of());
    }

    /// The same, naming what it saves.
    Patch saving(List<TensorKey> keys) {
        return new Patch(kind, node, input, tensor, exponent, keys);
    }
}
