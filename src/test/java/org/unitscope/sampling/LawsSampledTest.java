package org.unitscope.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.task.CancellationToken;
import org.unitscope.tensor.Shape;

/// What laws say of their moments is what their samples have.
class LawsSampledTest {
    private static final int COUNT = 1 << 18;

    private static float[] draw(ValueLaw law, Shape shape, int threads) {
        return new Sources(7, Workers.of(threads, CancellationToken.NONE))
                .values("w", "weight", shape, law)
                .array();
    }

    static Stream<ValueLaw> laws() {
        return Stream.of(
                new ValueLaw.TruncatedNormal(0, 0.02, 2),
                new ValueLaw.TruncatedNormal(3, 1, 0.5),
                new ValueLaw.TruncatedNormal(-1, 2, 6),
                new ValueLaw.StudentT(9, 0.5),
                new ValueLaw.StudentT(30, 2),
                new ValueLaw.CorrelatedRows(1.5, 0));
    }

    /// Within six standard errors, those from the sampled fourth moment: a false alarm in 5e8.
    @ParameterizedTest
    @MethodSource("laws")
    void momentsAreThoseOfTheLaw(ValueLaw law) {
        float[] drawn = draw(law, Shape.of(COUNT / 64, 64), 2);
        double mean = IntStream.range(0, COUNT).mapToDouble(i -> drawn[i]).average().orElseThrow();
        double square = moment(drawn, 2);
        double variance = square - mean * mean;

        assertThat(mean).isCloseTo(law.mean(), within(6 * Math.sqrt(variance / COUNT)));
        assertThat(square)
                .isCloseTo(
                        law.secondMoment(),
                        within(6 * Math.sqrt((moment(drawn, 4) - square * square) / COUNT)));
        assertThat(draw(law.scaled(4), Shape.of(COUNT / 64, 64), 1)[5]).isEqualTo(4 * drawn[5]);
    }

    private static double moment(float[] drawn, int k) {
        return IntStream.range(0, drawn.length)
                .mapToDouble(i -> Math.pow(drawn[i], k))
                .average()
                .orElseThrow();
    }

    /// `1 − 2cφ(c) / (2Φ(c) − 1)`: 0.7737413 at 2 and 0.9733369 at 3, from tables of φ and Φ.
    @ParameterizedTest
    @CsvSource({"2, 0.7737413", "3, 0.9733369", "1, 0.2911251"})
    void aCutTakesVariance(double cut, double variance) {
        assertThat(ValueLaw.TruncatedNormal.unitVariance(cut)).isCloseTo(variance, within(1e-7));
    }

    @Test
    void nothingIsBeyondTheCut() {
        float[] drawn = draw(new ValueLaw.TruncatedNormal(1, 0.5, 2), Shape.of(COUNT), 2);

        for (float value : drawn) {
            assertThat(value).isBetween(0f, 2f);
        }
    }

    /// Student's t with 5 degrees: `P(|t| > 4.0321) = 0.01`, `P(|t| > 6.8688) = 0.001`.
    @ParameterizedTest
    @CsvSource({"2.0150, 0.1", "4.0321, 0.01", "6.8688, 0.001"})
    void tailsAreThoseOfTables(double limit, double share) {
        float[] drawn = draw(new ValueLaw.StudentT(5, 1), Shape.of(COUNT), 2);
        double beyond =
                IntStream.range(0, COUNT).filter(i -> Math.abs(drawn[i]) > limit).count()
                        / (double) COUNT;

        assertThat(beyond).isCloseTo(share, within(6 * Math.sqrt(share / COUNT)));
    }

    @ParameterizedTest
    @CsvSource({"0.25", "0.9", "1"})
    void rowsHaveOneCorrelationInEveryPair(double correlation) {
        int features = 1 << 14;
        float[] drawn =
                draw(new ValueLaw.CorrelatedRows(2, correlation), Shape.of(2, 3, features), 2);

        for (int a = 0; a < 6; a++) {
            for (int b = 0; b < a; b++) {
                double product = 0;
                for (int k = 0; k < features; k++) {
                    product += (double) drawn[a * features + k] * drawn[b * features + k];
                }
                // A product of two has a variance of (1 + ρ²) σ⁴.
                assertThat(product / features)
                        .isCloseTo(
                                4 * correlation,
                                within(6 * 4 * Math.sqrt((1 + correlation) / features)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"48, 32", "32, 48", "40, 40", "1, 7"})
    void rowsOrColumnsAreOrthonormal(int rows, int columns) {
        ValueLaw law = new ValueLaw.Orthogonal(3, Math.max(rows, columns));
        float[] w = draw(law, Shape.of(rows, columns), 2);
        boolean tall = rows >= columns;
        int few = Math.min(rows, columns);
        int many = Math.max(rows, columns);

        for (int a = 0; a < few; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int k = 0; k < many; k++) {
                    product +=
                            tall
                                    ? (double) w[k * columns + a] * w[k * columns + b]
                                    : (double) w[a * columns + k] * w[b * columns + k];
                }
                assertThat(product).isCloseTo(a == b ? 9 : 0, within(1e-5));
            }
        }
        assertThat(moment(w, 2)).isCloseTo(law.secondMoment(), within(1e-6));
    }

    @Test
    void threadsChangeNothing() {
        laws().forEach(law ->
                assertThat(Arrays.hashCode(draw(law, Shape.of(512, 64), 1)))
                        .isEqualTo(Arrays.hashCode(draw(law, Shape.of(512, 64), 2))));
    }
}
