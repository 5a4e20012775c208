/// What people read outside the window: reports of runs (their numbers in `data`, drawn in
/// `charts`, written in `page` and `output`), the operator reference, explanations as text, and the
/// colors that report and window share.
///
/// Formats records; computes no statistics. Most important types:
/// [org.unitscope.report.data.ReportData], [org.unitscope.report.DivergingScale],
/// [org.unitscope.report.OperatorReferenceWriter].
@NullMarked
package org.unitscope.report;

import org.jspecify.annotations.NullMarked;
