/// Runs in the formats of other tools, so that their views of a model show our numbers: Netron's
/// attachment, Model Explorer's node data and graph. Every number is the text of its cell in
/// `tensors.csv`; nothing is computed here.
///
/// Most important: [org.unitscope.export.NetronAttachment],
/// [org.unitscope.export.ExplorerNodeData], [org.unitscope.export.ExplorerGraph].
@NullMarked
package org.unitscope.export;

import org.jspecify.annotations.NullMarked;
