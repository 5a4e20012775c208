package org.unitscope.onnx;

import org.unitscope.tensor.RealTensor;

/// How far a single precision evaluation may be from the double precision one, element by element.
interface Bound {
    /// Of one output, row-major.
    double[] of(Sample sample, RealTensor output);

    /// Whether every single precision evaluation gives the same bits: where it is exact, or one
    /// operation that IEEE 754 rounds correctly.
    default boolean isSameBits() {
        return false;
    }
}
