package org.unitscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;

class HtmlReportTest {
    @Test
    void textOfAModelIsData() {
        RunRecord run =
                RunFixtures.run(
                        "<script>alert('x')</script>",
                        RunFixtures.tensor("a\"<b>", "add", Role.ACTIVATION, 1, 1, 2));

        assertThat(HtmlReport.page(run))
                .doesNotContain("<script>", "a\"<b>")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "a&quot;&lt;b&gt;");
    }

    @Test
    void namesTheWorstAndWhy() {
        RunRecord run =
                RunFixtures.run(
                        "judged",
                        RunFixtures.tensor("fine", "add", Role.ACTIVATION, 1, 1, 2, -1),
                        RunFixtures.tensor("tiny", "add", Role.ACTIVATION, 1e-6, 1e-6f, -2e-6f),
                        RunFixtures.tensor("huge", "add", Role.ACTIVATION, 1e6, 1e6f, 1));

        assertThat(HtmlReport.page(run))
                .contains("1 representable", "1 lost", "1 overflow")
                .contains("<li><b>huge A</b>: ", "<li><b>tiny A</b>: ")
                .doesNotContain("<li><b>fine A</b>");
    }

    @Test
    void aRunWithoutSamplesSaysSo() {
        assertThat(HtmlReport.page(RunFixtures.layers(2)))
                .contains("Left half of a cell: predicted");
        RunRecord run =
                RunFixtures.run("predicted", RunFixtures.tensor("a", "add", Role.ACTIVATION, 2));
        assertThat(HtmlReport.page(run)).contains("Nothing was sampled, so nothing is judged");
    }

    @Test
    void bytesDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        String page = HtmlReport.page(RunFixtures.layers(3));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(HtmlReport.page(RunFixtures.layers(3))).isEqualTo(page);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void scalesBeyondTheColorBarAreMarked() {
        RunRecord run =
                RunFixtures.run("far", RunFixtures.tensor("a", "add", Role.ACTIVATION, 1e-9));
        assertThat(HtmlReport.page(run)).contains("class=\"clamped\"");
        RunRecord near =
                RunFixtures.run("near", RunFixtures.tensor("a", "add", Role.ACTIVATION, 0.5));
        assertThat(HtmlReport.page(near)).doesNotContain("class=\"clamped\"");
    }

    @Test
    void numbersHaveFourDigits() {
        assertThat(Html.number(0.0012345)).isEqualTo("0.001234");
        assertThat(Html.number(0.02)).isEqualTo("0.02000");
        assertThat(Html.number(12345.678)).isEqualTo("12350");
        assertThat(Html.number(1.5e-7)).isEqualTo("1.500e-07");
        assertThat(Html.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Html.percent(1e-7)).isEqualTo("&lt; 0.001 %");
    }
}
