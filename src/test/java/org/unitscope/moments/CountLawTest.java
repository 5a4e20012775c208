package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountLawTest {
    /// `C(n, k) p^k (1 − p)^(n − k)`, the coefficient in whole numbers.
    private static double binomial(int n, int k, double p) {
        BigInteger ways = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return ways.doubleValue() * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }

    /// Outcomes below 1e-9 of the likeliest one are left out.
    @ParameterizedTest
    @CsvSource({"1, 0.3", "10, 0.5", "40, 0.01", "100, 0.97", "200, 0.2"})
    void oneProbabilityGivesABinomialLaw(int draws, double p) {
        CountLaw law = CountLaw.of(new double[] {p}, draws);

        assertThat(Arrays.stream(law.weights()).sum()).isCloseTo(1, within(1e-12));
        double covered = 0;
        for (int k = 0; k < law.counts().length; k++) {
            double exact = binomial(draws, (int) law.counts()[k], p);
            assertThat(law.weights()[k]).isCloseTo(exact, within(1e-7));
            covered += exact;
        }
        assertThat(covered).isCloseTo(1, within(1e-7));
        assertThat(law.counts()).isSorted().doesNotHaveDuplicates();
    }

    /// A class drawn evenly: the mixture.
    @Test
    void classesAreMixed() {
        double[] shares = {0.5, 0.3, 0.1, 0.1, 0};
        CountLaw law = CountLaw.of(shares, 20);
        for (int k = 0; k < law.counts().length; k++) {
            double exact = 0;
            for (double p : shares) {
                exact += binomial(20, (int) law.counts()[k], p) / shares.length;
            }
            assertThat(law.weights()[k]).isCloseTo(exact, within(1e-7));
        }
    }

    /// Zipf's law over a large table and many draws: mean N/V, second moment by `N p + N (N − 1)
    /// p²`.
    @Test
    void momentsAreExactForLargeTables() {
        int classes = 30_000;
        double draws = 65_536;
        double[] shares = new double[classes];
        Arrays.setAll(shares, k -> 1.0 / (k + 1));
        double sum = Arrays.stream(shares).sum();
        Arrays.setAll(shares, k -> shares[k] / sum);
        CountLaw law = CountLaw.of(shares, draws);
        double mean = 0;
        double second = 0;
        for (int k = 0; k < law.counts().length; k++) {
            mean += law.weights()[k] * law.counts()[k];
            second += law.weights()[k] * law.counts()[k] * law.counts()[k];
        }
        double exact = 0;
        for (double p : shares) {
            exact += (draws * p + draws * (draws - 1) * p * p) / classes;
        }
        assertThat(mean / (draws / classes)).isCloseTo(1, within(1e-7));
        assertThat(second / exact).isCloseTo(1, within(1e-7));
    }

    @Test
    void certaintiesAreSinglePoints() {
        assertThat(CountLaw.of(new double[] {1}, 7).counts()).containsExactly(7);
        assertThat(CountLaw.of(new double[] {0, 0}, 7).counts()).containsExactly(0);
        assertThat(CountLaw.of(new double[] {0.5}, 0).counts()).containsExactly(0);
        CountLaw two = CountLaw.of(new double[] {0, 1}, 5);
        assertThat(two.counts()).containsExactly(0, 5);
        assertThat(two.weights()).containsExactly(0.5, 0.5);
    }
}
