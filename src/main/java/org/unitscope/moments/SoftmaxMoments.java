package org.unitscope.moments;

/// Moments of softmax weights `p_i = w_i / Σ w`, `w_i = exp(s z_i)`, for n independent standard
/// normal `z_i`: exact by one-dimensional integrals.
///
/// With `φ(t) = E e^{-t w}` and `M_k(t) = E w^k e^{-t w}`, from `1/S^k = ∫ t^{k-1} e^{-tS} dt / Γ(k)`:
///
///     E Σ p^k         = n / Γ(k) · ∫ t^{k-1} M_k(t) φ(t)^{n-1} dt
///     E Σ_{i≠j} p²p²  = n (n-1) / Γ(4) · ∫ t³ M_2(t)² φ(t)^{n-2} dt
///     E log Σ w       = ∫ (e^{-t} - φ(t)^n) / t dt
///
/// Both integrals are trapezoid sums, over z and over u = ln t, of functions analytic in a strip, so
/// the error falls as `exp(-π² / (s·h_z))` and `exp(-π² / h_u)`: below 1e-12 relative for n up to
/// 1e6. Above a deviation of 30 the weights are taken as those at 30, one-hot but for `1/s` of the
/// rows, and the logarithm grows with s as the largest logit does: off by 1e-3 of itself at most.
public final class SoftmaxMoments {
    private static final double U_STEP = 0.25;
    private static final double LARGEST_DEVIATION = 30;

    /// `x^k e^{-x}` is bounded, so beyond 12 deviations (mass 4e-33) nothing counts.
    private static final double REACH = 12;

    /// Below it `1 - e^{-x}` is its series; above [#GONE], `e^{-x}` is nothing.
    private static final double SMALL = 1e-5;

    private static final double GONE = 745;

    private final double first;
    private final double beyond;
    private final double[] logPhi;
    private final double[][] tilted;

    /// Tables for logits of this standard deviation and at most `largestCount` of them.
    public SoftmaxMoments(double logitDeviation, int largestCount) {
        double s = Math.clamp(logitDeviation, 0, LARGEST_DEVIATION);
        beyond = Math.max(1, logitDeviation / LARGEST_DEVIATION);
        first = -(StrictMath.log(largestCount) + Math.min(s * s / 2, 9 * s) + 38);
        int steps = (int) Math.ceil((9 * s + 6 - first) / U_STEP) + 1;
        logPhi = new double[steps];
        tilted = new double[4][steps];
        double zStep = Math.min(0.125, 0.3 / Math.max(s, 1e-9));
        int reach = (int) Math.ceil(REACH / zStep);
        double[] weights = new double[2 * reach + 1];
        double[] masses = new double[2 * reach + 1];
        for (int i = -reach; i <= reach; i++) {
            double z = i * zStep;
            weights[i + reach] = StrictMath.exp(s * z);
            masses[i + reach] = StrictMath.exp(-z * z / 2) * zStep / Math.sqrt(2 * Math.PI);
        }
        for (int j = 0; j < steps; j++) {
            tabulate(j, StrictMath.exp(first + j * U_STEP), weights, masses);
        }
    }

    /// Fills column j: log φ, and `t^k M_k` for k = 2, 3, 4.
    private void tabulate(int j, double t, double[] weights, double[] masses) {
        double missing = 0;
        double phi = 0;
        for (int i = 0; i < weights.length; i++) {
            double x = t * weights[i];
            double gone = gone(x);
            missing += gone * masses[i];
            if (gone == 1) {
                continue;
            }
            double kept = (1 - gone) * masses[i];
            phi += kept;
            double square = x * x;
            tilted[1][j] += kept * square;
            tilted[2][j] += kept * square * x;
            tilted[3][j] += kept * square * square;
        }
        // Where φ is near 1, its logarithm is taken from 1 - φ, which has no cancellation.
        logPhi[j] = missing < 0.5 ? StrictMath.log1p(-missing) : StrictMath.log(phi);
    }

    /// `1 - e^{-x}`. Its complement is good to 1e-16 and not to a share of itself, which no sum
    /// over z can tell.
    private static double gone(double x) {
        if (x < SMALL) {
            return x * (1 - x / 2 * (1 - x / 3));
        }
        return x > GONE ? 1 : -StrictMath.expm1(-x);
    }

    /// r with `E Σ p² = e^{r s²} / (e^{r s²} + n − 1)` for n independent logits of variance s²: by
    /// how much a finite softmax is flatter or steeper than a log-normal tilt. 1 for equal logits.
    public static double tilt(double variance, int count) {
        if (variance < 1e-6 || count < 2) {
            return 1;
        }
        double overlap = new SoftmaxMoments(Math.sqrt(variance), count).powerSum(2, count);
        return overlap >= 1 ? 1 : StrictMath.log(overlap * (count - 1) / (1 - overlap)) / variance;
    }

    /// `E Σ_i p_i^power` for `count` logits; power 2, 3 or 4. With one logit it is 1.
    public double powerSum(int power, int count) {
        double sum = 0;
        for (int j = 0; j < logPhi.length; j++) {
            sum += tilted[power - 1][j] * power(j, count - 1);
        }
        double gamma = power == 2 ? 1 : power == 3 ? 2 : 6;
        return count * sum * U_STEP / gamma;
    }

    /// `E (Σ_i p_i²)²` for `count` logits.
    public double squaredPowerSum(int count) {
        if (count == 1) {
            return 1;
        }
        double sum = 0;
        for (int j = 0; j < logPhi.length; j++) {
            sum += tilted[1][j] * tilted[1][j] * power(j, count - 2);
        }
        double pairs = (double) count * (count - 1) * sum * U_STEP / 6;
        return powerSum(4, count) + pairs;
    }

    /// `E Σ_i p_i² (1 - 2 p_i + Σ p²)`: by how much softmax's Jacobian multiplies the second moment
    /// of an independent gradient, summed over a row.
    public double gradientGain(int count) {
        double gain = powerSum(2, count) - 2 * powerSum(3, count) + squaredPowerSum(count);
        return Math.max(0, gain);
    }

    /// `E log Σ_i exp(s z_i)` for `count` logits.
    public double logSumExp(int count) {
        double sum = 0;
        for (int j = 0; j < logPhi.length; j++) {
            double t = StrictMath.exp(first + j * U_STEP);
            // e^{-t} - φ^n as a difference of expm1, so that small t keeps its digits.
            sum += StrictMath.expm1(-t) - StrictMath.expm1(count * logPhi[j]);
        }
        return sum * U_STEP * beyond;
    }

    private double power(int j, int exponent) {
        return exponent == 0 ? 1 : StrictMath.exp(exponent * logPhi[j]);
    }
}
