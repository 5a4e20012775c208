package org.unitscope.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Convolution of the bin masses of two laws: even parts with even, odd with odd.
///
/// Two real sequences share a transform: with `C` that of `a + i b`, the transform of `a * b` is
/// `(C_k^2 - conj(C_(n-k))^2) / (4 i)`. Both results share an inverse one.
final class LawConvolution {
    private final double[] even;
    private final double @Nullable [] odd;

    private LawConvolution(double[] even, double @Nullable [] odd) {
        this.even = even;
        this.odd = odd;
    }

    /// Convolves the parts of two factors, of similar totals: bin `i` of the one and bin `j` of the
    /// other add to bin `i + j`.
    static LawConvolution of(
            double[] even,
            double @Nullable [] odd,
            double[] otherEven,
            double @Nullable [] otherOdd) {
        int length = even.length + otherEven.length - 1;
        int padded = Math.max(2, Integer.highestOneBit(2 * length - 1));
        double[] real = new double[padded];
        double[] imaginary = new double[padded];
        addProduct(even, otherEven, false, real, imaginary);
        boolean hasOdd = odd != null && otherOdd != null;
        if (odd != null && otherOdd != null) {
            addProduct(odd, otherOdd, true, real, imaginary);
        }
        FourierTransform.inverse(real, imaginary);
        return new LawConvolution(
                Arrays.copyOf(real, length), hasOdd ? Arrays.copyOf(imaginary, length) : null);
    }

    double[] even() {
        return even;
    }

    /// Absent unless both factors have one.
    double @Nullable [] odd() {
        return odd;
    }

    /// Adds the transform of `a * b`, times `i` if it is to be the imaginary part.
    private static void addProduct(
            double[] a, double[] b, boolean timesI, double[] real, double[] imaginary) {
        int n = real.length;
        double[] x = Arrays.copyOf(a, n);
        double[] y = Arrays.copyOf(b, n);
        FourierTransform.forward(x, y);
        for (int k = 0; k < n; k++) {
            int mirror = FourierTransform.mirror(k);
            double re = x[k] * x[k] - y[k] * y[k] - x[mirror] * x[mirror] + y[mirror] * y[mirror];
            double im = 2 * (x[k] * y[k] + x[mirror] * y[mirror]);
            // (re + i im) / (4 i) = (im - i re) / 4
            real[k] += (timesI ? re : im) / 4;
            imaginary[k] += (timesI ? im : -re) / 4;
        }
    }
}
