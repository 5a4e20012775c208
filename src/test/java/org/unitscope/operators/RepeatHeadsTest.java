package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.library.RepeatHeads;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.Shape;

class RepeatHeadsTest {
    /// Two batches of two heads with one position of two features.
    @Test
    void everyHeadStandsInARow() {
        DoubleTensor x =
                new DoubleTensor(Shape.of(2, 2, 1, 2), new double[] {1, 2, 3, 4, 5, 6, 7, 8});
        OperatorRun run = OperatorRun.of(new RepeatHeads(), Map.of("repeats", 2.0), x);
        DoubleTensor g =
                new DoubleTensor(
                        Shape.of(2, 4, 1, 2),
                        new double[] {1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60, 7, 70, 8, 80});

        assertThat(run.output().shape()).isEqualTo(Shape.of(2, 4, 1, 2));
        assertThat(((DoubleTensor) run.output()).array())
                .containsExactly(1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6, 7, 8, 7, 8);
        assertThat(((DoubleTensor) run.pull(g).getFirst()).array())
                .containsExactly(3, 30, 7, 70, 11, 110, 15, 150);
    }

    @Test
    void refusesOtherRanks() {
        assertThat(
                        OperatorRun.refusal(
                                new RepeatHeads(), Map.of("repeats", 2.0), Shape.of(2, 3, 4)))
                .contains("[2, 3, 4] and 2 repeats");
    }
}
