package org.unitscope.operators;

import java.util.List;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// Computes an operator's outputs. All real inputs have one precision; the outputs have it too.
@FunctionalInterface
public interface ForwardKernel {
    /// The outputs, always new tensors: whoever called may round them in place.
    List<RealTensor> apply(Invocation use, List<Tensor> inputs, Workers workers);
}
