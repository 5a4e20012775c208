package org.unitscope.moments;

import java.util.Arrays;
import java.util.Optional;
import org.unitscope.moments.ElementShape.Factor;
import org.unitscope.moments.ElementShape.Factor.Mapped;

/// Normalized rows as the gradient of their gain sees them. Where an activation follows, the gradient
/// g of `y = γ x̂` has the factor `φ'(y)`, which goes with x̂ element by element:
///
///     E x̂ x̂' g g' = K_G · E x̂ x̂' φ'(y) φ'(y') = K_g · K̃,   K̃ = E y y' φ'(y) φ'(y') / (γ² E φ'(y) φ'(y')),
///
/// so that K̃ takes the place of the kernel of x̂. Where the activation leaves nothing of a pair,
/// below 1e-3 of its mean square, K_x̂ stays.
public final class GainedRows {
    private static final GaussianExpectation EXPECTATION = new GaussianExpectation(0);
    private static final double LEAST = 1e-3;

    private GainedRows() {}

    /// The rows x̂ that go with g.
    ///
    /// @param y what they became, with a gain of mean square `gain` and no shift
    public static TensorState of(TensorState hat, TensorState g, TensorState y, double gain) {
        Optional<Mapped> after = slope(g, y);
        if (after.isEmpty() || gain == 0 || !hat.isTracked()) {
            return hat;
        }
        Mapped slope = after.get();
        GaussianDual alone =
                new GaussianDual(EXPECTATION, slope.f(), slope.mean(), slope.deviation());
        GaussianDual together =
                new GaussianDual(
                        EXPECTATION,
                        v -> v * slope.f().applyAsDouble(v),
                        slope.mean(),
                        slope.deviation());
        Kernels pairs = y.kernels();
        Kernels weighed =
                hat.kernels()
                        .combine(
                                pairs.map((i, j, k) -> correlation(pairs, i, j, k)),
                                (kernel, rho) -> {
                                    double left = alone.at(rho);
                                    return Math.abs(left) < LEAST * alone.second()
                                            ? kernel
                                            : together.at(rho) / (gain * left);
                                });
        double[] means = new double[hat.means().length];
        if (Math.abs(alone.mean()) > LEAST * Math.sqrt(alone.second())) {
            Arrays.fill(means, together.mean() / (Math.sqrt(gain) * alone.mean()));
        }
        return hat.with(weighed).withMeans(means);
    }

    /// The factor of g that is a function of y.
    private static Optional<Mapped> slope(TensorState g, TensorState y) {
        for (Factor factor : g.shape().factors()) {
            if (factor instanceof Mapped mapped && mapped.source() == y.kernels()) {
                return Optional.of(mapped);
            }
        }
        return Optional.empty();
    }

    private static double correlation(Kernels pairs, int i, int j, double kernel) {
        double scale = Math.sqrt(pairs.diagonal(i) * pairs.diagonal(j));
        return scale == 0 ? 0 : Math.clamp(kernel / scale, -1, 1);
    }
}
