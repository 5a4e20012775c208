package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairClasses;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.tensor.Shape;

/// Sampling an operator alone against its own moment rule: rows that correlate by 0.6 within a
/// sequence and 0.3 across, at every position alike.
final class LocalSamplingTest {
    private static final Shape SHAPE = Shape.of(6, 20, 512);
    private static final RowGrid GRID = new RowGrid(6, Positions.of(20));

    private static TensorState rows(double second, double within, double across) {
        double[] diagonal = new double[GRID.positions().blocks()];
        java.util.Arrays.fill(diagonal, second);
        Kernels kernels =
                Kernels.fill(
                        GRID.positions(),
                        PairClasses.PLAIN,
                        diagonal,
                        (c, i, j, apart) -> second * (apart ? across : within));
        return TensorState.centered(GRID, kernels, ElementShape.GAUSSIAN);
    }

    @Test
    void measuresKernelsOfBothPassesAsTheRulePredictsThem() {
        Operator gelu = OperatorCatalogue.standard().find("gelu").orElseThrow();
        Invocation use =
                new Invocation(
                        "alone",
                        AttributeMap.NONE,
                        List.of(SHAPE),
                        List.of(SHAPE),
                        List.of(Optional.empty()));
        TensorState x = rows(1, 0.6, 0.3);
        TensorState g = rows(4, 0.5, 0.2);
        LocalSampling sampling = new LocalSampling(gelu, use, List.of(x));
        TensorState y = sampling.forward().getFirst();
        TensorState back = sampling.backward(List.of(g)).getFirst().orElseThrow();
        TensorState ruled = gelu.moments().formulas().forward().apply(use, List.of(x)).getFirst();
        TensorState pulled =
                gelu.moments()
                        .formulas()
                        .backward()
                        .apply(use, List.of(x), List.of(ruled), List.of(g))
                        .getFirst()
                        .orElseThrow();
        // 17 draws of 512 features; rows share 0.6 of their variance, so about 17 · 512 · 2 count
        // as independent: standard error of a mean square 1.1 %, allowed are 4 of these.
        requireAlike(y, ruled);
        requireAlike(back, pulled);
        assertThat(y.mean()).isCloseTo(ruled.mean(), within(0.03));
    }

    private static void requireAlike(TensorState sampled, TensorState ruled) {
        double second = ruled.secondMoment();
        assertThat(sampled.secondMoment()).isCloseTo(second, within(0.05 * second));
        int last = GRID.positions().blocks() - 1;
        for (boolean across : new boolean[] {false, true}) {
            double[] mine = sampled.kernels().mean(across);
            double[] theirs = ruled.kernels().mean(across);
            for (int cell : new int[] {1, last, mine.length - 2}) {
                assertThat(mine[cell]).isCloseTo(theirs[cell], within(0.06 * second));
            }
        }
    }
}
