/// The window that derives the factors of a function of one's own.
///
/// The view model is the state and is tested without a toolkit; the views show it and compute
/// nothing but places on the screen. Most important types: [org.unitscope.app.derive.DeriveWindow],
/// [org.unitscope.app.derive.DeriveViewModel].
@NullMarked
package org.unitscope.app.derive;

import org.jspecify.annotations.NullMarked;
