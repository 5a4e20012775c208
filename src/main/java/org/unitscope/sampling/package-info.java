/// The sampling engine: draws inputs and weights, runs both passes with rounding at declared
/// points, and takes the statistics of every tensor before it is rounded.
///
/// Knows no operator by name. Most important types: [org.unitscope.sampling.SamplingEngine],
/// [org.unitscope.sampling.PrecisionRecipe], [org.unitscope.sampling.Measurement].
@NullMarked
package org.unitscope.sampling;

import org.jspecify.annotations.NullMarked;
