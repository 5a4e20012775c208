package org.unitscope.report.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;

/// A report in the form that the ending of a file's name asks for.
public final class ReportDocument {
    /// The endings for people: a page, paper, a comment on a change.
    public static final List<String> DOCUMENTS = List.of(".html", ".pdf", ".md");

    private ReportDocument() {}

    /// The bytes of the file: `.pdf`, `.md`, `.json` and `.csv` say what they are, all else is
    /// HTML.
    ///
    /// @throws IOException if the layout of a PDF fails, which is an error of ours
    public static byte[] of(ReportData data, Path file, ChartTheme theme) throws IOException {
        return switch (ending(file)) {
            case ".pdf" -> PdfWriter.of(data, theme);
            case ".md" -> utf8(ReportMarkdown.of(data));
            case ".json" -> utf8(ReportJson.of(data));
            case ".csv" -> utf8(ReportCsv.of(data));
            default -> utf8(ReportPage.of(data, theme));
        };
    }

    /// The ending of a name from its last dot, in small letters.
    public static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
