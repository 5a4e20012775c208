package org.unitscope.operators.library;

import java.util.Optional;
import org.unitscope.operators.AxisReduction;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;

/// `y = Σ x / n` along one axis, or over all elements; every element gets `g / n`. Over positions
/// of `[batch, positions, d]`, `mean_pool` does the same, window by window where asked.
public final class Mean extends AxisReduction {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "mean",
                "Mean",
                "Averages along an axis, or over all elements.",
                "y = Σ x / n along the axis",
                "NumPy mean; ONNX ReduceMean");
    }

    @Override
    protected double factor(double n) {
        return 1 / n;
    }

    @Override
    protected Optional<Quantity> factorTerm(double n) {
        return Optional.of(new Quantity("1/n", 1 / n, "one over the elements of a mean"));
    }

    /// `n^1/2` for n independent elements; each gets `g / n`, so its factor is n.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double n = (double) of.use().input(0).count() / of.use().output().count();
        return Optional.of(
                IdealFactors.of(
                        Factor.root("averaged", n),
                        Factor.of(n, "averaged", "averaged = " + Factor.whole(n))));
    }
}
