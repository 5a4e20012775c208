/// The factors that a scheme has given the selected node, and why.
@NullMarked
package org.unitscope.app.factors;

import org.jspecify.annotations.NullMarked;
