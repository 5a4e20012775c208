package org.unitscope.comparison;

import org.unitscope.run.TensorRecord;

/// A tensor of one run that no tensor of the other is the same as.
///
/// @param inFirst whether it is in the first run, else in the second
/// @param reason why nothing was found, a clause without a full stop
public record Unaligned(boolean inFirst, TensorRecord tensor, String reason) {}
