package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.library.Linear;
import org.unitscope.operators.library.Scale;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;

/// Three scales around a plain product give every path a factor of its own.
class ScalePerPathTest {
    private static OperatorRun scale(double factor, double backward, RealTensor x) {
        return OperatorRun.of(new Scale(), Map.of("factor", factor, "backward", backward), x);
    }

    /// Powers of two, so that the factors can move through sums and products without a rounding.
    @Test
    void aProductTakesAFactorForwardAndOnePerGradient() {
        double forward = 0x1p-3;
        double toInput = 0x1p-5;
        double toWeight = 0x1p2;
        DoubleTensor x = OperatorRun.normal(1, 6, 16);
        DoubleTensor weight = OperatorRun.normal(2, 8, 16);
        DoubleTensor gradient = OperatorRun.normal(3, 6, 8);
        OperatorRun plain = OperatorRun.of(new Linear(), Map.of(), x, weight);
        List<RealTensor> derivatives = plain.pull(gradient);

        OperatorRun input = scale(1, toInput, x);
        OperatorRun table = scale(1, toWeight, weight);
        OperatorRun product =
                OperatorRun.of(new Linear(), Map.of(), input.output(), table.output());
        OperatorRun output = scale(forward, 1, product.output());
        List<RealTensor> pulled = product.pull(output.pull(gradient).getFirst());

        assertThat(OperatorRun.distance(output.output(), times(forward, plain.output()))).isZero();
        assertThat(
                        OperatorRun.distance(
                                input.pull(pulled.get(0)).getFirst(),
                                times(toInput, derivatives.get(0))))
                .isZero();
        assertThat(
                        OperatorRun.distance(
                                table.pull(pulled.get(1)).getFirst(),
                                times(toWeight, derivatives.get(1))))
                .isZero();
    }

    @Test
    void withoutABackwardFactorBothPassesTakeTheSame() {
        DoubleTensor x = OperatorRun.normal(1, 4, 4);
        OperatorRun run = OperatorRun.of(new Scale(), Map.of("factor", -3.0), x);

        assertThat(OperatorRun.distance(run.output(), times(-3, x))).isZero();
        assertThat(OperatorRun.distance(run.pull(x).getFirst(), times(-3, x))).isZero();
    }

    private static RealTensor times(double factor, RealTensor tensor) {
        RealTensor product = tensor.zeros(tensor.shape());
        for (int i = 0; i < tensor.shape().length(); i++) {
            product.set(i, factor * tensor.get(i));
        }
        return product;
    }
}
