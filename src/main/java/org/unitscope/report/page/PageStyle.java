package org.unitscope.report.page;

import org.unitscope.report.charts.ChartTheme;

/// The style sheet of a report. CSS 2.1 without variables, grids or flexible boxes: the writer of
/// PDF reads the same sheet as a browser.
final class PageStyle {
    private static final String SHEET =
            """
            @page{size:A4 landscape;margin:11mm 12mm 13mm;background:$paper;@bottom-left{content:"Unitscope report";font:8pt "DejaVu Sans Condensed",sans-serif;color:$muted}@bottom-right{content:counter(page) " / " counter(pages);font:8pt "DejaVu Sans Condensed",sans-serif;color:$muted}}
            html{background:$paper}
            body{font-family:system-ui,"Segoe UI","DejaVu Sans Condensed",sans-serif;font-size:14px;line-height:1.45;color:$ink;background:$paper;margin:24px auto;max-width:1030px;padding:0 16px}
            h1{font-size:25px;line-height:1.2;margin:0 0 2px}
            h2{font-size:18px;margin:34px 0 6px;padding-bottom:3px;border-bottom:1px solid $line;page-break-after:avoid}
            .lead{page-break-after:avoid}
            h3{font-size:14px;margin:18px 0 4px;page-break-after:avoid}
            p{margin:4px 0 8px}.about,figcaption,.note{color:$muted;font-size:12px}
            code,.path{font-family:ui-monospace,Consolas,"DejaVu Sans Condensed",monospace;font-size:12px}
            pre{background:$soft;padding:8px 10px;font-size:11px;white-space:pre-wrap;word-wrap:break-word;margin:4px 0 10px;font-family:ui-monospace,Consolas,"DejaVu Sans Condensed",monospace}
            a{color:$ink}
            figure{margin:8px 0 14px;page-break-inside:avoid}
            svg{max-width:100%;height:auto;display:block}
            table{border-collapse:collapse;font-size:12px;margin:4px 0 12px;-fs-table-paginate:paginate}
            thead{display:table-header-group}tr{page-break-inside:avoid}
            th,td{padding:2px 7px;border-bottom:1px solid $line;text-align:right;vertical-align:top}
            thead th{background:$soft;vertical-align:bottom}
            th[scope=row],.l{text-align:left;font-weight:normal}
            thead th.l{font-weight:bold}
            .verdict{font-size:18px;line-height:1.35;margin:10px 0}
            .banner{border-left:4px solid $flushed;background:$soft;padding:6px 10px;margin:10px 0}
            table.tiles{width:100%;border-collapse:separate;border-spacing:0}
            table.tiles td{background:$soft;border:0;border-right:12px solid $paper;text-align:left;padding:8px 12px;width:33%}
            .big{font-size:24px;line-height:1.25;white-space:nowrap}.big small{font-size:13px}
            table.facts th[scope=row]{color:$muted;white-space:nowrap}table.facts td{text-align:left}
            .card{border:1px solid $line;padding:6px 10px 4px;margin:0 0 8px;page-break-inside:avoid}
            .card table{margin:0;width:100%}.card td{border:0;padding:0;text-align:left}
            .card td.chart{width:400px}.card td.words{padding-left:14px}
            .card h3{margin:0 0 3px}.card p{margin:2px 0;font-size:13px}.card p.note{font-size:12px}
            nav{font-size:12px;color:$muted;margin:10px 0}nav a{color:$muted}
            .overflow{color:$overflow;font-weight:bold}.lost{color:$overflow}.atrisk{color:$warn}
            .better{color:$good;font-weight:bold}.worse{color:$overflow;font-weight:bold}
            .two td{border:0;padding:0 10px 0 0;text-align:left}
            table.full{font-size:10.5px;width:100%}table.full th,table.full td{padding:1px 4px}
            table.full th[scope=row]{max-width:240px;word-wrap:break-word}
            table.full td.l{white-space:nowrap}
            summary{cursor:pointer;margin:4px 0 8px}details{display:block}summary{display:block}
            table.formats{page-break-inside:avoid}
            .scroll{overflow-x:auto}
            @media print{body{margin:0;max-width:none;padding:0;font-size:12px}h2{margin-top:20px}.scroll{overflow:visible}
            .break{page-break-before:always}table.full{font-size:8.5px}.card{margin-bottom:6px;padding:4px 8px 2px}.card h3{font-size:12px}.card p,.card p.note{font-size:11px;line-height:1.3;margin:1px 0}
            html,body,svg,table,td,th,.banner{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
            @media print{details::details-content{content-visibility:visible}}
            """;

    private PageStyle() {}

    /// The sheet in the colors of a theme.
    static String of(ChartTheme theme) {
        return SHEET.replace("$paper", theme.paper())
                .replace("$soft", theme.soft())
                .replace("$ink", theme.ink())
                .replace("$muted", theme.muted())
                .replace("$line", theme.line())
                .replace("$good", theme.good())
                .replace("$flushed", theme.flushed())
                .replace("$overflow", theme.overflow())
                .replace("$warn", theme.isDark() ? theme.flushed() : "#8a5200");
    }
}
