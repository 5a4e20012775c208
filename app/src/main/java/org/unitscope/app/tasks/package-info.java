/// Long calls off the FX thread: one engine thread, thinned-out progress, cancellation.
///
/// The only package of the workbench with threads. It knows nothing of models or views. Most
/// important types: [org.unitscope.app.tasks.TaskRunner], [org.unitscope.app.tasks.EngineRunner],
/// [org.unitscope.app.tasks.EngineTask].
@NullMarked
package org.unitscope.app.tasks;

import org.jspecify.annotations.NullMarked;
