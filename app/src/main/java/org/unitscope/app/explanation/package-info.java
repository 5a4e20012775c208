/// Why the selected tensor has its predicted scale: rule, path from the source, broken assumptions.
///
/// Asks the engine for explanations off the FX thread and draws them; computes nothing. Most
/// important types: [org.unitscope.app.explanation.ExplanationViewModel],
/// [org.unitscope.app.explanation.ExplanationView].
@NullMarked
package org.unitscope.app.explanation;

import org.jspecify.annotations.NullMarked;
