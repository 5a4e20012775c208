/// Number formats on screen: the presets and the user's own, the chooser, and the editor.
///
/// Models tell what the engine says about a format; views only show it. Knows no run and no tensor.
/// Most important types: [org.unitscope.app.formats.FormatLibrary],
/// [org.unitscope.app.formats.FormatEditorViewModel], [org.unitscope.app.formats.FormatChooser].
@NullMarked
package org.unitscope.app.formats;

import org.jspecify.annotations.NullMarked;
