/// Functions of one variable that a user writes down: parsed, differentiated, and integrated
/// against a Gaussian.
@NullMarked
package org.unitscope.formula;

import org.jspecify.annotations.NullMarked;
