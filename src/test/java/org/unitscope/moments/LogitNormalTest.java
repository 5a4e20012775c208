package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.statistics.Moments;

final class LogitNormalTest {
    /// With two keys x is the difference of both logits, of variance 2 s² and mean 0.
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 3, 8})
    void twoKeysGiveTheDifferenceOfTheirLogits(double s) {
        double overlap = new SoftmaxMoments(s, 2).powerSum(2, 2);
        LogitNormal law = LogitNormal.fit(2, overlap);

        assertThat(law.mean()).isCloseTo(0, within(1e-3));
        assertThat(law.deviation()).isCloseTo(Math.sqrt(2) * s, within(1e-3 * s));
    }

    /// Mean and mean square by another quadrature.
    @ParameterizedTest(name = "{0} keys, overlap {1}")
    @CsvSource({
        "2, 0.5",
        "2, 0.9",
        "1.5, 0.8",
        "10, 0.1",
        "10, 0.3",
        "48, 0.021",
        "48, 0.9",
        "1e6, 1.1e-6",
        "1e6, 0.01",
        "1e6, 0.5",
        "128, 0.93"
    })
    void meanAndMeanSquareAreAsAskedFor(double count, double overlap) {
        LogitNormal law = LogitNormal.fit(count, overlap);
        double bend = -law.mean() / law.deviation();
        GaussianExpectation expectation =
                new GaussianExpectation(bend, bend - 0.1, bend + 0.1, bend - 0.3, bend + 0.3);

        double mean = expectation.of(law::at, 0, 1);
        double square = expectation.of(z -> law.at(z) * law.at(z), 0, 1);
        assertThat(mean * count).isCloseTo(1, within(1e-3));
        assertThat(square * count / overlap).isCloseTo(1, within(2e-3));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "100, 1", "128, 0.97", "100, 0.01", "100, 0.001", "1e6, 1", "1.001, 1"})
    void extremesAreFinite(double count, double overlap) {
        LogitNormal law = LogitNormal.fit(count, overlap);

        assertThat(law.mean()).isFinite();
        assertThat(law.deviation()).isBetween(0.0, 40.0);
    }

    /// Fits that weights and gradients share are the same as those made alone: no bit changes.
    @Test
    void sharedFitsAreThoseMadeAlone() {
        Positions t = Positions.single(4);
        TensorState rows =
                TensorState.independentRows(
                        new RowGrid(2, t), new Moments(0, 1), 8, ElementShape.GAUSSIAN);
        KeyMask all = KeyMask.of(t, t, KeyMask.Visibility.ALL);
        AttentionKernels attention = new AttentionKernels(rows, rows, 1, all, true);

        assertThat(attention.weight(4, 0.4)).isEqualTo(LogitNormal.fit(4, 0.4));
        assertThat(attention.weight(4, 0.5)).isEqualTo(LogitNormal.fit(4, 0.5));
        assertThat(attention.weight(3, 0.4)).isEqualTo(LogitNormal.fit(3, 0.4));
        assertThat(attention.weight(4, 0.4)).isSameAs(attention.weight(4, 0.4));
    }
}
