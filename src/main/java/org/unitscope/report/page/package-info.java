/// The report as one page of XHTML: no scripts, nothing loaded from elsewhere, for screens, for
/// paper, and as the template of the PDF.
///
/// Writes [org.unitscope.report.data]; computes nothing. Most important types:
/// [org.unitscope.report.page.ReportPage], [org.unitscope.report.page.PageStyle].
@NullMarked
package org.unitscope.report.page;

import org.jspecify.annotations.NullMarked;
