package org.unitscope.operators;

import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;

/// How often two tokens choose the same expert, and how heavily, by what is known of pairs of
/// gates.
///
/// With κ = k/E, `R = E gate_e gate'_e` of two tokens and of one, `R_1 = E gate²`, and of two that
/// have nothing in common, `R_0 = (E gate)²`: the chance that both choose an expert e is taken as
/// `P = κ² + (κ − κ²) (R − R_0)/(R_1 − R_0)`, exact for unlike and for equal tokens, and always
/// where every gate is 0 or 1.
///
/// @param gates state of the gates
/// @param experts E
/// @param k experts of a token
public record RoutedPairs(TensorState gates, double experts, double k) {
    /// κ.
    public double share() {
        return k / experts;
    }

    /// `E gate²` of a chosen expert.
    public double square() {
        return gates.secondMoment() / share();
    }

    private double unlike() {
        return gates.mean() * gates.mean();
    }

    private double together(double product) {
        double span = gates.secondMoment() - unlike();
        double r = span > 0 ? Math.clamp((product - unlike()) / span, 0, 1) : 1;
        return share() * share() + (share() - share() * share()) * r;
    }

    private boolean fits(Kernels k) {
        return gates.isTracked() && k.isTracked() && k.positions().equals(gates.rows().positions());
    }

    /// What to multiply a kernel by, from `R` of the pair and the chance P that both choose e.
    @FunctionalInterface
    private interface Weight {
        double of(double product, double together);
    }

    private Kernels weighted(Kernels k, double own, Weight weight) {
        double[] diagonal = k.scaled(own).diagonal();
        if (!fits(k)) {
            double product = unlike();
            double pair = weight.of(product, together(product));
            return k.mapPairs(diagonal, (i, j, kernel) -> pair * kernel);
        }
        return k.combine(gates.kernels(), (kernel, r) -> kernel * weight.of(r, together(r)))
                .withDiagonal(diagonal);
    }

    /// Sums over experts of gates times rows: `E R K`, `E R_1 D`.
    public Kernels combined(Kernels rows) {
        return weighted(rows, k * square(), (r, p) -> experts * r);
    }

    /// Rows of a chosen expert, times its gates: `K R / P`, `D R_1 / κ`.
    public Kernels gated(Kernels tokens) {
        return weighted(tokens, square(), (r, p) -> p == 0 ? 0 : r / p);
    }

    /// Sums over experts: `E P K`, `k D`.
    public Kernels summed(Kernels rows) {
        return weighted(rows, k, (r, p) -> experts * p);
    }

    /// What one expert sees: `P K`, `κ D`.
    public Kernels ofOneExpert(Kernels rows) {
        return weighted(rows, share(), (r, p) -> p);
    }
}
