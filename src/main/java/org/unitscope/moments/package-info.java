/// The calculus of the analytic engine: what is known of a tensor's scale, correlations and shape,
/// and the mathematics that rules of operators are made of.
///
/// Knows no operator and no graph, draws no random numbers. Most important types:
/// [org.unitscope.moments.TensorState], [org.unitscope.moments.Kernels],
/// [org.unitscope.moments.AttentionKernels].
@NullMarked
package org.unitscope.moments;

import org.jspecify.annotations.NullMarked;
