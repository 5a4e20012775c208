package org.unitscope.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.IndexLaw.ExceptLast;
import org.unitscope.graph.IndexLaw.Masked;
import org.unitscope.graph.IndexLaw.Range;
import org.unitscope.graph.IndexLaw.Uniform;
import org.unitscope.graph.IndexLaw.Zipf;

class IndexLawTest {
    private static final int LENGTH = 11;

    static Stream<IndexLaw> laws() {
        return Stream.of(
                new Uniform(7),
                new Zipf(7, 1),
                new Zipf(1, 3),
                new Masked(7, 0.3),
                new Range(7, 2),
                new ExceptLast(1, new Uniform(7)),
                new ExceptLast(3, new Masked(7, 0.3)),
                new ExceptLast(2, new Range(7, 4)));
    }

    /// A few roundings of terms below 1.
    @ParameterizedTest
    @MethodSource("laws")
    void probabilitiesSumToOneAndPresenceToItsShare(IndexLaw law) {
        double[] shares = law.probabilities(LENGTH);
        double present = 0;
        for (int position = 0; position < LENGTH; position++) {
            present += law.presentAt(position, LENGTH);
        }
        assertThat(shares).hasSize(law.bound());
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-14));
        assertThat(present / LENGTH).isCloseTo(law.presentShare(LENGTH), within(1e-14));
    }

    /// 1 + 1/2 + 1/3 = 11/6, and 1 + 1/4 + 1/9 = 49/36.
    @Test
    void zipfFallsWithTheRank() {
        Offset<Double> ulps = within(1e-15);
        assertThat(new Zipf(3, 1).probabilities(1)).containsExactly(row(6, 3, 2, 11), ulps);
        assertThat(new Zipf(3, 2).probabilities(1)).containsExactly(row(36, 9, 4, 49), ulps);
        assertThat(new Zipf(3, 0).probabilities(1)).containsExactly(row(1, 1, 1, 3), ulps);
        assertThat(new Zipf(3, 1000).probabilities(1)).containsExactly(row(1, 0, 0, 1), ulps);
    }

    private static double[] row(double a, double b, double c, double sum) {
        return new double[] {a / sum, b / sum, c / sum};
    }

    /// The harmonic number by Euler's series, whose next term is 1/(120 n⁴).
    @Test
    void zipfIsExactForALargeVocabulary() {
        double n = 50_000;
        double harmonic = Math.log(n) + 0.5772156649015329 + 1 / (2 * n) - 1 / (12 * n * n);
        double[] shares = new Zipf(50_000, 1).probabilities(1);

        assertThat(shares[0]).isCloseTo(1 / harmonic, within(1e-15));
        assertThat(shares[49_999]).isCloseTo(1 / harmonic / n, within(1e-19));
    }

    @Test
    void rangeCountsThePositionsOfARow() {
        assertThat(new Range(4, 3).probabilities(8)).containsExactly(3 / 8.0, 3 / 8.0, 2 / 8.0, 0);
        assertThat(new ExceptLast(2, new Range(4, 3)).probabilities(8))
                .containsExactly(0.5, 0.5, 0, 0);
    }

    @Test
    void theLastPlacesAreEmpty() {
        IndexLaw law = new ExceptLast(2, new Masked(9, 0.5));

        assertThat(law.presentAt(5, 8)).isEqualTo(0.5);
        assertThat(law.presentAt(6, 8)).isZero();
        assertThat(law.presentShare(8)).isEqualTo(3 / 8.0);
        assertThat(law.presentShare(2)).isZero();
        assertThat(new ExceptLast(1, new Zipf(9, 1)).presentShare(8)).isEqualTo(7 / 8.0);
    }
}
