package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the sums that define transforms and convolutions.
final class LawConvolutionTest {
    private static double[] random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextDouble() - 0.3;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 128})
    void theTransformIsTheSumInReversedOrder(int n) {
        double[] x = random(n, 1);
        double[] y = random(n, 2);
        double[] real = x.clone();
        double[] imaginary = y.clone();
        FourierTransform.forward(real, imaginary);
        int bits = Integer.numberOfTrailingZeros(n);
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int j = 0; j < n; j++) {
                double angle = -2 * Math.PI * ((long) j * k % n) / n;
                re += x[j] * Math.cos(angle) - y[j] * Math.sin(angle);
                im += x[j] * Math.sin(angle) + y[j] * Math.cos(angle);
            }
            int index = Integer.reverse(k) >>> (32 - bits);
            assertThat(real[index]).isCloseTo(re, within(1e-12));
            assertThat(imaginary[index]).isCloseTo(im, within(1e-12));
            int mirrored = Integer.reverse((n - k) % n) >>> (32 - bits);
            assertThat(FourierTransform.mirror(index)).isEqualTo(mirrored);
        }
        FourierTransform.inverse(real, imaginary);
        assertThat(real).containsExactly(x, within(1e-14));
        assertThat(imaginary).containsExactly(y, within(1e-14));
    }

    /// Rounding: about `2^-53 log2 n` of the norms, 30 and 20 here.
    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "64,65", "700,333", "2304,2304"})
    void bothPartsAreConvolved(int length, int otherLength) {
        double[] even = random(length, 3);
        double[] odd = random(length, 4);
        double[] otherEven = random(otherLength, 5);
        double[] otherOdd = random(otherLength, 6);
        LawConvolution both = LawConvolution.of(even, odd, otherEven, otherOdd);
        assertClose(both.even(), direct(even, otherEven));
        assertClose(Objects.requireNonNull(both.odd()), direct(odd, otherOdd));
    }

    private static void assertClose(double[] got, double[] expected) {
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).as("%d", i).isCloseTo(expected[i], within(1e-11));
        }
    }

    @Test
    void aSymmetricFactorMakesTheProductSymmetric() {
        double[] a = random(10, 7);
        assertThat(LawConvolution.of(a, a, a, null).odd()).isNull();
        assertThat(LawConvolution.of(a, null, a, a).even())
                .containsExactly(direct(a, a), within(1e-13));
    }

    private static double[] direct(double[] a, double[] b) {
        double[] sums = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sums[i + j] += a[i] * b[j];
            }
        }
        return sums;
    }
}
