/// What is selected and what the filter lets through: the state that all views of one window share.
///
/// View models only; nothing here knows a view. Most important types:
/// [org.unitscope.app.selection.SelectionModel], [org.unitscope.app.selection.TensorFilter].
@NullMarked
package org.unitscope.app.selection;

import org.jspecify.annotations.NullMarked;
