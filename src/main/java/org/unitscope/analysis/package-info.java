/// The analytic engine: moments of every tensor, forward and then backward over the graph.
///
/// Draws no random numbers and runs no kernel. Most important types:
/// [org.unitscope.analysis.MomentAnalysis], [org.unitscope.analysis.Prediction],
/// [org.unitscope.analysis.Explanations].
@NullMarked
package org.unitscope.analysis;

import org.jspecify.annotations.NullMarked;
