/// Charts of a report as SVG: heatmaps, exponent maps, histograms, the scatter plot. Text is text,
/// every chart has a title and a description, colors come with words, marks or numbers.
///
/// Draws [org.unitscope.report.data]; computes positions only. Most important types:
/// [org.unitscope.report.charts.Chart], [org.unitscope.report.charts.Svg],
/// [org.unitscope.report.charts.ChartTheme].
@NullMarked
package org.unitscope.report.charts;

import org.jspecify.annotations.NullMarked;
