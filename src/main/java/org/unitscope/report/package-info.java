/// What people read outside the window: the HTML report, the operator reference, explanations as
/// text, and the colors that report and window share.
///
/// Formats records; computes no statistics. Most important types:
/// [org.unitscope.report.HtmlReport], [org.unitscope.report.DivergingScale],
/// [org.unitscope.report.OperatorReferenceWriter].
@NullMarked
package org.unitscope.report;

import org.jspecify.annotations.NullMarked;
