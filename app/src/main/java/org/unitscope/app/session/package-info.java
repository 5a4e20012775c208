/// What is open in a window: model, run, recipe, problems, and the calls that change them.
///
/// View models and the door to the engines; no controls. Most important types:
/// [org.unitscope.app.session.Workbench], [org.unitscope.app.session.Engine],
/// [org.unitscope.app.session.Failure].
@NullMarked
package org.unitscope.app.session;

import org.jspecify.annotations.NullMarked;
