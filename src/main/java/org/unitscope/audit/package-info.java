/// What a rewrite has achieved: which tensors are not of unit scale, and why not.
@NullMarked
package org.unitscope.audit;

import org.jspecify.annotations.NullMarked;
