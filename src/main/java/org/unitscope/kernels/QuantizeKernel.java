package org.unitscope.kernels;

/// Rounds a run of an array to a format. All implementations give the bits of
/// [org.unitscope.format.Quantizer].
@FunctionalInterface
interface QuantizeKernel {
    /// Rounds `in[from]` to `in[from + count - 1]` into `out`, from `outFrom` on. Both may be the
    /// same array at the same place.
    void apply(float[] in, int from, float[] out, int outFrom, int count);
}
