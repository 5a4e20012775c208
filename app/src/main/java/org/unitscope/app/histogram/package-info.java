/// The octave histogram of one tensor against the ranges of a format, and the fates it would meet
/// in every format.
///
/// Splits recorded counts into bars; counts nothing itself. JFreeChart draws it. Most important
/// types: [org.unitscope.app.histogram.HistogramViewModel],
/// [org.unitscope.app.histogram.HistogramData], [org.unitscope.app.histogram.HistogramView].
@NullMarked
package org.unitscope.app.histogram;

import org.jspecify.annotations.NullMarked;
