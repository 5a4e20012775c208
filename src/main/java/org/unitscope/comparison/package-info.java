/// Run against run: which tensors of two runs are the same one, by how much their scales differ,
/// and whose verdicts changed.
///
/// Reads records and computes no tensor; what it cannot align it lists. Most important types:
/// [org.unitscope.comparison.RunComparison], [org.unitscope.comparison.TensorPair],
/// [org.unitscope.comparison.ComparedRun].
@NullMarked
package org.unitscope.comparison;

import org.jspecify.annotations.NullMarked;
