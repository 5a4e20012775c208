package org.unitscope.sampling;

import java.util.OptionalDouble;
import org.unitscope.statistics.TensorStatistics;

/// What one sampled pass says about a tensor.
///
/// @param statistics counted on the values before any rounding of this tensor
/// @param rmsStandardError standard error of the measured RMS, from the spread over rows and
///   columns of this one draw; empty for a single number
public record Measurement(TensorStatistics statistics, OptionalDouble rmsStandardError) {}
