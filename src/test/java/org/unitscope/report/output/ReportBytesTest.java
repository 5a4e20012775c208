package org.unitscope.report.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.activation;
import static org.unitscope.report.data.ReportFixtures.elsewhere;
import static org.unitscope.report.data.ReportFixtures.gradient;
import static org.unitscope.report.data.ReportFixtures.report;
import static org.unitscope.report.data.ReportFixtures.stored;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Role;
import org.unitscope.report.charts.Chart;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.task.WorkbenchException;

class ReportBytesTest {
    private static final String RUN = "../sample-runs/mlp-fp8";

    @Test
    void theSameRunGivesTheSameBytes() throws Exception {
        assertThat(ReportJson.of(stored(RUN))).isEqualTo(ReportJson.of(stored(RUN)));
        assertThat(ReportCsv.of(stored(RUN))).isEqualTo(ReportCsv.of(stored(RUN)));
        assertThat(ReportMarkdown.of(stored(RUN))).isEqualTo(ReportMarkdown.of(stored(RUN)));
        assertThat(ReportPage.of(stored(RUN), ChartTheme.LIGHT))
                .isEqualTo(ReportPage.of(stored(RUN), ChartTheme.LIGHT));
        byte[] pdf = PdfWriter.of(stored(RUN), ChartTheme.LIGHT);
        assertThat(PdfWriter.of(stored(RUN), ChartTheme.LIGHT)).isEqualTo(pdf);
    }

    @Test
    void whenAndWhereItRanIsInOneFieldOnly() throws Exception {
        RunRecord run = RunStore.read(Path.of(RUN));
        String time = "2031-12-13T14:15:16Z";
        String before = run.environment().started();
        ReportData here = ReportData.of("mlp-fp8", run);
        ReportData there = ReportData.of("mlp-fp8", elsewhere(run, time));

        assertThat(ReportJson.of(there).replace(time, before)).isEqualTo(ReportJson.of(here));
        assertThat(ReportJson.of(there).split(time, -1)).hasSize(2);
        assertThat(ReportPage.of(there, ChartTheme.LIGHT).replace(time, before))
                .isEqualTo(ReportPage.of(here, ChartTheme.LIGHT));
        assertThat(ReportCsv.of(there)).isEqualTo(ReportCsv.of(here));
        assertThat(ReportMarkdown.of(there)).isEqualTo(ReportMarkdown.of(here));
    }

    @Test
    void whereTheFolderLiesChangesNothing() throws Exception {
        assertThat(ReportJson.of(stored(RUN)))
                .isEqualTo(ReportJson.of(stored("../src/../sample-runs/mlp-fp8/")));
    }

    @Test
    void keysAreSorted() throws Exception {
        String json = ReportJson.of(stored(RUN));

        assertThat(json.indexOf("\"command\""))
                .isLessThan(json.indexOf("\"comparisons\""))
                .isLessThan(json.indexOf("\"runs\""));
        assertThat(json.indexOf("\"runs\"")).isLessThan(json.indexOf("\"title\""));
    }

    @Test
    void thePdfIsTitledAndHasFonts() throws Exception {
        try (PDDocument document = Loader.loadPDF(PdfWriter.of(stored(RUN), ChartTheme.LIGHT))) {
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo("mlp: Unitscope report");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo(RunStore.read(Path.of(RUN)).environment().started());
            for (var page : document.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
                // Landscape A4.
                assertThat(page.getMediaBox().getWidth()).isGreaterThan(840);
            }
        }
    }

    @Test
    void thePdfIsTaggedAndItsChartsAreNamed() throws Exception {
        try (PDDocument document = Loader.loadPDF(PdfWriter.of(stored(RUN), ChartTheme.LIGHT))) {
            List<String> figures = new ArrayList<>();
            collect(document.getDocumentCatalog().getStructureTreeRoot(), figures);

            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            // Claims no conformance.
            assertThat(document.getDocumentCatalog().getMetadata()).isNull();
            assertThat(figures)
                    .hasSize(12)
                    .contains(
                            "Scale of every tensor of mlp-fp8",
                            "Histogram of readout gA",
                            "Predicted against sampled scale of mlp-fp8");
        }
    }

    private static void collect(PDStructureNode node, List<String> figures) {
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                if (element.getStructureType().equals("Figure")) {
                    figures.add(element.getAlternateDescription());
                }
                collect(element, figures);
            }
        }
    }

    @Test
    void thePdfOfHostileNamesIsMade() throws Exception {
        byte[] pdf =
                PdfWriter.of(
                        report(
                                activation("<img src=\"http://example.org/x.png\"/>", 1000),
                                activation("]]>\u0000&", Float.NaN),
                                RunFixtures.tensor("漢字", "add", Role.ACTIVATION, 2)),
                        ChartTheme.DARK);

        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    @Test
    void markdownKeepsNamesFromBeingMarkup() {
        String markdown = ReportMarkdown.of(report(activation("a|b*c_d<e>`\n#", 1000)));

        assertThat(markdown).contains("| 1 | a\\|b\\*c\\_d&lt;e>\\` \\# | A |");
    }

    @Test
    void chartsArePngOrSvg() throws Exception {
        for (String name :
                List.of("heatmap", "exponents", "exponents:A", "scatter", "histogram:readout:gA")) {
            Chart chart = Chart.of(stored(RUN), name, ChartTheme.LIGHT);
            byte[] png = PngWriter.of(chart.svg(), chart.width());

            assertThat(chart.svg()).startsWith("<svg xmlns=");
            assertThat(png).startsWith(0x89, 'P', 'N', 'G');
            // Width in the header, big-endian.
            int width = ((png[18] & 0xFF) << 8) | (png[19] & 0xFF);
            assertThat(width).isEqualTo((int) (2 * chart.width()));
        }
    }

    @Test
    void aChartThatThereIsNotSaysWhichThereAre() throws Exception {
        ReportData data = stored(RUN);

        assertThat(message(data, "pie")).contains("there is no chart 'pie'; use heatmap");
        assertThat(message(data, "histogram:readuot:gA")).contains("did you mean readout");
        assertThat(message(data, "histogram:readout")).contains("needs a tensor and a role");
        assertThat(message(data, "exponents:Q")).contains("no role 'Q'");
        assertThat(message(report(gradient("g")), "histogram:g:gA")).contains("was not sampled");
        assertThat(message(report(gradient("g")), "scatter")).contains("has both scales");
    }

    private static String message(ReportData data, String chart) {
        try {
            return "drew " + Chart.of(data, chart, ChartTheme.LIGHT).width();
        } catch (WorkbenchException wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }
}
