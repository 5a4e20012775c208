/// The outline: blocks and nodes of the model as a tree, with the filter above it.
///
/// Shows the run's outline; computes nothing. Most important type:
/// [org.unitscope.app.outline.OutlineView].
@NullMarked
package org.unitscope.app.outline;

import org.jspecify.annotations.NullMarked;
