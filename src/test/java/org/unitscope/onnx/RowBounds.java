package org.unitscope.onnx;

import static org.unitscope.onnx.Bounds.EXP;
import static org.unitscope.onnx.Bounds.LOG;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.unitscope.tensor.RealTensor;

/// Bounds of operators on rows, in multiples of u. A row is the innermost axis.
final class RowBounds {
    private RowBounds() {}

    /// The relative error of a softmax weight: logits of up to `size` that went through so many
    /// roundings each, the difference from the largest (up to twice `size`) and the exponential,
    /// above and, averaged, in the sum below; the sum of n terms and the quotient.
    static double weight(double size, double roundings, int terms) {
        return 2 * ((roundings + 2) * size + EXP) + terms + 1;
    }

    /// Of softmax over logits with a bias of at most this size, which takes a rounding.
    static Bound softmax(ToDoubleFunction<Sample> bias) {
        return (sample, y) -> {
            double size = sample.largest(0) + bias.applyAsDouble(sample);
            double relative = weight(size, 1, y.shape().extent(-1));
            return Bounds.map(y, p -> Bounds.U * relative * p);
        };
    }

    /// The error of a log-softmax of a row whose elements and results are of up to this size: the
    /// two differences, the logarithm of a sum of n exponentials, and theirs.
    static double logarithm(double size, int terms) {
        return (3 + LOG) * size + terms + EXP;
    }

    static Bound logSoftmax() {
        return (sample, y) -> {
            double size = Math.max(sample.largest(0), largest(y));
            double allowed = Bounds.U * logarithm(size, y.shape().extent(-1));
            return Bounds.map(y, v -> allowed);
        };
    }

    /// `γ (x − m) / s + β` with `s² = v + ε`. The mean of n is off by up to `n · mean |x|`; the
    /// variance, if it is the mean square less the mean's, by up to `(n + 2) · (mean x² + m²)`;
    /// half of that, relative, comes to the quotient, and five more roundings.
    static Bound layerNorm() {
        return (sample, y) -> {
            int n = y.shape().extent(-1);
            double epsilon = sample.use().attributes().number("epsilon");
            double[] allowed = new double[y.shape().length()];
            for (int row = 0; row < allowed.length; row += n) {
                double mean = 0;
                double sizes = 0;
                double squares = 0;
                for (int i = row; i < row + n; i++) {
                    double x = sample.input(0).get(i);
                    mean += x / n;
                    sizes += Math.abs(x) / n;
                    squares += x * x / n;
                }
                double variance = squares - mean * mean + epsilon;
                double wrong = (n + 2) * (squares + mean * mean) / variance / 2;
                for (int i = row; i < row + n; i++) {
                    double gain = Math.abs(sample.input(1).get(i - row)) / Math.sqrt(variance);
                    double x = Math.abs(sample.input(0).get(i));
                    double scaled = gain * Math.abs(sample.input(0).get(i) - mean);
                    allowed[i] =
                            Bounds.U
                                    * (gain * (n * sizes + x)
                                            + scaled * (wrong + 5)
                                            + Math.abs(y.get(i)));
                }
            }
            return allowed;
        };
    }

    /// Half the relative error of a sum of n squares, and five more roundings.
    static Bound rmsNorm() {
        return (sample, y) -> {
            double relative = (y.shape().extent(-1) + 2.0) / 2 + 5;
            return Bounds.map(y, v -> Bounds.U * relative * Math.abs(v));
        };
    }

    static double largest(RealTensor tensor) {
        return Arrays.stream(Bounds.map(tensor, Math::abs)).max().orElseThrow();
    }
}
