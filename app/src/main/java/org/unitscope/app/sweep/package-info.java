/// The window of scale laws: how the predicted scale of every tensor follows one size of the open
/// model.
///
/// It fits nothing itself. JFreeChart draws. Most important types:
/// [org.unitscope.app.sweep.ScaleLawsViewModel], [org.unitscope.app.sweep.ScaleLawsView],
/// [org.unitscope.app.sweep.ScaleLawsWindow].
@NullMarked
package org.unitscope.app.sweep;

import org.jspecify.annotations.NullMarked;
