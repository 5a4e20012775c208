package org.unitscope.app.heatmap;

import java.util.function.Function;
import org.unitscope.run.TensorRecord;

/// One of several heatmaps with common rows: four columns, one per role.
///
/// @param title above the columns
/// @param value what a cell shows of its row's record
/// @param range octaves at either end of the colors
public record HeatmapPanel(String title, Function<TensorRecord, CellValue> value, double range) {}
