/// A scaling plan held against the model as it is and against unit scaling, and as text.
///
/// Judges graphs by what is asked for and formats; searches nothing. Most important types:
/// [org.unitscope.report.plan.PlanEvidence], [org.unitscope.report.plan.PlanResult].
@NullMarked
package org.unitscope.report.plan;

import org.jspecify.annotations.NullMarked;
