package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.library.MeanPool;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.Shape;

class MeanPoolTest {
    /// Two sequences of four positions with two features: 1 .. 16.
    private static final DoubleTensor X =
            new DoubleTensor(
                    Shape.of(2, 4, 2),
                    new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

    @Test
    void averagesAllPositions() {
        OperatorRun run = OperatorRun.of(new MeanPool(), Map.of(), X);
        DoubleTensor g = new DoubleTensor(Shape.of(2, 2), new double[] {4, 8, 12, 16});

        assertThat(run.output().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(((DoubleTensor) run.output()).array()).containsExactly(4, 5, 12, 13);
        assertThat(((DoubleTensor) run.pull(g).getFirst()).array())
                .containsExactly(1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 3, 4);
    }

    @Test
    void averagesWindows() {
        OperatorRun run = OperatorRun.of(new MeanPool(), Map.of("window", 2.0), X);
        DoubleTensor g =
                new DoubleTensor(Shape.of(2, 2, 2), new double[] {2, 4, 6, 8, 10, 12, 14, 16});

        assertThat(run.output().shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(((DoubleTensor) run.output()).array())
                .containsExactly(2, 3, 6, 7, 10, 11, 14, 15);
        assertThat(((DoubleTensor) run.pull(g).getFirst()).array())
                .containsExactly(1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8);
    }

    @Test
    void refusesAWindowThatLeavesARest() {
        assertThat(OperatorRun.refusal(new MeanPool(), Map.of("window", 3.0), Shape.of(2, 4, 2)))
                .contains("[2, 4, 2] and window 3");
        assertThat(OperatorRun.refusal(new MeanPool(), Map.of(), Shape.of(4, 2)))
                .contains("[4, 2] and window 0");
    }
}
