/// How numbers are written on screen: one form for every view.
///
/// Text only, no controls. Most important type: [org.unitscope.app.text.NumberText].
@NullMarked
package org.unitscope.app.text;

import org.jspecify.annotations.NullMarked;
