/// Reports in forms other than a page for browsers: JSON, CSV, Markdown, PDF, and charts as PNG.
///
/// Writes [org.unitscope.report.data]; computes nothing. Most important types:
/// [org.unitscope.report.output.ReportJson], [org.unitscope.report.output.ReportMarkdown],
/// [org.unitscope.report.output.PdfWriter].
@NullMarked
package org.unitscope.report.output;

import org.jspecify.annotations.NullMarked;
