package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// Computes an operator's vector-Jacobian product: from the gradients of the outputs those of the
/// inputs.
@FunctionalInterface
public interface BackwardKernel {
    /// Per input its gradient, empty for an index input.
    ///
    /// @param outputs what the forward kernel gave for these inputs
    /// @param gradients per output the gradient of the loss
    List<Optional<RealTensor>> apply(
            Invocation use,
            List<Tensor> inputs,
            List<RealTensor> outputs,
            List<RealTensor> gradients,
            Workers workers);
}
