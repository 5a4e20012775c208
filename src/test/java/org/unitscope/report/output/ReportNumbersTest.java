package org.unitscope.report.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.stored;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.report.Html;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.TensorTable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTML, PDF, Markdown, JSON and CSV say what `tensors.csv` of the run says, read here as a file
/// and not through the run reader.
class ReportNumbersTest {
    private static final String RUN = "../sample-runs/mlp-fp8";

    private static List<NamedCsvRecord> rows(String run) throws IOException {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(Path.of(run, "tensors.csv"))) {
            return reader.stream().toList();
        }
    }

    private static String number(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty() ? "–" : Html.number(Double.parseDouble(cell));
    }

    private static String percent(NamedCsvRecord row, String column) {
        return Html.percent(Double.parseDouble(row.getField(column)));
    }

    /// A row of the full table as words.
    private static List<String> expected(NamedCsvRecord row) {
        double predicted = Double.parseDouble(row.getField("predicted_rms"));
        double measured = Double.parseDouble(row.getField("measured_rms"));
        double octaves = (StrictMath.log(measured) - StrictMath.log(predicted)) / StrictMath.log(2);
        return List.of(
                row.getField("tensor"),
                row.getField("role"),
                row.getField("op"),
                row.getField("shape"),
                number(row, "predicted_rms"),
                number(row, "measured_rms"),
                number(row, "measured_standard_error"),
                predicted == 0 || measured == 0
                        ? "–"
                        : Html.fill("%+.2f", octaves).replace("-0.00", "+0.00").replace('-', '−'),
                number(row, "amax"),
                row.getField("format"),
                percent(row, "underflow_fraction"),
                percent(row, "subnormal_fraction"),
                percent(row, "overflow_fraction"),
                number(row, "sqnr_db"),
                row.getField("verdict"));
    }

    private static List<List<String>> tableOf(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document document =
                factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        NodeList tables = document.getElementsByTagName("table");
        List<List<String>> rows = new ArrayList<>();
        for (int t = 0; t < tables.getLength(); t++) {
            Element table = (Element) tables.item(t);
            if (!table.getAttribute("class").equals("full")) {
                continue;
            }
            NodeList lines = table.getElementsByTagName("tr");
            for (int i = 1; i < lines.getLength(); i++) {
                List<String> cells = new ArrayList<>();
                NodeList nodes = lines.item(i).getChildNodes();
                for (int c = 0; c < nodes.getLength(); c++) {
                    cells.add(nodes.item(c).getTextContent());
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {RUN, "../sample-runs/transformer-ffn-fp16", "test/resources/run/schema-2"})
    void thePageHasEveryRow(String run) throws Exception {
        List<List<String>> table = tableOf(ReportPage.of(stored(run), ChartTheme.LIGHT));
        List<NamedCsvRecord> rows = rows(run);

        assertThat(table).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(table.get(i)).isEqualTo(expected(rows.get(i)));
        }
    }

    @Test
    void theComparisonHasTheRowsOfBoth() throws Exception {
        String a = "../sample-runs/gpt-mini-fp8-unscaled";
        String b = "../sample-runs/gpt-mini-fp8-unit";
        List<List<String>> table = tableOf(ReportPage.of(stored(a, b), ChartTheme.LIGHT));
        List<NamedCsvRecord> first = rows(a);
        List<NamedCsvRecord> second = rows(b);

        // The rewrite keeps paths and order.
        assertThat(table).hasSameSizeAs(first).hasSameSizeAs(second);
        for (int i = 0; i < table.size(); i++) {
            NamedCsvRecord one = first.get(i);
            NamedCsvRecord other = second.get(i);
            assertThat(table.get(i).subList(4, 8))
                    .containsExactly(
                            number(one, "predicted_rms"),
                            number(other, "predicted_rms"),
                            number(one, "measured_rms"),
                            number(other, "measured_rms"));
            assertThat(table.get(i).subList(9, 15))
                    .containsExactly(
                            percent(one, "underflow_fraction"),
                            percent(other, "underflow_fraction"),
                            percent(one, "overflow_fraction"),
                            percent(other, "overflow_fraction"),
                            one.getField("verdict"),
                            other.getField("verdict"));
        }
    }

    @Test
    void jsonHasEveryCellWithAllDigits() throws Exception {
        JsonNode run =
                JsonMapper.shared().readTree(ReportJson.of(stored(RUN))).path("runs").path(0);
        List<NamedCsvRecord> rows = rows(RUN);

        assertThat(run.path("tensors").size()).isEqualTo(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode tensor = run.path("tensors").path(i);
            for (String column : TensorTable.COLUMNS) {
                String cell = rows.get(i).getField(column);
                JsonNode value = tensor.path(column);
                if (cell.isEmpty()) {
                    assertThat(value.isMissingNode()).as(column).isTrue();
                } else if (value.isNumber()) {
                    assertThat(value.asDouble()).isEqualTo(Double.parseDouble(cell));
                } else {
                    assertThat(value.asString()).isEqualTo(cell);
                }
            }
        }
    }

    @Test
    void csvHasTheCellsAsTheyAre() throws Exception {
        List<NamedCsvRecord> rows = rows(RUN);
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(ReportCsv.of(stored(RUN)))) {
            List<NamedCsvRecord> written = reader.stream().toList();
            assertThat(written).hasSameSizeAs(rows);
            for (int i = 0; i < rows.size(); i++) {
                for (String column : TensorTable.COLUMNS) {
                    assertThat(written.get(i).getField(column))
                            .isEqualTo(rows.get(i).getField(column));
                }
                assertThat(written.get(i).getField("judged_verdict"))
                        .isEqualTo(rows.get(i).getField("verdict"));
            }
        }
    }

    @Test
    void thePdfHasEveryNumberOfThePage() throws Exception {
        String text = pdfText(PdfWriter.of(stored(RUN), ChartTheme.LIGHT));

        for (NamedCsvRecord row : rows(RUN)) {
            List<String> cells = expected(row);
            String line =
                    cells.stream()
                            .map(cell -> Pattern.quote(cell.replace(" ", "")))
                            .reduce((a, b) -> a + b)
                            .orElseThrow();
            assertThat(Pattern.compile(line).matcher(text).find()).as(cells.toString()).isTrue();
        }
    }

    /// Without spaces and ends of lines, which depend on the layout.
    private static String pdfText(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s", "");
        }
    }

    @Test
    void markdownHasTheNumbersOfTheWorst() throws Exception {
        String markdown = ReportMarkdown.of(stored(RUN));
        Matcher line =
                Pattern.compile(
                                "\\| (\\d+) \\| (\\S+) \\| (\\S+) \\| \\d+ \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|")
                        .matcher(markdown);
        int found = 0;
        while (line.find()) {
            String path = line.group(2).replace("\\", "");
            String role = line.group(3);
            NamedCsvRecord row =
                    rows(RUN).stream()
                            .filter(r -> r.getField("tensor").equals(path))
                            .filter(r -> r.getField("role").equals(role))
                            .findFirst()
                            .orElseThrow();
            assertThat(line.group(4)).isEqualTo(row.getField("verdict"));
            assertThat(line.group(5)).isEqualTo(percent(row, "underflow_fraction"));
            assertThat(line.group(6)).isEqualTo(percent(row, "overflow_fraction"));
            found++;
        }
        assertThat(found).isEqualTo(8);
        long wrong =
                rows(RUN).stream()
                        .filter(row -> !row.getField("verdict").equals("representable"))
                        .count();
        assertThat(markdown)
                .contains("**%s of %s tensors are not".formatted(wrong, rows(RUN).size()));
    }

    @Test
    void totalsAreThoseOfTheTable() throws Exception {
        ReportData data = stored("../sample-runs/bert-base-fp8-unscaled");
        List<NamedCsvRecord> rows = rows("../sample-runs/bert-base-fp8-unscaled");
        OptionalDouble worst =
                rows.stream()
                        .mapToDouble(r -> Double.parseDouble(r.getField("underflow_fraction")))
                        .max();
        JsonNode totals =
                JsonMapper.shared()
                        .readTree(ReportJson.of(data))
                        .path("runs")
                        .path(0)
                        .path("totals");

        for (String verdict : List.of("representable", "at risk", "lost", "overflow")) {
            assertThat(totals.path(verdict.replace(' ', '_')).asLong())
                    .isEqualTo(
                            rows.stream()
                                    .filter(r -> r.getField("verdict").equals(verdict))
                                    .count());
        }
        assertThat(totals.path("worst_underflow").path("fraction").asDouble())
                .isEqualTo(worst.orElseThrow());
        assertThat(totals.path("elements").asLong())
                .isEqualTo(rows.stream().mapToLong(r -> Long.parseLong(r.getField("count"))).sum());
    }

    @Test
    void histogramsAreInTheJson() throws Exception {
        JsonNode tensors =
                JsonMapper.shared()
                        .readTree(ReportJson.of(stored(RUN)))
                        .path("runs")
                        .path(0)
                        .path("tensors");
        long counted = 0;
        for (String line : Files.readAllLines(Path.of(RUN, "histograms.csv")).subList(1, 20)) {
            String[] cells = line.split(",", -1);
            for (JsonNode tensor : tensors) {
                if (tensor.path("tensor").asString().equals(cells[0])
                        && tensor.path("role").asString().equals(cells[1])) {
                    assertThat(tensor.path("elements").path(cells[2]).asLong())
                            .isEqualTo(Long.parseLong(cells[3]));
                    counted++;
                }
            }
        }
        assertThat(counted).isEqualTo(19);
    }
}
