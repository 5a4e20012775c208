/// The window: menus, tool bar, panes, status bar, dialogs, drag and drop.
///
/// Puts the views together; holds no numbers. Most important types:
/// [org.unitscope.app.shell.WorkbenchApplication], [org.unitscope.app.shell.WorkbenchView],
/// [org.unitscope.app.shell.Actions].
@NullMarked
package org.unitscope.app.shell;

import org.jspecify.annotations.NullMarked;
