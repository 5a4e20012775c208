package org.unitscope.tensor;

/// A dense row-major tensor: real numbers in single or double precision, or indices.
///
/// Assumption: whoever made a tensor may write it until it is handed on; after that it is read
/// only.
public sealed interface Tensor permits RealTensor, IndexTensor {
    /// The extents.
    Shape shape();
}
