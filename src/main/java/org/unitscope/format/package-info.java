/// Number formats as data, and rounding to them, exact to the last bit.
///
/// Knows single numbers; nothing of arrays, tensors, statistics or threads. Most important types:
/// [org.unitscope.format.ScalarFormat], [org.unitscope.format.Formats],
/// [org.unitscope.format.Quantizer].
@NullMarked
package org.unitscope.format;

import org.jspecify.annotations.NullMarked;
