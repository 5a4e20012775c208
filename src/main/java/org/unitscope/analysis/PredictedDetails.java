package org.unitscope.analysis;

import java.util.function.Supplier;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;

/// What is predicted of a tensor beyond its moments.
public final class PredictedDetails {
    private final Supplier<ElementLaw> maker;
    private final double coherentShare;
    private final double scatter;
    private final ElementLaw[] made = new ElementLaw[1];

    /// Of a state.
    PredictedDetails(TensorState state) {
        maker = state::law;
        coherentShare = state.coherence();
        scatter = state.scatter();
    }

    /// The law of an element, made when first asked for.
    public ElementLaw law() {
        synchronized (made) {
            if (made[0] == null) {
                made[0] = maker.get();
            }
            return made[0];
        }
    }

    /// Of a parameter's gradient, the share of its mean square that comes from pairs of unlike
    /// rows: 0 where rows add up like noise, near 1 where all push the same way. NaN for other
    /// tensors.
    public double coherentShare() {
        return coherentShare;
    }

    /// By how much one run's RMS scatters between seeds, as a share of it: half the predicted
    /// relative standard deviation of the mean square, to leading order in one over the width.
    public double relativeScatter() {
        return Math.sqrt(Math.max(0, scatter)) / 2;
    }
}
