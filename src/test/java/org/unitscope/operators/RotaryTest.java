package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RotatedRows;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Rotations by hand, and what they leave of pairs of rows.
class RotaryTest {
    private static RealTensor turn(Shape shape, double heads, double[] values, boolean back) {
        Operator rotary = OperatorCatalogue.standard().find("rotary").orElseThrow();
        AttributeMap all =
                OperatorRun.withDefaults(rotary, new AttributeMap(Map.of("heads", heads)));
        Invocation use =
                new Invocation("n", all, List.of(shape), List.of(shape), List.of(Optional.empty()));
        DoubleTensor x = new DoubleTensor(shape, values);
        return back
                ? rotary.backward()
                        .apply(use, List.of(x), List.of(x), List.of(x), Workers.single())
                        .getFirst()
                        .orElseThrow()
                : rotary.forward().apply(use, List.of(x), Workers.single()).getFirst();
    }

    /// Width 4: angles t and t/100; features 0 and 2 are a pair, 1 and 3 the other.
    @Test
    void pairsAreHalfAHeadApart() {
        double[] x = {1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0};
        RealTensor y = turn(Shape.of(1, 3, 4), 1, x, false);

        assertThat(y.get(0)).isEqualTo(1);
        assertThat(y.get(4)).isCloseTo(Math.cos(1), within(1e-15));
        assertThat(y.get(6)).isCloseTo(Math.sin(1), within(1e-15));
        assertThat(y.get(9)).isCloseTo(Math.cos(0.02), within(1e-15));
        assertThat(y.get(11)).isCloseTo(Math.sin(0.02), within(1e-15));
    }

    /// Two heads of width 2: one angle, t, in each.
    @Test
    void everyHeadIsTurnedByItself() {
        RealTensor y = turn(Shape.of(1, 2, 4), 2, new double[] {0, 0, 0, 0, 1, 0, 0, 1}, false);

        assertThat(y.get(4)).isCloseTo(Math.cos(1), within(1e-15));
        assertThat(y.get(5)).isCloseTo(Math.sin(1), within(1e-15));
        assertThat(y.get(6)).isCloseTo(-Math.sin(1), within(1e-15));
        assertThat(y.get(7)).isCloseTo(Math.cos(1), within(1e-15));
    }

    @Test
    void theGradientIsTurnedBack() {
        Shape shape = Shape.of(2, 7, 12);
        double[] x = new SplittableRandom(3).doubles(shape.length()).toArray();
        RealTensor y = turn(shape, 2, x, false);
        double[] turned = new double[x.length];
        java.util.Arrays.setAll(turned, y::get);
        RealTensor back = turn(shape, 2, turned, true);

        for (int i = 0; i < x.length; i++) {
            assertThat(back.get(i)).isCloseTo(x[i], within(1e-14));
        }
    }

    /// Standard deviation of the correlation of two Gaussian rows, turned, over 20000 draws: what
    /// the noise nodes say, within five standard errors of a standard deviation (0.5 % each) and
    /// the next order in 1/d, 3/d of it.
    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 1", "0.5, 3", "0.9, 1", "0.9, 2", "0.95, 8", "-0.6, 2"})
    void noiseOfCorrelationsIsThatOfSamples(double rho, int apart) {
        int d = 128;
        double[] angles = new double[d / 2];
        java.util.Arrays.setAll(angles, i -> Math.pow(100, -2.0 * i / d));
        Positions t = Positions.single(apart + 1);
        double half = (1 - rho * rho) / Math.sqrt(d);
        double[] ones = new double[apart + 1];
        java.util.Arrays.fill(ones, 1);
        Kernels before =
                Kernels.fill(
                        t,
                        PairClasses.PLAIN,
                        ones,
                        (c, i, j, across) -> rho + (c == 0 ? -half : half));
        RowGrid grid = new RowGrid(4, t);
        Kernels k =
                new RotatedRows(angles, d)
                        .of(TensorState.centered(grid, before, ElementShape.GAUSSIAN))
                        .kernels();
        double low = k.at(0, 0, apart, false);
        double high = k.at(1, 0, apart, false);

        SplittableRandom random = new SplittableRandom(5);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            double r = correlation(random, rho, apart, angles);
            sum += r;
            squares += r * r;
        }
        double mean = sum / draws;
        double deviation = Math.sqrt(squares / draws - mean * mean);
        assertThat((high - low) / 2).isCloseTo(deviation, within((0.025 + 3.0 / d) * deviation));
        assertThat((high + low) / 2).isCloseTo(mean, within(0.001 + 3.0 / d * Math.abs(mean)));
    }

    private static double correlation(
            SplittableRandom random, double rho, int apart, double[] angles) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (double angle : angles) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            double rest = Math.sqrt(1 - rho * rho);
            double a = rho * x[0] + rest * random.nextGaussian();
            double b = rho * x[1] + rest * random.nextGaussian();
            double cos = Math.cos(apart * angle);
            double sin = Math.sin(apart * angle);
            product += x[0] * (cos * a - sin * b) + x[1] * (sin * a + cos * b);
            first += x[0] * x[0] + x[1] * x[1];
            second += a * a + b * b;
        }
        return product / Math.sqrt(first * second);
    }

    /// Blocks say on average what single positions say.
    @Test
    void blocksAverageSinglePositions() {
        double[] angles = {1, 0.1, 0.01};
        int length = 100;
        TensorState single = state(angles, Positions.single(length));
        TensorState blocks = state(angles, Positions.of(length));

        assertThat(total(blocks, true)).isCloseTo(total(single, true), within(1e-9));
        assertThat(total(blocks, false)).isCloseTo(total(single, false), within(1e-9));
    }

    private static TensorState state(double[] angles, Positions t) {
        double[] ones = new double[t.blocks()];
        java.util.Arrays.fill(ones, 1);
        Kernels flat = Kernels.fill(t, PairClasses.PLAIN, ones, (c, i, j, across) -> 0.5);
        return new RotatedRows(angles, 6)
                .of(TensorState.centered(new RowGrid(2, t), flat, ElementShape.GAUSSIAN));
    }

    private static double total(TensorState x, boolean across) {
        Positions t = x.rows().positions();
        double sum = 0;
        for (int i = 0; i < t.blocks(); i++) {
            for (int j = 0; j < t.blocks(); j++) {
                double pairs = t.size(i) * (t.size(j) - (!across && i == j ? 1 : 0));
                sum += pairs * x.kernels().at(0, i, j, across);
            }
        }
        return sum;
    }
}
