/// Progress and cancellation of long calls, as the engines see them, and the nearest-name finder
/// that error messages share.
///
/// The lowest package: it knows nothing of tensors, threads or screens, so that every engine may
/// poll it. Most important types: [org.unitscope.task.Progress],
/// [org.unitscope.task.CancellationToken], [org.unitscope.task.NearestNames].
@NullMarked
package org.unitscope.task;

import org.jspecify.annotations.NullMarked;
