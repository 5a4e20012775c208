package org.unitscope.kernels;

/// Rounds the elements of one tensor, addressed by their index in its array, and tells what becomes
/// of them. Safe to share between threads.
public interface ArrayRounder {
    /// Rounds `in[from]` to `in[from + count - 1]` into `out`, from `outFrom` on. Both may be the
    /// same array at the same place.
    void round(float[] in, int from, float[] out, int outFrom, int count);

    /// How many of the finite elements `in[from]` to `in[from + count - 1]` round beyond the range.
    ///
    /// @param most bits of the largest magnitude among them
    long countOverflows(float[] in, int from, int count, int most);

    /// Whether a tensor part may hold an element that becomes zero.
    ///
    /// @param least bits of its smallest non-zero magnitude
    boolean mayFlush(int least);
}
