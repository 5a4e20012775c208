package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GridLaw;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// One number of every row, `[…, T, 1]`, at all features of `[…, T, d]`, and the sum over features
/// that its gradient is.
final class FeatureSums {
    private FeatureSums() {}

    /// Rows are as alike as their numbers.
    static TensorState repeated(TensorState row) {
        return row.noisy(0, 0).with(GridLaw.None.NONE);
    }

    /// `K' = n (K − m m') o + n² m m'` of n features that have but their mean m in common; o is
    /// what a row has along the vector of ones, 0 behind a norm with centering.
    ///
    /// @param width features of a row, all heads together
    static TensorState summed(TensorState x, double n, double width) {
        double ones = n == width ? x.free().ones() : 1;
        double[] means = Arrays.stream(x.means()).map(m -> n * m).toArray();
        Kernels sums =
                x.kernels()
                        .map((i, j, k) -> {
                            double common = x.mean(i) * x.mean(j);
                            return n * ones * (k - common) + n * n * common;
                        });
        return TensorState.of(x.rows(), means, sums, ElementShape.GAUSSIAN)
                .noisy(2, 1)
                .scattered(x.scatter());
    }
}
