/// All tensors of a run as a sortable table: the twin in numbers of the heatmap.
///
/// Computes nothing. Most important types: [org.unitscope.app.tensors.TensorsView],
/// [org.unitscope.app.tensors.TensorColumn].
@NullMarked
package org.unitscope.app.tensors;

import org.jspecify.annotations.NullMarked;
