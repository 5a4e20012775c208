/// The window of comparisons: two runs side by side, what was fixed and what was broken.
///
/// Shows what [org.unitscope.comparison.RunComparison] says and compares nothing itself. Most
/// important types: [org.unitscope.app.comparison.ComparisonViewModel],
/// [org.unitscope.app.comparison.ComparisonView], [org.unitscope.app.comparison.RunChoices].
@NullMarked
package org.unitscope.app.comparison;

import org.jspecify.annotations.NullMarked;
