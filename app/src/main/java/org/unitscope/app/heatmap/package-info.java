/// The scale heatmap: outline items down, roles across, color for the logarithm of the RMS.
///
/// Draws what a run holds and computes nothing but colors. The canvas is as large as what is seen
/// of it, however many rows there are. Most important types:
/// [org.unitscope.app.heatmap.HeatmapViewModel], [org.unitscope.app.heatmap.HeatmapView],
/// [org.unitscope.app.heatmap.CellValue].
@NullMarked
package org.unitscope.app.heatmap;

import org.jspecify.annotations.NullMarked;
