package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// A gradient in two parts, `g = a y + r`: what it holds of the tensor's own value, as that of a
/// squared error does, and the rest, taken as independent of y. A slope that depends on y must not
/// be taken as independent of the first.
///
/// @param share a; 0 where the part is too small to count
/// @param means of r, per block
/// @param rest kernels of r
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OwnShare(double share, double[] means, Kernels rest) {
    /// Below this share of the mean square nothing is divided: the error is at most as large.
    private static final double NEGLIGIBLE = 1e-4;

    /// Of a gradient g of a tensor y.
    public static OwnShare of(TensorState g, TensorState y) {
        double a = g.alignment();
        if (!(a * a * y.secondMoment() > NEGLIGIBLE * g.secondMoment())) {
            return new OwnShare(0, g.means(), g.kernels());
        }
        Kernels rest = g.kernels().plus(y.kernels().scaled(-a * a));
        double[] diagonal = rest.diagonal();
        Arrays.setAll(diagonal, i -> Math.max(0, diagonal[i]));
        double[] means = new double[g.means().length];
        Arrays.setAll(means, i -> g.mean(i) - a * y.mean(i));
        return new OwnShare(a, means, rest.withDiagonal(diagonal));
    }
}
