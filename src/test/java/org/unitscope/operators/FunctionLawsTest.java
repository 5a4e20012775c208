package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.moments.CorrelatedRows;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.LawSample;
import org.unitscope.moments.RowLaw;
import org.unitscope.moments.SpreadSample;
import org.unitscope.moments.SquareSums;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.library.Gelu;
import org.unitscope.operators.library.HyperbolicTangent;
import org.unitscope.operators.library.Linear;
import org.unitscope.operators.library.Multiply;
import org.unitscope.operators.library.Relu;
import org.unitscope.operators.library.Scale;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.Shape;

/// Laws of normalized functions of Gaussians, and of what adds up over rows: against draws.
final class FunctionLawsTest {
    private static final int SEQUENCES = 3;
    private static final int POSITIONS = 6;
    private static final int ROWS = SEQUENCES * POSITIONS;

    /// `P(z < x)`, by Simpson's rule.
    private static double below(double x) {
        int steps = 20;
        double h = x / steps;
        double sum = 1 + Math.exp(-x * x / 2);
        for (int k = 1; k < steps; k++) {
            sum += (k % 2 == 1 ? 4 : 2) * Math.exp(-k * h * k * h / 2);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private static double gelu(double x) {
        return x * below(x);
    }

    /// One row of 100,000 numbers. The octave shares p of a sample scatter by `√(p/N)`; with about
    /// 12 octaves, half their sum is 0.005.
    @ParameterizedTest(name = "factor {0}, centered {1}, mean {2}")
    @CsvSource({
        "1, true, 0",
        "3, true, 0",
        "0.01, true, 0",
        "-2, true, 0",
        "3, false, 0",
        "3, true, 0.8",
        "-0.5, true, -1"
    })
    void normalizedFunctionsHaveTheLawAboutTheirMean(double factor, boolean centered, double mean) {
        int features = 100_000;
        Shape shape = Shape.of(1, features);
        TensorState x = CorrelatedRows.even(1, mean, 1, 0, 0).state(1, features);
        TensorState y = Rules.of(new Gelu(), Map.of(), shape).output(x);
        TensorState scaled = Rules.of(new Scale(), Map.of("factor", factor), shape).output(y);
        ElementLaw law = new RowNormalization(centered, 0, features).normalized(scaled).law();
        SplittableRandom random = new SplittableRandom(91);
        double[] row = new double[features];
        Arrays.setAll(row, k -> factor * gelu(mean + random.nextGaussian()));
        normalize(row, centered);
        LawSample sample = new LawSample();
        sample.add(row);

        assertThat(sample.totalVariation(law)).isLessThan(0.01);
        assertThat(law.secondMoment()).isCloseTo(1, within(1e-6));
        assertThat(law.kurtosis()).isCloseTo(sample.kurtosis(), Percentage.withPercentage(5));
        assertThat(law.mean()).isCloseTo(Arrays.stream(row).sum() / features, within(0.01));
    }

    private static void normalize(double[] row, boolean centered) {
        double mean = centered ? Arrays.stream(row).sum() / row.length : 0;
        double square = 0;
        for (double value : row) {
            square += (value - mean) * (value - mean) / row.length;
        }
        double root = Math.sqrt(square);
        Arrays.setAll(row, k -> (row[k] - mean) / root);
    }

    /// What rows have in common of a function is told by the correlation about the mean. 4 standard
    /// errors.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, -0.6})
    void aFunctionKnowsTheCorrelationAboutTheMean(double mean) {
        int features = 20_000;
        CorrelatedRows rows = CorrelatedRows.even(POSITIONS, mean, 1, 0.3, 0.3);
        Shape shape = Shape.of(SEQUENCES, POSITIONS, features);
        TensorState y =
                Rules.of(new Relu(), Map.of(), shape).output(rows.state(SEQUENCES, features));
        double[] drawn = rows.draw(new SplittableRandom(92), SEQUENCES, features);
        SpreadSample sample = new SpreadSample();
        for (int f = 0; f < features; f++) {
            double sum = 0;
            for (int p = 0; p < ROWS; p++) {
                double value = Math.max(0, drawn[p * features + f]);
                sum += value * value;
            }
            sample.add(sum);
        }
        assertThat(SquareSums.spread(y))
                .isCloseTo(sample.spread(), within(4 * sample.spreadError()));
    }

    /// `g = a γ x̂ + e`: a gain's gradient is `a γ_f Σ x̂²` and the sum of `e x̂`. 20,000 features,
    /// 4 standard errors.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGainMovesBySquareSums(boolean centered) {
        int features = 20_000;
        double along = 0.4;
        double deviation = 0.3;
        double noise = 0.5;
        CorrelatedRows rows = CorrelatedRows.even(POSITIONS, 0, 1, 0.3, 0.4);
        CorrelatedRows rest = CorrelatedRows.even(POSITIONS, 0, noise * noise, 0, 0.5);
        Shape shape = Shape.of(SEQUENCES, POSITIONS, features);
        RowNormalization norm = new RowNormalization(centered, 0, features);
        TensorState x =
                Rules.of(new Gelu(), Map.of(), shape).output(rows.state(SEQUENCES, features));
        TensorState gain = TensorState.of(1, 1 + deviation * deviation);
        TensorState hat = norm.normalized(x);
        TensorState y = RowNormalization.scaledAndShifted(hat, gain, TensorState.of(0, 0));
        TensorState g =
                TensorState.of(
                                x.rows(),
                                Arrays.stream(y.means()).map(m -> along * m).toArray(),
                                rest.kernels().plus(y.kernels().scaled(along * along)),
                                ElementShape.GAUSSIAN)
                        .aligned(along);
        TensorState predicted = norm.gradients(x, gain, y, g).toGain();

        SplittableRandom random = new SplittableRandom(93);
        double[] drawn = rows.draw(random, SEQUENCES, features);
        double[] errors = rest.draw(random, SEQUENCES, features);
        double[] sums = new double[features];
        double[] products = new double[features];
        for (int p = 0; p < ROWS; p++) {
            double[] row = Arrays.copyOfRange(drawn, p * features, (p + 1) * features);
            Arrays.setAll(row, f -> gelu(row[f]));
            normalize(row, centered);
            for (int f = 0; f < features; f++) {
                sums[f] += row[f] * row[f];
                products[f] += row[f] * errors[p * features + f];
            }
        }
        SpreadSample values = new SpreadSample();
        SpreadSample squares = new SpreadSample();
        for (int f = 0; f < features; f++) {
            double value = along * (1 + deviation * random.nextGaussian()) * sums[f] + products[f];
            values.add(value);
            squares.add(value * value);
        }
        assertThat(predicted.mean()).isCloseTo(values.mean(), within(4 * values.meanError()));
        assertThat(predicted.secondMoment())
                .isCloseTo(squares.mean(), within(4 * squares.meanError()));
    }

    /// A row of a table is used by one position of each of B sequences, or by a few neighbors: it
    /// has no gradient where none of them has a label.
    @ParameterizedTest(name = "{0} sequences, {1} places")
    @CsvSource({"1, 1", "4, 1", "8, 1", "4, 3", "16, 2"})
    void rowsOfPositionsAreZeroWhereNoSequenceHasALabel(int sequences, int divisor) {
        int positions = 48;
        double share = 0.15;
        TensorState g =
                CorrelatedRows.even(positions, 0, 1, 0, 0)
                        .state(sequences, 64)
                        .with(ElementShape.GAUSSIAN.withRows(RowLaw.present(share)));
        double used = (double) positions / divisor;
        double missing = Math.pow(1 - share, sequences * divisor);
        TensorState table = PositionRows.toTable(g, divisor, used);
        TensorState half = PositionRows.toTable(g, divisor, 2 * used);

        assertThat(table.law().zero()).isCloseTo(missing, within(1e-9));
        assertThat(half.law().zero()).isCloseTo(0.5 + missing / 2, within(1e-9));
        // Per element of the gradient 1, so per row of the table as many as use it.
        assertThat(table.secondMoment())
                .isCloseTo(sequences * divisor, Percentage.withPercentage(1e-9));
        SplittableRandom random = new SplittableRandom(94);
        LawSample sample = new LawSample();
        for (int row = 0; row < 60_000; row++) {
            int count = 0;
            for (int place = 0; place < sequences * divisor; place++) {
                count += random.nextDouble() < share ? 1 : 0;
            }
            sample.add(Math.sqrt(count / share) * random.nextGaussian());
        }
        // Shares of about 12 octaves scatter by √(p/60,000): 0.006 in all.
        assertThat(sample.totalVariation(table.law())).isLessThan(0.012);
    }

    /// A weight's gradient of Gaussian rows x and rows `g = b φ'(u)`, rows alike within a sequence:
    /// every pair of features a draw. The law is a model of it: octaves within 0.01; sampling adds
    /// half the sum of `√(p/N)` over about 12 octaves, 0.009.
    @ParameterizedTest(name = "{0}: mean {1}, share {2}")
    @CsvSource({"relu, 0, 0.6", "relu, 0.8, 0.9", "tanh, 0, 0.6", "tanh, -0.8, 0.9"})
    void weightGradientsHaveWhatRowsShareOfASlope(String name, double mean, double share) {
        int features = 25_000;
        Shape shape = Shape.of(SEQUENCES, POSITIONS, features);
        CorrelatedRows u = CorrelatedRows.even(POSITIONS, mean, 1, 0, share);
        CorrelatedRows b = CorrelatedRows.even(POSITIONS, 0, 1, 0, 0.3);
        CorrelatedRows x = CorrelatedRows.even(POSITIONS, 0, 1, 0, 0.5);
        Operator function = name.equals("relu") ? new Relu() : new HyperbolicTangent();
        TensorState g =
                Rules.of(function, Map.of(), shape)
                        .gradients(b.state(SEQUENCES, features), u.state(SEQUENCES, features))
                        .getFirst();
        TensorState predicted =
                Rules.of(new Linear(), Map.of(), shape, Shape.of(features, features))
                        .gradients(
                                g, x.state(SEQUENCES, features), TensorState.of(0, 1.0 / features))
                        .get(1);
        DoubleUnaryOperator slope =
                name.equals("relu") ? v -> v > 0 ? 1 : 0 : v -> 1 - Math.tanh(v) * Math.tanh(v);
        SplittableRandom random = new SplittableRandom(95);
        double[] left = x.draw(random, SEQUENCES, features);
        double[] right = b.draw(random, SEQUENCES, features);
        double[] at = u.draw(random, SEQUENCES, features);
        LawSample sample = new LawSample();
        SpreadSample squares = new SpreadSample();
        for (int f = 0; f < features; f++) {
            double sum = 0;
            for (int p = 0; p < ROWS; p++) {
                int k = p * features + f;
                sum += left[k] * right[k] * slope.applyAsDouble(at[k]);
            }
            sample.add(sum);
            squares.add(sum * sum);
        }
        assertThat(predicted.secondMoment())
                .isCloseTo(squares.mean(), within(4 * squares.meanError()));
        assertThat(sample.totalVariation(predicted.law())).isLessThan(0.019);
    }

    /// A factor that is one Gaussian is told to the gradient of the other with its kernels; other
    /// shapes stay.
    @Test
    void aGaussianFactorIsTraced() {
        TensorState a = CorrelatedRows.even(POSITIONS, 0, 1, 0.2, 0.5).state(SEQUENCES, 32);
        Shape shape = Shape.of(SEQUENCES, POSITIONS, 32);
        ElementShape traced = a.shape().traced(a.kernels());

        assertThat(traced.factors().getFirst())
                .isInstanceOfSatisfying(
                        ElementShape.Factor.Mapped.class,
                        mapped -> {
                            assertThat(mapped.source()).isSameAs(a.kernels());
                            assertThat(mapped.f().applyAsDouble(1.7)).isEqualTo(1.7);
                        });
        assertThat(traced.family().kurtosis()).isCloseTo(3, within(1e-3));
        ElementShape uniform = ElementShape.of(ElementLaw::uniform);
        assertThat(uniform.traced(a.kernels())).isSameAs(uniform);
        TensorState toOther =
                Rules.of(new Multiply(), Map.of(), shape, shape)
                        .gradients(a, a, a.scaled(2))
                        .getFirst();
        assertThat(toOther.shape().factors())
                .anySatisfy(f -> assertThat(f).isInstanceOf(ElementShape.Factor.Mapped.class));
        // The product of two Gaussians has a kurtosis of 9.
        assertThat(toOther.law().kurtosis()).isCloseTo(9, within(0.05));
        assertThat(toOther.moments().rms()).isCloseTo(2, within(1e-12));
    }
}
