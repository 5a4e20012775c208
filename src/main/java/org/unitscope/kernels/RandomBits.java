package org.unitscope.kernels;

/// Random bits by index: the same index has the same bits, whatever thread asks.
@FunctionalInterface
public interface RandomBits {
    /// The 64 bits at an index.
    long bits(long index);
}
