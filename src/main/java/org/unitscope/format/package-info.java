/// Number formats as data, and rounding to them, exact to the last bit.
///
/// Knows single numbers and plain arrays; nothing of tensors, statistics or threads. Most important
/// types: [org.unitscope.format.FloatFormat], [org.unitscope.format.Formats],
/// [org.unitscope.format.Quantizer].
@NullMarked
package org.unitscope.format;

import org.jspecify.annotations.NullMarked;
