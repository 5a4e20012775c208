package org.unitscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DivergingScaleTest {
    @Test
    void unitScaleIsTheCenterAndTheEndsAreBlueAndRed() {
        assertThat(DivergingScale.css(0, false)).isEqualTo("#f7f7f7");
        assertThat(DivergingScale.css(0, true)).isEqualTo("#2b2d31");
        assertThat(DivergingScale.css(-8, false)).isEqualTo("#053061");
        assertThat(DivergingScale.css(8, false)).isEqualTo("#67001f");
        assertThat(DivergingScale.css(Double.NEGATIVE_INFINITY, false)).isEqualTo("#053061");
    }

    @Test
    void halfwayBetweenAnchorsIsTheirMean() {
        assertThat(DivergingScale.css(0.8, false)).isEqualTo("#fae9df");
    }

    @Test
    void beyondTheRangeIsMarkedAndNaNRefused() {
        assertThat(DivergingScale.isClamped(8)).isFalse();
        assertThat(DivergingScale.isClamped(-8.01)).isTrue();
        assertThatThrownBy(() -> DivergingScale.argb(Double.NaN, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
