package org.unitscope.moments;

import org.unitscope.moments.ElementShape.Factor;
import org.unitscope.moments.ElementShape.Factor.Mapped;

/// Sums of squares of one feature over all rows, `S_f = Σ_p x_pf²`: rows that go together make them
/// differ from feature to feature.
public final class SquareSums {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);

    private SquareSums() {}

    /// `E S_f² / (E S_f)²`: over all pairs of rows the mean of `E x² x'² / (D D')`, which is `1 + 2
    /// ρ²` for Gaussian x and the dual of `f²` for a function of a Gaussian.
    public static double spread(TensorState x) {
        if (!x.isTracked() || x.secondMoment() == 0) {
            return 1;
        }
        double sequences = x.rows().sequences();
        if (x.shape().factors().size() == 1
                && x.shape().factors().getFirst() instanceof Factor.Mapped f) {
            return mapped(x, f, sequences);
        }
        return 1 + 2 * x.kernels().concentration(sequences);
    }

    private static double mapped(TensorState x, Mapped f, double sequences) {
        GaussianDual dual =
                new GaussianDual(
                        EXPECTATION,
                        z -> f.f().applyAsDouble(z) * f.f().applyAsDouble(z),
                        f.mean(),
                        f.deviation());
        double mean = dual.at(0);
        Kernels source = f.source();
        Kernels squares =
                source.map((i, j, k) -> {
                    double scale = Math.sqrt(source.diagonal(i) * source.diagonal(j));
                    double products = dual.at(scale == 0 ? 0 : Math.clamp(k / scale, -1, 1));
                    return products / mean * x.kernels().diagonal(i) * x.kernels().diagonal(j);
                });
        double rows = x.rows().rows();
        double total = rows * x.secondMoment();
        return mean == 0 ? 1 : PairSum.ofRows(squares, sequences).total() / (total * total);
    }
}
