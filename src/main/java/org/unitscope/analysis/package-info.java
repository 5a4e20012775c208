/// The analytic engine: moments of every tensor, forward and then backward over the graph.
///
/// Runs kernels and draws random numbers only for an operator without a rule (`LocalSampling`).
/// Most important types: [org.unitscope.analysis.MomentAnalysis],
/// [org.unitscope.analysis.Prediction].
@NullMarked
package org.unitscope.analysis;

import org.jspecify.annotations.NullMarked;
