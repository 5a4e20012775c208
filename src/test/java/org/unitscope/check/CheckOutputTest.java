package org.unitscope.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.check.CheckFixtures.check;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Text, Markdown, JUnit XML and JSON say the same of a result.
class CheckOutputTest {
    private static final String BREAKS =
            "{ \"name\": \"small\", \"limits\": { \"rms\": { \"max\": 2 } } }";
    private static final String WARNS =
            "{ \"name\": \"warn\", \"severity\": \"warning\", \"tensors\": \"A\", \"limits\": { \"amax\": 2 } }";
    private static final String SKIPS =
            "{ \"name\": \"skip\", \"optional\": true, \"tensors\": \"no.*\", \"limits\": { \"amax\": 2 } }";
    private static final String DEAD =
            "{ \"name\": \"dead\", \"tensors\": \"no.*\", \"limits\": { \"amax\": 2 } }";

    private static CheckResult result() throws Exception {
        return check(Map.of("up A", 3.5f, "sum A", 7f), BREAKS, WARNS, SKIPS, DEAD);
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document xml, String name) {
        return IntStream.range(0, xml.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) xml.getElementsByTagName(name).item(i))
                .toList();
    }

    @Test
    void junitHasACaseForEveryRuleAndTensor() throws Exception {
        Document xml = parse(JUnitXml.of(result()));

        assertThat(elements(xml, "testsuite"))
                .extracting(
                        suite -> suite.getAttribute("name"),
                        suite -> suite.getAttribute("tests"),
                        suite -> suite.getAttribute("failures"),
                        suite -> suite.getAttribute("skipped"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("p.small", "10", "2", "0"),
                        org.assertj.core.groups.Tuple.tuple("p.warn", "4", "0", "0"),
                        org.assertj.core.groups.Tuple.tuple("p.skip", "1", "0", "1"),
                        org.assertj.core.groups.Tuple.tuple("p.dead", "1", "1", "0"));
        assertThat(elements(xml, "testcase"))
                .extracting(one -> one.getAttribute("classname") + " " + one.getAttribute("name"))
                .hasSize(16)
                .doesNotHaveDuplicates();
        assertThat(elements(xml, "failure")).hasSize(3);
        assertThat(elements(xml, "failure").getFirst().getAttribute("message"))
                .isEqualTo(elements(xml, "failure").getFirst().getTextContent())
                .isEqualTo(
                        "up A: rms is 3.5, must be ≤ 2.0, judged in fp8_e4m3fn; starts at the linear 'up' (+1.81 octaves)");
        assertThat(elements(xml, "system-out")).hasSize(2);
        assertThat(elements(xml, "skipped")).hasSize(1);
    }

    /// Quotes, markup and characters that XML has not, in names that people give.
    @Test
    void namesCannotBreakAnOutput() throws Exception {
        RunRecord run =
                RunFixtures.run(
                        "a|b", RunFixtures.tensor("x|<y>&", "lin*ear", Role.ACTIVATION, 1, 4));
        String text =
                PolicyTest.policy(
                        "{ \"name\": \"<r> & \\u0001 | \\ud800\", \"reason\": \"a\\nb | c\", \"limits\": { \"amax\": 2 } }");
        CheckResult result =
                PolicyCheck.of(
                        Policy.parse(text, "gate.json"),
                        new CheckedRun(new ComparedRun("run", run), Optional.empty(), "no model"),
                        Optional.empty());

        assertThat(elements(parse(JUnitXml.of(result)), "testcase"))
                .singleElement()
                .extracting(one -> one.getAttribute("name"))
                .isEqualTo("x|<y>& A");
        List<String> rows =
                CheckMarkdown.of(result).lines().filter(line -> line.startsWith("|")).toList();
        assertThat(rows).filteredOn(row -> row.contains("x\\|\\<y\\>&")).hasSize(1);
        assertThat(rows)
                .filteredOn(row -> row.contains("violated"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row).contains("a b \\| c");
                    assertThat(row.replace("\\|", "").chars().filter(c -> c == '|').count())
                            .isEqualTo(7);
                });
    }

    @Test
    void jsonHoldsEveryNumberInFullAndThePath() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(CheckJson.of(result()));

        assertThat(json.path("passed").asBoolean()).isFalse();
        assertThat(json.path("rules")).hasSize(4);
        JsonNode finding = json.path("rules").path(0).path("findings").path(1);
        assertThat(finding.path("tensor").asString()).isEqualTo("sum");
        assertThat(finding.path("value").asDouble()).isEqualTo(7);
        assertThat(finding.path("max").asDouble()).isEqualTo(2);
        assertThat(finding.path("upstream").path("starts_at").asString()).isEqualTo("linear 'up'");
        assertThat(finding.path("upstream").path("path"))
                .extracting(step -> step.path("tensor").asString())
                .containsExactly("sum", "up");
        assertThat(json.path("rules"))
                .extracting(rule -> rule.path("state").asString())
                .containsExactly("violated", "warning", "skipped", "violated");
    }

    @Test
    void infiniteNumbersAreWordsInJson() throws Exception {
        CheckResult result =
                CheckFixtures.drift(
                        Map.of("up A", 0f),
                        Map.of(),
                        "{ \"name\": \"r\", \"limits\": { \"rms_drift_octaves\": 1 } }");

        assertThat(
                        JsonMapper.shared()
                                .readTree(CheckJson.of(result))
                                .path("rules")
                                .path(0)
                                .path("findings")
                                .path(0)
                                .path("value")
                                .asString())
                .isEqualTo("Infinity");
    }

    @Test
    void textShowsTensorRoleNumberLimitFormatAndStart() throws Exception {
        List<String> lines = CheckText.lines(result(), 110, false);

        assertThat(lines)
                .contains("violated  small: 2 of 10 tensors fail")
                .anyMatch(line ->
                        line.matches(
                                " +sum +A +rms +7.00 ≤ 2.0 +fp8_e4m3fn +linear 'up' \\(\\+1.81 octaves\\)"))
                .endsWith("violated: 2 of 4 rules violated, 1 with warnings");
    }

    /// 2.0000001 does not read as 2.
    @Test
    void aNumberNeverReadsAsItsLimit() throws Exception {
        assertThat(Quantity.RMS.brief(2.0000001, 2)).isEqualTo("2.0000001");
        assertThat(Quantity.RMS.brief(2.1, 2)).isEqualTo("2.10");
    }

    @Test
    void theSameResultGivesTheSameBytes() throws Exception {
        assertThat(CheckJson.of(result())).isEqualTo(CheckJson.of(result()));
        assertThat(JUnitXml.of(result())).isEqualTo(JUnitXml.of(result()));
        assertThat(CheckMarkdown.of(result())).isEqualTo(CheckMarkdown.of(result()));
    }
}
