/// What the workbench remembers between two starts.
///
/// A small text file, no controls, no numbers of runs. Most important types:
/// [org.unitscope.app.settings.Settings], [org.unitscope.app.settings.WindowBounds].
@NullMarked
package org.unitscope.app.settings;

import org.jspecify.annotations.NullMarked;
