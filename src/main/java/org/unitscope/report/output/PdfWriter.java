package org.unitscope.report.output;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.svgsupport.BatikSVGDrawer;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.charts.Svg;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;

/// A report as PDF: the page of [ReportPage], laid out on landscape A4 and tagged for screen
/// readers. Equal data gives equal bytes: dates and the document's id come from the content.
public final class PdfWriter {
    /// Rows of the full table in a PDF: about forty to a page.
    public static final int MOST_ROWS = 2000;

    private static final Pattern CHART = Pattern.compile("<svg( [^>]*>\n<title[^>]*>([^<]*))");

    private PdfWriter() {}

    /// The bytes of the file.
    ///
    /// @throws IOException if the layout fails, which is an error of ours
    public static byte[] of(ReportData data, ChartTheme theme) throws IOException {
        XRLog.setLoggingEnabled(false);
        String page = forPaper(ReportPage.of(data, theme, MOST_ROWS));
        try (BatikSVGDrawer svg = new BatikSVGDrawer();
                PdfBoxRenderer renderer = builder(page, svg).buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            try (PDDocument document = renderer.getPdfDocument()) {
                PDDocumentInformation information = document.getDocumentInformation();
                information.setTitle(data.title() + ": Unitscope report");
                information.setProducer("Unitscope");
                information.setCreationDate(started(data));
                document.setDocumentId((long) page.hashCode());
                // It would claim conformance to PDF/UA, which nobody has checked.
                document.getDocumentCatalog().setMetadata(null);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                document.save(bytes);
                return bytes.toByteArray();
            }
        }
    }

    /// Charts in our font, their titles where the writer of PDF looks for what to read out.
    private static String forPaper(String page) {
        return CHART.matcher(page.replace(Svg.FONTS, "'" + ReportFonts.FAMILY + "'"))
                .replaceAll("<svg alt=\"$2\"$1");
    }

    private static PdfRendererBuilder builder(String page, BatikSVGDrawer svg) {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        for (boolean bold : new boolean[] {false, true}) {
            FSSupplier<InputStream> font = () -> ReportFonts.open(bold);
            builder.useFont(
                    font,
                    ReportFonts.FAMILY,
                    bold ? 700 : 400,
                    FontStyle.NORMAL,
                    true,
                    EnumSet.of(FSFontUseCase.DOCUMENT, FSFontUseCase.SVG));
        }
        // Tagged for screen readers, and with it no fonts but ours are looked for.
        builder.usePdfUaAccessibility(true);
        builder.useSVGDrawer(svg);
        // A report loads nothing: what a name contains stays text.
        builder.useExternalResourceAccessControl(
                (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.withHtmlContent(page, null);
        return builder;
    }

    /// When the first run was computed; the epoch where the run does not say it.
    private static GregorianCalendar started(ReportData data) {
        Instant instant;
        try {
            instant = Instant.parse(data.runs().getFirst().run().environment().started());
        } catch (DateTimeParseException unknown) {
            instant = Instant.EPOCH;
        }
        return GregorianCalendar.from(instant.atZone(ZoneOffset.UTC));
    }
}
