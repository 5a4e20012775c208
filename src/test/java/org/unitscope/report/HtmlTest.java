package org.unitscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void numbersHaveFourDigits() {
        assertThat(Html.number(0.0012345)).isEqualTo("0.001234");
        assertThat(Html.number(0.02)).isEqualTo("0.02000");
        assertThat(Html.number(12345.678)).isEqualTo("12350");
        assertThat(Html.number(1.5e-7)).isEqualTo("1.500e-07");
        assertThat(Html.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Html.percent(1e-7)).isEqualTo("< 0.001 %");
    }

    @Test
    void whatXmlHasNoPlaceForIsReplaced() {
        assertThat(Html.escape("a\u0000b\u001b\ud800c")).isEqualTo("a\ufffdb\ufffd\ufffdc");
        assertThat(Html.escape("<a b=\"c\">'&")).isEqualTo("&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
        assertThat(Html.escape("Δ → \ud83d\ude00\t")).isEqualTo("Δ → \ud83d\ude00\t");
    }
}
