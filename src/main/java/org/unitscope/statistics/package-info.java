/// What is measured of a tensor: moments, octave histogram, fates against a format, verdict, and
/// the standard error of a measured RMS. And what a tensor whose law is known is expected to be.
///
/// Plain arrays in, immutable records out; it starts no threads: callers give fixed ranges to
/// accumulators of their own and merge them in order. Most important types:
/// [org.unitscope.statistics.StatisticsAccumulator], [org.unitscope.statistics.TensorStatistics],
/// [org.unitscope.statistics.OctaveHistogram]; of laws [org.unitscope.statistics.ElementLaw],
/// [org.unitscope.statistics.PredictedFates].
@NullMarked
package org.unitscope.statistics;

import org.jspecify.annotations.NullMarked;
