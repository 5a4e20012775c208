package org.unitscope.operators;

/// Factors of gated activations as the library `unit-scaling` has them, at multiplier 1: log-linear
/// between the limit of a gate that is flat, `x / 2`, and of one that is a step, ReLU. They are
/// close to the exact ones, not equal: GELU's result comes out at 1.039, SiLU's at 0.989 of unit
/// scale.
public final class GateFactors {
    private static final double STEP = Math.sqrt(2 / (1 - 1 / Math.PI));
    private static final double VALUES = 0.8;
    private static final double SLOPES = 0.5;

    private GateFactors() {}

    private static Factor between(double a, double high, String symbol) {
        return Factor.of(Factor.interpolated(a, 2, high), "I(" + a + "; 2, " + symbol + ")", "");
    }

    /// Of GELU.
    public static IdealFactors gelu() {
        return IdealFactors.of(
                between(VALUES, STEP, "√(2 / (1 − 1/π))"), between(VALUES, Math.sqrt(2), "√2"));
    }

    /// Of SiLU.
    public static IdealFactors silu() {
        return IdealFactors.of(
                between(VALUES, STEP, "√(2 / (1 − 1/π))"), between(SLOPES, Math.sqrt(2), "√2"));
    }

    /// Of a unit gated by SiLU: one factor for all.
    public static IdealFactors gatedSilu() {
        Factor all = between(SLOPES, Math.sqrt(2), "√2");
        return IdealFactors.of(all, all, all);
    }
}
