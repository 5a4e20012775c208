package org.unitscope.moments;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Kernels of a function of a Gaussian tensor, `E φ(u) φ(v)` over all pairs of rows: u and v have
/// the tensor's means and deviations at their positions and the correlation of its kernels.
public final class DualKernels {
    private final TensorState source;
    private final GaussianDual[] sides;

    /// The duals of φ on this tensor.
    public DualKernels(
            GaussianExpectation expectation, DoubleUnaryOperator phi, TensorState source) {
        this.source = source;
        sides = new GaussianDual[source.means().length];
        record Point(double mean, double deviation) {}
        Map<Point, GaussianDual> known = new HashMap<>();
        for (int i = 0; i < sides.length; i++) {
            double mean = source.mean(i);
            double deviation = source.deviation(i);
            sides[i] =
                    known.computeIfAbsent(
                            new Point(mean, deviation),
                            point -> new GaussianDual(expectation, phi, mean, deviation));
        }
    }

    /// `E φ` per block.
    public double[] means() {
        double[] means = new double[sides.length];
        Arrays.setAll(means, i -> sides[i].mean());
        return means;
    }

    /// The kernels of φ(x).
    public Kernels kernels() {
        double[] second = new double[sides.length];
        Arrays.setAll(second, i -> sides[i].second());
        return source.kernels()
                .mapPairs(second, (i, j, k) -> sides[i].with(sides[j], correlation(i, j, k)));
    }

    private double correlation(int i, int j, double kernel) {
        double scale = source.deviation(i) * source.deviation(j);
        return scale == 0 ? 0 : (kernel - source.mean(i) * source.mean(j)) / scale;
    }
}
