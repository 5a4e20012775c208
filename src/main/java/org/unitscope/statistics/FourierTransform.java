package org.unitscope.statistics;

/// Fast Fourier transforms of complex sequences in place, of a length that is a power of two.
///
/// The transform `X_k = sum_j x_j e^(-2 pi i j k / n)` leaves `X_k` at the index that is `k` with
/// its bits reversed, and the inverse takes it from there: products of transforms need no other
/// order. Relative error about `2^-53 log2 n` of the root mean square.
///
/// Source: Gentleman and Sande 1966 (forward); Cooley and Tukey 1965 (inverse).
final class FourierTransform {
    /// Longest sequence.
    static final int LONGEST = 1 << 13;

    private static final double[] COSINES = new double[LONGEST / 2];
    private static final double[] SINES = new double[LONGEST / 2];

    static {
        for (int k = 0; k < LONGEST / 2; k++) {
            double angle = 2 * Math.PI * k / LONGEST;
            COSINES[k] = StrictMath.cos(angle);
            SINES[k] = StrictMath.sin(angle);
        }
    }

    private FourierTransform() {}

    /// The index that holds `X_(n-k)` where `index` holds `X_k`: negating `k` keeps its bits up to
    /// the lowest one set and inverts those above, which are the low bits of the reversed index.
    static int mirror(int index) {
        return index == 0 ? 0 : 3 * Integer.highestOneBit(index) - 1 - index;
    }

    static void forward(double[] real, double[] imaginary) {
        int n = real.length;
        for (int half = n / 2; half >= 1; half /= 2) {
            int stride = LONGEST / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int j = 0; j < half; j++) {
                    int a = start + j;
                    int b = a + half;
                    double c = COSINES[j * stride];
                    double s = SINES[j * stride];
                    double x = real[a] - real[b];
                    double y = imaginary[a] - imaginary[b];
                    real[a] += real[b];
                    imaginary[a] += imaginary[b];
                    real[b] = x * c + y * s;
                    imaginary[b] = y * c - x * s;
                }
            }
        }
    }

    /// The sequence whose transform this is.
    static void inverse(double[] real, double[] imaginary) {
        int n = real.length;
        for (int half = 1; half < n; half *= 2) {
            int stride = LONGEST / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int j = 0; j < half; j++) {
                    int a = start + j;
                    int b = a + half;
                    double c = COSINES[j * stride];
                    double s = SINES[j * stride];
                    double x = real[b] * c - imaginary[b] * s;
                    double y = imaginary[b] * c + real[b] * s;
                    real[b] = real[a] - x;
                    imaginary[b] = imaginary[a] - y;
                    real[a] += x;
                    imaginary[a] += y;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            real[i] /= n;
            imaginary[i] /= n;
        }
    }
}
