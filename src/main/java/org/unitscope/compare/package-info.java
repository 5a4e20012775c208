/// Prediction against sampling: one model over many seeds, what both say of every tensor, and how
/// far apart they are; and random models to do it on.
///
/// Calls both engines and measures nothing else than it compares; keeps no run and prints nothing.
/// Most important types: [org.unitscope.compare.AccuracyStudy],
/// [org.unitscope.compare.ModelAccuracy], [org.unitscope.compare.TensorAccuracy].
@NullMarked
package org.unitscope.compare;

import org.jspecify.annotations.NullMarked;
