/// Runs: what was asked, what came out, and their folder on disk.
///
/// The one place where both engines are called; views, reports and commands read the records and
/// compute nothing. Most important types: [org.unitscope.run.RunRequest],
/// [org.unitscope.run.RunRecord], [org.unitscope.run.RunStore].
@NullMarked
package org.unitscope.run;

import org.jspecify.annotations.NullMarked;
