/// Few power-of-two factors instead of many: which gradients a format cannot hold, and the fewest
/// factors of the backward pass that bring all of them inside.
@NullMarked
package org.unitscope.plan;

import org.jspecify.annotations.NullMarked;
