/// What all windows beside the main one share: how they open and fit the screen, what they show
/// while there are no results, and that something is going on.
///
/// Most important types: [org.unitscope.app.window.ToolWindow],
/// [org.unitscope.app.window.MessagePane], [org.unitscope.app.window.BusyBar].
@NullMarked
package org.unitscope.app.window;

import org.jspecify.annotations.NullMarked;
