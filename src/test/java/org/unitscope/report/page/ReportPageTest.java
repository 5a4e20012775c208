package org.unitscope.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.activation;
import static org.unitscope.report.data.ReportFixtures.compared;
import static org.unitscope.report.data.ReportFixtures.gradient;
import static org.unitscope.report.data.ReportFixtures.report;
import static org.unitscope.report.data.ReportFixtures.stored;
import static org.unitscope.report.data.ReportFixtures.unsampled;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.Role;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static String page(ReportData data) {
        return ReportPage.of(data, ChartTheme.LIGHT);
    }

    static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /// Every state that a run can be in.
    static List<ReportData> states() throws Exception {
        RunRecord layers = RunFixtures.layers(3);
        RunRecord hostile =
                RunFixtures.run(
                        "<script>alert('x')</script>",
                        activation("a\"<b>&amp;", 1, 2),
                        activation("]]>\u0000\u001b", 1000));
        return List.of(
                stored("../sample-runs/mlp-fp8"),
                stored("../sample-runs/mlp-fp8", "../sample-runs/transformer-ffn-fp16"),
                stored(
                        "../sample-runs/mlp-fp8",
                        "../sample-runs/transformer-ffn-fp16",
                        "../sample-runs/gpt-mini-fp8-unit"),
                stored("test/resources/run/schema-1"),
                stored("test/resources/run/schema-2"),
                ReportData.of("layers", layers),
                ReportData.of(
                        "cut", unsampled(RunStore.read(Path.of("../sample-runs/mlp-fp8")), 20)),
                ReportData.of(
                        "all predicted",
                        unsampled(RunStore.read(Path.of("../sample-runs/mlp-fp8")), 0)),
                ReportData.of("hostile", hostile),
                compared(hostile, layers),
                report(activation("one", 1)),
                report(RunFixtures.tensor("p", "add", Role.ACTIVATION, 2)),
                report(
                        activation("nan", Float.NaN, 1),
                        activation("only.nan", Float.NaN, Float.NaN),
                        activation("inf", Float.POSITIVE_INFINITY, -1),
                        activation("zero", 0, 0),
                        gradient("tiny", Float.MIN_VALUE, 0x1p-140f),
                        gradient("huge", Float.MAX_VALUE, Float.MIN_VALUE)),
                report());
    }

    @ParameterizedTest
    @MethodSource("states")
    void isWellFormedAndCompleteInEveryState(ReportData data) throws Exception {
        for (ChartTheme theme : List.of(ChartTheme.LIGHT, ChartTheme.DARK)) {
            Document document = parsed(ReportPage.of(data, theme));

            assertThat(elements(document, "h1")).hasSize(1);
            assertThat(elements(document, "h2"))
                    .extracting(heading -> heading.getAttribute("id"))
                    .contains(
                            "verdict",
                            "scales",
                            "exponents",
                            "worst-A",
                            "agreement",
                            "formats",
                            "method",
                            "again",
                            "tensors");
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void loadsNothingAndRunsNothing(ReportData data) throws Exception {
        String page = page(data);
        Document document = parsed(page);

        assertThat(elements(document, "script")).isEmpty();
        assertThat(elements(document, "link")).isEmpty();
        for (Element element : elements(document, "*")) {
            for (String attribute : List.of("src", "xlink:href", "data", "action", "style")) {
                assertThat(element.hasAttribute(attribute)).as(attribute).isFalse();
            }
            assertThat(element.getAttribute("href")).matches("|#[\\w-]+");
        }
        // In the sheet nothing either; namespaces are names.
        assertThat(elements(document, "style").getFirst().getTextContent())
                .doesNotContain("url(", "@import", "http");
        assertThat(
                        page.replace("xmlns=\"http://www.w3.org/1999/xhtml\"", "")
                                .replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:");
    }

    @ParameterizedTest
    @MethodSource("states")
    void isReadableWithoutSeeingIt(ReportData data) throws Exception {
        Document document = parsed(page(data));
        Set<String> ids = new HashSet<>();
        for (Element element : elements(document, "*")) {
            if (element.hasAttribute("id")) {
                assertThat(ids.add(element.getAttribute("id")))
                        .as(element.getAttribute("id"))
                        .isTrue();
            }
        }
        for (Element svg : elements(document, "svg")) {
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
            assertThat(ids)
                    .containsAll(List.of(svg.getAttribute("aria-labelledby").split(" ", -1)));
        }
        for (Element head : elements(document, "th")) {
            assertThat(head.getAttribute("scope")).matches("row|col");
        }
        for (Element link : elements(document, "a")) {
            assertThat(ids).contains(link.getAttribute("href").substring(1));
        }
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    }

    @Test
    void textOfAModelIsData() throws Exception {
        String page =
                page(
                        ReportData.of(
                                "<i>name",
                                RunFixtures.run(
                                        "<script>alert('x')</script>",
                                        activation("a\"<b>", 1000, 2))));

        assertThat(page)
                .doesNotContain("<script>", "a\"<b>", "<i>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "a&quot;&lt;b&gt;");
        assertThat(parsed(page).getDocumentElement().getTextContent())
                .contains("<script>alert('x')</script>", "a\"<b>");
    }

    @Test
    void aPartialRunSaysSo() {
        ReportData data =
                ReportData.of(
                        "cut",
                        unsampled(
                                RunFixtures.run("net", activation("a", 1), activation("b", 1)), 1));

        assertThat(page(data))
                .contains("<b>Partial run.</b> cut: sampling was cut short after 1 of 2 tensors");
        assertThat(page(report(activation("a", 1)))).doesNotContain("Partial run");
    }

    @Test
    void aRunWithoutSamplesSaysSo() {
        assertThat(page(report(RunFixtures.tensor("a", "add", Role.ACTIVATION, 2))))
                .contains("Nothing was sampled and no law of elements was predicted")
                .contains("Nothing was sampled: there are no elements to count")
                .doesNotContain("class=\"card\"");
    }

    @Test
    void verdictsAreWordsBesideColors() throws Exception {
        assertThat(page(report(activation("over", 1000), gradient("lost", 0x1p-20f))))
                .contains("<span class=\"overflow\">overflow</span>")
                .contains("<span class=\"lost\">lost</span>");
    }

    @Test
    void bytesDoNotDependOnTheLocale() throws Exception {
        Locale before = Locale.getDefault();
        String page = page(stored("../sample-runs/mlp-fp8"));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(page(stored("../sample-runs/mlp-fp8"))).isEqualTo(page);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void thousandsOfRowsStaySmall() {
        var tensors =
                IntStream.range(0, 5000)
                        .mapToObj(i -> activation("place" + letters(i), 1, 2))
                        .toArray(TensorRecord[]::new);
        String page = page(ReportData.of("huge", RunFixtures.run("huge", tensors)));

        assertThat(page.length()).isLessThan(3_000_000);
        assertThat(page).contains("4600 more places are in the full table", ">5000 tensors<");
    }

    /// A number in letters, so that no two places are of repeated blocks.
    private static String letters(int number) {
        return Integer.toString(number, 26).replaceAll("\\d", "x$0x");
    }
}
