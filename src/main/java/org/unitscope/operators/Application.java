package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.moments.TensorState;

/// What went into a moment rule and what came out, in one pass.
///
/// @param gradients per output that of the loss; empty in the forward pass
/// @param pulled per input its gradient from this use alone; empty in the forward pass
public record Application(
        Invocation use,
        List<TensorState> inputs,
        List<TensorState> outputs,
        List<TensorState> gradients,
        List<Optional<TensorState>> pulled) {
    /// Copies the lists.
    public Application {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        gradients = List.copyOf(gradients);
        pulled = List.copyOf(pulled);
    }

    /// The forward pass.
    public Application(Invocation use, List<TensorState> inputs, List<TensorState> outputs) {
        this(use, inputs, outputs, List.of(), List.of());
    }

    /// Whether it is the backward pass.
    public boolean isBackward() {
        return !gradients.isEmpty();
    }

    /// An input.
    public TensorState input(int index) {
        return inputs.get(index);
    }

    /// The first output.
    public TensorState output() {
        return outputs.getFirst();
    }

    /// The gradient of the first output.
    public TensorState gradient() {
        return gradients.getFirst();
    }

    /// The gradient of an input.
    ///
    /// @throws java.util.NoSuchElementException if it has none
    public TensorState pulled(int input) {
        return pulled.get(input).orElseThrow();
    }
}
