package org.unitscope.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fits of numbers whose exponent is known. Logarithms of up to 12 bits are good to 2^-49, and a
/// fit of a few points multiplies that by less than 16: 1e-13 is kept.
class PowerLawTest {
    private static final double TOLERANCE = 1e-13;

    private static List<ScaleLaw.Point> points(double... sizesAndScales) {
        List<ScaleLaw.Point> points = new ArrayList<>();
        for (int i = 0; i < sizesAndScales.length; i += 2) {
            points.add(new ScaleLaw.Point(sizesAndScales[i], sizesAndScales[i + 1]));
        }
        return points;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, -0.5, 1, -1.25})
    void aPowerIsFound(double exponent) {
        List<ScaleLaw.Point> points = new ArrayList<>();
        for (double size : new double[] {256, 384, 1000, 4096}) {
            points.add(new ScaleLaw.Point(size, 3 * StrictMath.pow(size, exponent)));
        }

        PowerLaw law = PowerLaw.fit(points).orElseThrow();

        assertThat(law.exponent()).isCloseTo(exponent, within(TOLERANCE));
        assertThat(law.deviation()).isLessThan(TOLERANCE);
        assertThat(law.upperExponent()).isCloseTo(exponent, within(10 * TOLERANCE));
        assertThat(StrictMath.pow(2, law.log2Coefficient())).isCloseTo(3, within(1e-11));
    }

    /// By hand, in octaves: sizes 0 1 2 3, scales 0.5 1 2 4. Slope 5.75 / 5, at size 1 0.15,
    /// distances 0.35 -0.3 -0.45 0.4, last slope 2.
    @Test
    void growthThatIsNoPowerShowsInDeviationAndUpperEnd() {
        double root = Math.sqrt(2);

        PowerLaw law = PowerLaw.fit(points(1, root, 2, 2, 4, 4, 8, 16)).orElseThrow();

        assertThat(law.exponent()).isCloseTo(1.15, within(TOLERANCE));
        assertThat(law.log2Coefficient()).isCloseTo(0.15, within(TOLERANCE));
        assertThat(law.deviation()).isCloseTo(0.45, within(TOLERANCE));
        assertThat(law.upperExponent()).isCloseTo(2, within(TOLERANCE));
        assertThat(law.log2At(4)).isCloseTo(2.45, within(TOLERANCE));
    }

    @Test
    void twoPointsFitWithoutDeviation() {
        PowerLaw law = PowerLaw.fit(points(3, 1, 10, 5)).orElseThrow();

        assertThat(law.deviation()).isZero();
        assertThat(law.exponent()).isCloseTo(law.upperExponent(), within(TOLERANCE));
    }

    @Test
    void whatHasNoLogarithmHasNoFit() {
        assertThat(PowerLaw.fit(points(1, 0, 2, 0))).isEmpty();
        assertThat(PowerLaw.fit(points(1, 1, 2, Double.NaN))).isEmpty();
        assertThat(PowerLaw.fit(points(1, 1, 2, Double.POSITIVE_INFINITY))).isEmpty();
        assertThat(PowerLaw.fit(points(1, 1))).isEmpty();
        assertThat(PowerLaw.fit(List.of())).isEmpty();
    }
}
