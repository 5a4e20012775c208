package org.unitscope.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.IndexLaw.ExceptLast;
import org.unitscope.graph.IndexLaw.Masked;
import org.unitscope.graph.IndexLaw.Range;
import org.unitscope.graph.IndexLaw.Uniform;
import org.unitscope.graph.IndexLaw.Zipf;
import org.unitscope.kernels.Workers;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.Shape;

class SourcesTest {
    private static final int ROWS = 20_000;
    private static final int LENGTH = 10;

    private static int[] draw(IndexLaw law, int... extents) {
        return new Sources(7, Workers.single()).indices("tokens", Shape.of(extents), law).array();
    }

    /// 1 : 1/2 : 1/3 puts the limits at 6/11 and 9/11 of the unit interval.
    @Test
    void zipfInvertsItsDistributionFunction() {
        int[] tokens = draw(new Zipf(3, 1), 10, 100);
        RandomStream stream = RandomStream.of(7, "tokens", "index");
        for (int i = 0; i < tokens.length; i++) {
            double u = stream.uniform(i);
            int expected = 11 * u < 6 ? 0 : 11 * u < 9 ? 1 : 2;
            assertThat(tokens[i]).isEqualTo(expected);
        }
    }

    static Stream<IndexLaw> laws() {
        return Stream.of(
                new Uniform(50),
                new Zipf(50, 1),
                new Zipf(50, 1.5),
                new Masked(50, 0.3),
                new ExceptLast(1, new Zipf(50, 1)),
                new ExceptLast(3, new Masked(50, 0.3)));
    }

    /// Pearson's statistic of all present indices against the stated probabilities. With 49 degrees
    /// of freedom it exceeds 112 with a probability of 1e-6 (Wilson and Hilferty 1931). The rarest
    /// index is expected 100 times or more.
    @ParameterizedTest
    @MethodSource("laws")
    void frequenciesAreTheProbabilities(IndexLaw law) {
        double[] shares = law.probabilities(LENGTH);
        double[] counts = new double[law.bound()];
        double total = 0;
        for (int index : draw(law, ROWS, LENGTH)) {
            if (index >= 0) {
                counts[index]++;
                total++;
            }
        }
        double statistic = 0;
        for (int k = 0; k < shares.length; k++) {
            double expected = total * shares[k];
            assertThat(expected).isGreaterThan(100);
            statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
        }
        assertThat(statistic).isLessThan(112);
    }

    /// Rows are independent, so the share of rows with something at a position has the standard
    /// deviation √(p (1 − p) / rows).
    @ParameterizedTest
    @MethodSource("laws")
    void presenceIsAsStated(IndexLaw law) {
        int[] drawn = draw(law, ROWS, LENGTH);
        double total = 0;
        for (int position = 0; position < LENGTH; position++) {
            double present = 0;
            for (int row = 0; row < ROWS; row++) {
                present += drawn[row * LENGTH + position] >= 0 ? 1 : 0;
            }
            double p = law.presentAt(position, LENGTH);
            double error = 5 * Math.sqrt(p * (1 - p) / ROWS);
            assertThat(present / ROWS).isCloseTo(p, within(error));
            total += present;
        }
        // Every row has the same number of present places, so this is exact.
        assertThat(total / ROWS / LENGTH).isCloseTo(law.presentShare(LENGTH), within(1e-12));
    }

    @Test
    void aRangeGoesOnBeforeTheEmptyPlaces() {
        assertThat(draw(new ExceptLast(2, new Range(3, 2)), 2, 6))
                .containsExactly(0, 0, 1, 1, -1, -1, 0, 0, 1, 1, -1, -1);
        assertThat(draw(new ExceptLast(6, new Range(3, 2)), 1, 6)).containsOnly(-1);
    }
}
