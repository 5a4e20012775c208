/// Every operator against ONNX Runtime, an implementation that shares no code with Unitscope.
/// Writes the few fields of ONNX models that this takes; it is no exporter and no importer.
///
/// Most important: [org.unitscope.onnx.Counterpart], [org.unitscope.onnx.Counterparts],
/// [org.unitscope.onnx.Bounds].
@NullMarked
package org.unitscope.onnx;

import org.jspecify.annotations.NullMarked;
