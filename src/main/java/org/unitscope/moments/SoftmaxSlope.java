package org.unitscope.moments;

/// `E Σ_k p_k² (t_k − Σ_j p_j t_j)²` for a softmax row p of n independent Gaussian logits `t = r z`:
/// the mean square, summed over a row, of how its weights change as all logits grow.
///
/// With `M_ab(τ) = E w^a z^b e^(−τ w)`, `w = e^(r z)`, φ = M_00 and `1/S^k = ∫ τ^(k−1) e^(−τ S) dτ /
/// Γ(k)` it is `r² (A − 2 B + C)`,
///
///     A = n ∫ τ M_22 φ^(n−1),
///     B = n/2 ∫ τ² (M_32 φ^(n−1) + (n−1) M_21 M_11 φ^(n−2)),
///     C = n/6 ∫ τ³ (M_42 φ^(n−1) + (n−1) (M_20 M_22 + 2 M_31 M_11) φ^(n−2)
///                   + (n−1) (n−2) M_20 M_11² φ^(n−3)),
///
/// trapezoid sums over z and over ln τ as of [SoftmaxMoments]. Above a deviation of 30 nothing moves
/// any more but for one row in 30: taken as at 30.
public final class SoftmaxSlope {
    private static final double U_STEP = 0.25;
    private static final double LARGEST = 30;
    private static final int REACH = 12;

    private SoftmaxSlope() {}

    /// For n logits of this deviation.
    public static double of(double deviation, double n) {
        if (n < 2 || deviation == 0) {
            return 0;
        }
        double r = Math.min(deviation, LARGEST);
        double first = -(StrictMath.log(n) + Math.min(r * r / 2, 9 * r) + 38);
        int steps = (int) Math.ceil((9 * r + 6 - first) / U_STEP) + 1;
        double sum = 0;
        for (int j = 0; j < steps; j++) {
            sum += integrand(Tilted.at(StrictMath.exp(first + j * U_STEP), r), n);
        }
        return Math.max(0, r * r * sum * U_STEP);
    }

    /// `A − 2 B + C` at one τ, times τ.
    private static double integrand(Tilted tilted, double n) {
        double[][] m = tilted.m;
        double one = tilted.power(n - 1);
        double two = (n - 1) * tilted.power(n - 2);
        double three = n < 3 ? 0 : (n - 1) * (n - 2) * tilted.power(n - 3);
        double a = n * m[2][2] * one;
        double b = n / 2 * (m[3][2] * one + m[2][1] * m[1][1] * two);
        double c =
                n
                        / 6
                        * (m[4][2] * one
                                + (m[2][0] * m[2][2] + 2 * m[3][1] * m[1][1]) * two
                                + m[2][0] * m[1][1] * m[1][1] * three);
        return a - 2 * b + c;
    }

    /// `τ^a M_ab` of one τ, and log φ.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tilted(double[][] m, double logPhi) {
        static Tilted at(double tau, double r) {
            double step = Math.min(0.125, 0.3 / Math.max(r, 1e-9));
            int reach = (int) Math.ceil(REACH / step);
            double[][] m = new double[5][3];
            double missing = 0;
            for (int i = -reach; i <= reach; i++) {
                double z = i * step;
                double mass = StrictMath.exp(-z * z / 2) * step / Math.sqrt(2 * Math.PI);
                double x = tau * StrictMath.exp(r * z);
                double kept = StrictMath.exp(-x) * mass;
                missing -= StrictMath.expm1(-x) * mass;
                double power = kept;
                for (int k = 1; k < m.length; k++) {
                    power *= x;
                    m[k][0] += power;
                    m[k][1] += power * z;
                    m[k][2] += power * z * z;
                }
                m[0][0] += kept;
            }
            double log = missing < 0.5 ? StrictMath.log1p(-missing) : StrictMath.log(m[0][0]);
            return new Tilted(m, log);
        }

        double power(double exponent) {
            return exponent == 0 ? 1 : StrictMath.exp(exponent * logPhi);
        }
    }
}
