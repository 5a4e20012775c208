package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Single laws against closed forms and quadrature.
final class ElementLawTest {
    /// Relative error of a share: cells are straight to 1e-3 at worst, which a quarter of is left
    /// between their halves.
    private static final double SHARE = 2.5e-4;

    /// The same in tails: inside the bins at 6.5 deviations 6e-4 of their mass, which may be twice
    /// that of all bins above.
    private static final double TAIL = 1.2e-3;

    /// A jump is known to 1e-12, the density in cells that are divided to 1e-11.
    private static final double DIVIDED = 2e-11;

    /// Simpson's rule with 64 cells to a deviation leaves `64^-4 / 2880` fourth derivatives.
    private static final double MOMENT = 1e-9;

    private static ElementLaw of(DoubleUnaryOperator f) {
        return ElementLaw.ofGaussian(f, 0, 1);
    }

    private static void assertShare(double got, double expected) {
        assertThat(got).isCloseTo(expected, within(SHARE * expected));
    }

    @Test
    void theGaussianHasItsMomentsAndShares() {
        ElementLaw law = ElementLaw.gaussian();
        assertThat(law.mean()).isZero();
        assertThat(law.moment(1)).isCloseTo(Math.sqrt(2 / Math.PI), within(1e-15));
        assertThat(law.secondMoment()).isEqualTo(1);
        assertThat(law.kurtosis()).isEqualTo(3);
        // From the bins: smooth enough that 1/24 octave leaves 1e-6.
        assertThat(law.moment(6)).isCloseTo(15, within(15e-6));
        assertThat(law.moment(8)).isCloseTo(105, within(105e-6));
        for (double x : new double[] {1e-9, 1e-3, 0.125, 0.7, 1, 2.3, 4}) {
            assertThat(law.shareBelow(x)).isCloseTo(LawIntegrals.normalInside(x), within(2e-6));
        }
        double[] octaves = law.octaveShares(-3, 2);
        for (int octave = -3; octave <= 2; octave++) {
            double low = Math.scalb(1.0, octave);
            double share = LawIntegrals.normalInside(2 * low) - LawIntegrals.normalInside(low);
            assertThat(octaves[octave + 3]).isCloseTo(share, within(1e-11));
        }
    }

    @Test
    void theUniformLawHasVarianceOne() {
        ElementLaw law = ElementLaw.uniform();
        assertThat(law.isSymmetric()).isTrue();
        assertThat(law.secondMoment()).isEqualTo(1);
        assertThat(law.kurtosis()).isCloseTo(1.8, within(1e-15));
        assertThat(law.moment(3)).isCloseTo(9 / (4 * Math.sqrt(3)), within(1e-15));
        assertThat(law.shareBelow(0.5)).isCloseTo(0.5 / Math.sqrt(3), within(1e-15));
        assertThat(law.shareBelow(1.7)).isCloseTo(1.7 / Math.sqrt(3), within(1e-14));
        assertThat(law.shareBelow(1.8)).isCloseTo(1, within(1e-15));
        assertThat(law.amax(1000)).isCloseTo(Math.sqrt(3) * Math.pow(2, -1e-3), within(1e-13));
    }

    /// `E e^{ksz} = e^{k^2 s^2 / 2}`, `P(e^{sz} < m) = P(z < ln m / s)`.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 2})
    void theExponentialOfAGaussianIsLogNormal(double deviation) {
        ElementLaw law = ElementLaw.ofGaussian(StrictMath::exp, 0, deviation);
        double variance = deviation * deviation;
        double mean = Math.exp(variance / 2);
        assertThat(law.mean()).isCloseTo(mean, within(MOMENT * mean));
        for (int k = 1; k <= 4; k++) {
            double moment = Math.exp(k * k * variance / 2);
            // The fourth moment of deviation 2 sits 8 deviations out; 4 of them are left beyond.
            double tail = LawIntegrals.normalOutside(12 - k * deviation);
            assertThat(law.moment(k)).isCloseTo(moment, within((MOMENT + tail) * moment));
        }
        // Bins are wider than the narrowest of these laws.
        for (double z = -4; z <= 4 && deviation > 0.1; z += 0.5) {
            double share = LawIntegrals.normalBelow(z);
            assertShare(law.shareBelow(Math.exp(deviation * z)), share);
            assertShare(1 - law.shareBelow(Math.exp(deviation * z)), 1 - share);
        }
        assertThat(law.isSymmetric()).isFalse();
    }

    /// `P(z^2 < m) = P(|z| < sqrt(m))`, `E z^{2k} = 1, 3, 15, 105`.
    @Test
    void theSquareOfAGaussianIsChiSquare() {
        ElementLaw law = of(z -> z * z);
        double[] moments = {1, 1, 3, 15, 105};
        for (int k = 1; k <= 4; k++) {
            assertThat(law.moment(k)).isCloseTo(moments[k], within(MOMENT * moments[k]));
        }
        for (double m : new double[] {1e-14, 1e-8, 1e-3, 0.1, 1, 5, 16}) {
            assertShare(law.shareBelow(m), LawIntegrals.normalInside(Math.sqrt(m)));
            assertShare(1 - law.shareBelow(m), LawIntegrals.normalOutside(Math.sqrt(m)));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0.3,1", "-2,0.5", "0,0.001"})
    void aRectifierKeepsThePositiveHalf(double mean, double deviation) {
        ElementLaw law = ElementLaw.ofGaussian(x -> Math.max(0, x), mean, deviation);
        double zero = LawIntegrals.normalBelow(-mean / deviation);
        assertThat(law.zero()).isCloseTo(zero, within(DIVIDED));
        // E max(0, x) = mean P(z < a) + deviation phi(a), a = mean / deviation.
        double a = mean / deviation;
        double expected = mean * (1 - zero) + deviation * LawIntegrals.normalDensity(a);
        assertThat(law.mean()).isCloseTo(expected, within(1e-9 * deviation));
        assertThat(law.moment(1)).isEqualTo(law.mean());
        for (double x : new double[] {1e-8, 1e-2, 1, 3}) {
            double above = LawIntegrals.normalBelow(a - x);
            double inside = 1 - zero - above;
            assertThat(law.shareBelow(x * deviation) - law.zero())
                    .isCloseTo(inside, within(SHARE * inside + DIVIDED));
        }
    }

    /// Both tails: 1e-7 of the probability is 1 element of 1e7.
    @Test
    void tailsAreResolved() {
        ElementLaw law = of(z -> 3 * z);
        assertThat(law.isSymmetric()).isTrue();
        for (double z : new double[] {5, 5.5, 6}) {
            double outside = LawIntegrals.normalOutside(z);
            assertThat(1 - law.shareBelow(3 * z)).isCloseTo(outside, within(TAIL * outside));
        }
        for (double x : new double[] {1e-11, 1e-7, 1e-4}) {
            assertShare(law.shareBelow(3 * x), x * Math.sqrt(2 / Math.PI));
        }
    }

    @Test
    void functionsThatAreConstantGivePoints() {
        ElementLaw step = ElementLaw.ofGaussian(x -> x > 0 ? 1 : -0.25, 0.5, 1);
        double positive = LawIntegrals.normalBelow(0.5);
        assertThat(step.points().values()).containsExactly(-0.25, 1);
        assertThat(step.points().weights()[1]).isCloseTo(positive, within(DIVIDED));
        assertThat(step.mean()).isCloseTo(positive - 0.25 * (1 - positive), within(DIVIDED));

        ElementLaw clipped = of(z -> Math.clamp(z, -2, 1));
        assertThat(clipped.points().values()).containsExactly(-2, 1);
        assertThat(clipped.points().weights()[0])
                .isCloseTo(LawIntegrals.normalBelow(-2), within(DIVIDED));
        // A point on the edge of an octave is in the upper one, with what float32 rounds to it.
        assertThat(clipped.octaveShares(1, 1)[0])
                .isCloseTo(LawIntegrals.normalBelow(-2), within(0x1p-25));
    }

    /// From 9.011 on, tanh is 1 in float32.
    @Test
    void saturationIsThatOfFloat32() {
        ElementLaw law = ElementLaw.ofGaussian(StrictMath::tanh, 0, 10);
        double saturated = LawIntegrals.normalOutside(0.9011);
        double[] values = law.points().values();
        assertThat(values[values.length - 1]).isEqualTo(1);
        assertThat(law.points().count()).isLessThan(20);
        // Half cells are 1/128 wide.
        double half = LawIntegrals.normalDensity(0.9) / 128;
        assertThat(law.octaveShares(0, 0)[0]).isCloseTo(saturated, within(half));
    }

    @Test
    void infiniteValuesCountAsTheLargest() {
        ElementLaw law = of(z -> 1 / z);
        assertThat(law.secondMoment()).isInfinite();
        assertShare(law.shareBelow(1), LawIntegrals.normalOutside(1));
        assertThatThrownBy(() -> law.withRms(1)).hasMessageContaining("mean square");
    }

    @Test
    void functionsThatAreNowhereStraightComeToAnEnd() {
        ElementLaw law = of(z -> Math.floorMod(Double.hashCode(z), 1000) + 1.0);
        assertThat(law.shareBelow(2000)).isCloseTo(1, within(1e-12));
    }

    /// Erlang: with whole shape k, `P(S < s) = 1 - e^{-ks} sum_{n<k} (ks)^n / n!`.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40})
    void theRootOfAGammaVariableHasItsShares(int shape) {
        ElementLaw law = ElementLaw.rootGamma(1.0 / shape);
        for (double x : new double[] {0.01, 0.3, 0.8, 1, 1.1, 1.5}) {
            double t = shape * x * x;
            double term = Math.exp(-t);
            double above = 0;
            for (int n = 0; n < shape; n++) {
                above += term;
                term *= t / (n + 1);
            }
            // log2 S has a deviation of `s` bins, so the largest bin has `0.4 / s` and the second
            // derivative is `1 / s^2`; of their product 0.008 is lost, half more where it is skew.
            double s = 24 / (2 * Math.sqrt(shape) * Math.log(2));
            assertThat(law.shareBelow(x)).isCloseTo(1 - above, within(0.0048 / (s * s * s)));
        }
        assertThat(law.secondMoment()).isEqualTo(1);
        assertThat(law.kurtosis()).isCloseTo(1 + 1.0 / shape, within(1e-12));
    }

    /// Shape 1: E sqrt(S) = Γ(3/2), E S^{3/2} = Γ(5/2).
    @Test
    void oddMomentsOfARootOfAGammaVariable() {
        ElementLaw law = ElementLaw.rootGamma(1);
        assertThat(law.mean()).isCloseTo(Math.sqrt(Math.PI) / 2, within(1e-13));
        assertThat(law.moment(3)).isCloseTo(3 * Math.sqrt(Math.PI) / 4, within(1e-13));
        assertThat(ElementLaw.rootGamma(0.0009).points().values()).containsExactly(1);
        assertThat(ElementLaw.rootGamma(0.0011).shareBelow(1.2)).isCloseTo(1, within(1e-12));
    }

    @Test
    void fewAtomsStayExactAndManyAreBinned() {
        ElementLaw two = ElementLaw.atoms(new double[] {-3, 0, 0.1}, new double[] {1, 2, 1});
        assertThat(two.zero()).isEqualTo(0.5);
        assertThat(two.mean()).isCloseTo(-2.9 / 4, within(1e-15));
        assertThat(two.moment(4)).isCloseTo((81 + 1e-4) / 4, within(1e-14));
        assertThat(two.shareBelow(0.1)).isEqualTo(0.5);
        assertThat(two.shareBelow(Math.nextUp(0.1))).isEqualTo(0.75);

        double[] values = new double[500];
        double[] weights = new double[500];
        double second = 0;
        for (int i = 0; i < 500; i++) {
            values[i] = (i - 100) / 50.0;
            weights[i] = 1;
            second += values[i] * values[i] / 500;
        }
        ElementLaw many = ElementLaw.atoms(values, weights);
        assertThat(many.zero()).isCloseTo(1 / 500.0, within(1e-15));
        assertThat(many.secondMoment()).isCloseTo(second, within(1e-12));
        // 51 atoms in [-0.5, 0.5], the outermost of them spread over two bins.
        assertThat(many.shareBelow(0.5)).isCloseTo(51 / 500.0, within(4 / 500.0));
        assertThat(many.histogram(500).octaves().count()).isEqualTo(500);
    }

    @Test
    void aLawScalesWithItsElement() {
        ElementLaw law = ElementLaw.ofGaussian(z -> z < 0 ? z / 2 : StrictMath.expm1(z), 0, 1);
        ElementLaw scaled = law.scaled(-8);
        assertThat(scaled.mean()).isCloseTo(-8 * law.mean(), within(1e-15));
        assertThat(scaled.octaveShares(-20, 6)).containsExactly(law.octaveShares(-23, 3));
        assertThat(scaled.scaled(-1.0 / 8).histogram(1000)).isEqualTo(law.histogram(1000));
        assertThat(law.scaled(-1).histogram(1000)).isNotEqualTo(law.histogram(1000));
        assertThat(law.scaled(0).zero()).isEqualTo(1);

        ElementLaw unit = law.withRms(0.01);
        assertThat(Math.sqrt(unit.secondMoment())).isCloseTo(0.01, within(1e-16));
        assertThat(unit.kurtosis()).isCloseTo(law.kurtosis(), within(1e-12));
        assertThat(ElementLaw.constant(0).withRms(3).zero()).isEqualTo(1);
    }

    /// The median of the largest of n exceeds with probability 1 - 2^{-1/n}.
    @ParameterizedTest
    @ValueSource(longs = {1, 10, 1_000_000, 10_000_000_000L})
    void amaxIsTheMedianOfTheMaximum(long elements) {
        double amax = ElementLaw.gaussian().scaled(0.3).amax(elements) / 0.3;
        double rare = -Math.expm1(-Math.log(2) / elements);
        double outside = LawIntegrals.normalOutside(amax);
        assertThat(outside).isCloseTo(rare, within(TAIL * rare));
        assertThat(ElementLaw.constant(-2.5).amax(elements)).isEqualTo(2.5);
        assertThat(ElementLaw.constant(0).amax(elements)).isZero();
    }

    @Test
    void badArgumentsAreNamed() {
        double[] one = {1};
        assertThatThrownBy(() -> ElementLaw.atoms(one, new double[] {1, 2}))
                .hasMessageContaining("needs 1 finite weights");
        assertThatThrownBy(() -> ElementLaw.atoms(one, new double[] {-1}))
                .hasMessageContaining("none negative");
        assertThatThrownBy(() -> ElementLaw.constant(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> of(StrictMath::log)).hasMessageContaining("got NaN at");
        assertThatThrownBy(() -> ElementLaw.rootGamma(-1)).hasMessageContaining("not negative");
        assertThatThrownBy(() -> ElementLaw.gaussian().moment(-1)).hasMessageContaining("order");
        assertThatThrownBy(() -> ElementLaw.gaussian().scaled(Double.POSITIVE_INFINITY))
                .hasMessageContaining("must be finite");
        assertThatThrownBy(() -> ElementLaw.gaussian().histogram(-1))
                .hasMessageContaining("got -1");
    }
}
