@NullMarked
package org.unitscope.app;

import org.jspecify.annotations.NullMarked;
