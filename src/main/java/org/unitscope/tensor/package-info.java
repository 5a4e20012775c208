/// Shapes and dense row-major tensors.
///
/// Holds data, computes nothing but index arithmetic. Most important types:
/// [org.unitscope.tensor.Shape], [org.unitscope.tensor.Tensor], [org.unitscope.tensor.Precision].
@NullMarked
package org.unitscope.tensor;

import org.jspecify.annotations.NullMarked;
