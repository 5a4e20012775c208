/// The runs that windows offer to choose from: what the main window has shown since the start, and
/// folders.
///
/// Most important types: [org.unitscope.app.runs.RunHistory], [org.unitscope.app.runs.RunChoice].
@NullMarked
package org.unitscope.app.runs;

import org.jspecify.annotations.NullMarked;
