/// Light and dark: style sheets, colors that charts and canvases draw with, color scales.
///
/// It knows no view; views ask it for colors and redraw when the theme changes. Most important
/// types: [org.unitscope.app.theme.Theme], [org.unitscope.app.theme.ThemeModel],
/// [org.unitscope.app.theme.Palette].
@NullMarked
package org.unitscope.app.theme;

import org.jspecify.annotations.NullMarked;
