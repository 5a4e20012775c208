package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.library.LayerNorm;
import org.unitscope.operators.library.RmsNorm;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

class RmsNormTest {
    private static final int ROWS = 5;
    private static final int FEATURES = 12;

    /// Rows of mean zero have a variance that is their mean square: both norms agree there, and the
    /// gradients differ by layer norm's projection along the ones vector alone. In double, a few
    /// roundings of numbers of order 10.
    @Test
    void equalsLayerNormOnCenteredRows() {
        DoubleTensor x = centered(OperatorRun.normal(1, ROWS, FEATURES));
        DoubleTensor gain = OperatorRun.normal(2, FEATURES);
        DoubleTensor g = OperatorRun.normal(3, ROWS, FEATURES);
        Map<String, Object> attributes = Map.of("epsilon", 0.25);
        OperatorRun rms = OperatorRun.of(new RmsNorm(), attributes, x, gain);
        RealTensor shift = gain.zeros(gain.shape());
        OperatorRun layer = OperatorRun.of(new LayerNorm(), attributes, x, gain, shift);
        List<RealTensor> pulled = rms.pull(g);
        List<RealTensor> others = layer.pull(g);

        assertThat(OperatorRun.distance(rms.output(), layer.output())).isLessThan(1e-13);
        assertThat(OperatorRun.distance(pulled.get(1), others.get(1))).isLessThan(1e-13);
        assertThat(OperatorRun.distance(centered(pulled.get(0)), others.get(0))).isLessThan(1e-13);
        assertThat(OperatorRun.distance(pulled.get(0), others.get(0))).isGreaterThan(0.01);
    }

    /// (3, 4) has the mean square 12.5; with ε = 1 the divisor is √13.5.
    @Test
    void dividesByTheRootMeanSquare() {
        DoubleTensor x = new DoubleTensor(Shape.of(1, 2), new double[] {3, 4});
        DoubleTensor gain = new DoubleTensor(Shape.of(2), new double[] {1, -2});
        RealTensor y = OperatorRun.of(new RmsNorm(), Map.of("epsilon", 1.0), x, gain).output();

        assertThat(y.get(0)).isCloseTo(3 / Math.sqrt(13.5), within(1e-15));
        assertThat(y.get(1)).isCloseTo(-8 / Math.sqrt(13.5), within(1e-15));
    }

    @Test
    void refusesAGainOfAnotherWidth() {
        assertThat(OperatorRun.refusal(new RmsNorm(), Map.of(), Shape.of(3, 8), Shape.of(4)))
                .contains("[3, 8]", "[4]");
    }

    private static DoubleTensor centered(RealTensor x) {
        double[] rows = new double[x.shape().length()];
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int i = 0; i < FEATURES; i++) {
                sum += x.get(row * FEATURES + i);
            }
            for (int i = 0; i < FEATURES; i++) {
                rows[row * FEATURES + i] = x.get(row * FEATURES + i) - sum / FEATURES;
            }
        }
        return new DoubleTensor(x.shape(), rows);
    }
}
