/// The workbench: the start of the program. The window itself is in the packages below, one per
/// feature.
@NullMarked
package org.unitscope.app;

import org.jspecify.annotations.NullMarked;
