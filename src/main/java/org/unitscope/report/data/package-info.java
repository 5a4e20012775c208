/// What a report says, as numbers and names: built once from runs, written by
/// [org.unitscope.report.page] and [org.unitscope.report.output] in any form, so that no two forms
/// can differ.
///
/// Ranks, groups and counts; samples and predicts nothing. Most important types:
/// [org.unitscope.report.data.ReportData], [org.unitscope.report.data.RunSection],
/// [org.unitscope.report.data.Advice].
@NullMarked
package org.unitscope.report.data;

import org.jspecify.annotations.NullMarked;
