package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MomentsTest {
    @Test
    void derivesSpreadFromMeanAndMeanSquare() {
        Moments moments = new Moments(3, 25);

        assertThat(moments.rms()).isEqualTo(5);
        assertThat(moments.variance()).isEqualTo(16);
        assertThat(moments.standardDeviation()).isEqualTo(4);
    }

    @Test
    void aVarianceThatRoundsBelowZeroIsZeroAndNaNStaysNaN() {
        assertThat(new Moments(1, Math.nextDown(1.0)).variance()).isZero();
        assertThat(new Moments(Double.NaN, Double.NaN).variance()).isNaN();
    }
}
