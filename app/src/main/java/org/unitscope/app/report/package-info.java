/// The window that shows a report page by page before it is written.
///
/// It lays out nothing itself: pages are those of the PDF. Most important types:
/// [org.unitscope.app.report.ReportViewModel], [org.unitscope.app.report.ReportView],
/// [org.unitscope.app.report.ReportWindow].
@NullMarked
package org.unitscope.app.report;

import org.jspecify.annotations.NullMarked;
