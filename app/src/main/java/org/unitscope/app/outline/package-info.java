/// The outline of a model: blocks, nodes and parameters as a tree, and its view with the filter.
///
/// Builds the tree from a run's paths; computes no numbers. Most important types:
/// [org.unitscope.app.outline.OutlineTree], [org.unitscope.app.outline.OutlineItem],
/// [org.unitscope.app.outline.OutlineView].
@NullMarked
package org.unitscope.app.outline;

import org.jspecify.annotations.NullMarked;
