/// Scale laws: how the predicted scale of every tensor follows one named size of the model.
///
/// A sweep predicts a model at several values of the size and fits powers; it samples nothing and
/// draws no random number. Most important types: [org.unitscope.sweep.ScaleLaws],
/// [org.unitscope.sweep.SweepRange], [org.unitscope.sweep.PowerLaw].
@NullMarked
package org.unitscope.sweep;

import org.jspecify.annotations.NullMarked;
