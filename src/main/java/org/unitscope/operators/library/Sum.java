package org.unitscope.operators.library;

import java.util.Optional;
import org.unitscope.operators.AxisReduction;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;

/// `y = Σ x` along one axis, or over all elements; every element gets the gradient of its sum.
public final class Sum extends AxisReduction {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "sum",
                "Sum",
                "Sums along an axis, or all elements.",
                "y = Σ x along the axis",
                "NumPy sum; ONNX ReduceSum");
    }

    @Override
    protected double factor(double n) {
        return 1;
    }

    @Override
    protected Optional<Quantity> factorTerm(double n) {
        return Optional.empty();
    }

    /// `n^-1/2` for n independent elements; their gradients are those of the sum.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double n = (double) of.use().input(0).count() / of.use().output().count();
        return Optional.of(IdealFactors.of(Factor.inverseRoot("summed", n), Factor.ONE));
    }
}
