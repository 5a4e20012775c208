/// One file per operator. Reached only through the catalogue of [org.unitscope.operators]; no other
/// class names a class of this package.
@NullMarked
package org.unitscope.operators.library;

import org.jspecify.annotations.NullMarked;
