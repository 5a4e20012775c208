/// The window of scaling plans: the fewest power-of-two factors that bring every tensor of the open
/// model inside its format, beside unit scaling.
///
/// It searches nothing itself. Most important types: [org.unitscope.app.plan.PlanViewModel],
/// [org.unitscope.app.plan.PlanView], [org.unitscope.app.plan.PlanWindow].
@NullMarked
package org.unitscope.app.plan;

import org.jspecify.annotations.NullMarked;
