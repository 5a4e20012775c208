package org.unitscope.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.random.RandomStream;
import org.unitscope.statistics.ElementLaw;

/// Moments of the weights of the k largest of E independent Gaussian logits, sampled over 2^13 rows
/// with fixed random numbers: the standard error of a mean square is about 1 % of it.
///
/// @param second `E gate²`, over all E
/// @param gain `Σ_je (∂gate_e/∂x_j)² / E`: what independent gradients of all gates become
/// @param products `E gate_e gate'_e` of two rows whose logits correlate by ρ, at equal steps of
///   `√(1 − ρ)`, of which it is a smooth function where choices change
/// @param law of a gate, zeros included
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RoutingMoments(double second, double gain, double[] products, ElementLaw law) {
    private static final int NODES = 13;

    private static final int ROWS = 1 << 13;
    private static final int VALUES = 1 << 12;
    private static final double STEP = 1e-3;
    private static final Map<Key, RoutingMoments> KNOWN =
            Collections.synchronizedMap(new HashMap<>());

    /// What a law depends on; deviations to a thousandth of themselves.
    private record Key(int experts, int chosen, boolean normalized, long deviation) {}

    /// Of logits with this deviation.
    public static RoutingMoments of(int experts, int chosen, boolean normalized, double deviation) {
        long rounded =
                deviation > 0 ? Math.round(StrictMath.log(deviation) / STEP) : Long.MIN_VALUE;
        Key key = new Key(experts, chosen, normalized, rounded);
        return KNOWN.computeIfAbsent(key, RoutingMoments::sample);
    }

    private static RoutingMoments sample(Key key) {
        double s = key.deviation == Long.MIN_VALUE ? 0 : StrictMath.exp(key.deviation * STEP);
        RandomStream stream = RandomStream.of(0x40077E5, "top_k_gates", "law");
        double square = 0;
        double gain = 0;
        List<Double> values = new ArrayList<>();
        double[] products = new double[NODES];
        double[] logits = new double[key.experts];
        double[] other = new double[key.experts];
        RandomStream apart = RandomStream.of(0x40077E5, "top_k_gates", "apart");
        for (int row = 0; row < ROWS; row++) {
            for (int e = 0; e < logits.length; e++) {
                logits[e] = s * stream.normal((long) row * logits.length + e);
            }
            TopGates gates = TopGates.of(logits, key.chosen, key.normalized);
            for (int node = 0; node < NODES; node++) {
                double rho = rho(node);
                double rest = Math.sqrt(Math.max(0, 1 - rho * rho));
                for (int e = 0; e < logits.length; e++) {
                    float own = apart.normal((long) row * logits.length + e);
                    other[e] = rho * logits[e] + s * rest * own;
                }
                products[node] += gates.product(TopGates.of(other, key.chosen, key.normalized));
            }
            square += gates.squares();
            gain += gates.jacobianSquares();
            for (int e = 0; e < logits.length; e++) {
                if (gates.isChosen(e) && values.size() < VALUES) {
                    values.add(gates.gate(e));
                }
            }
        }
        double all = (double) ROWS * key.experts;
        Arrays.setAll(products, node -> products[node] / all);
        return new RoutingMoments(square / all, gain / all, products, law(key, values));
    }

    private static double rho(int node) {
        double root = Math.sqrt(2) * node / (NODES - 1);
        return 1 - root * root;
    }

    /// `E gate_e gate'_e` of two rows whose logits correlate by this much.
    public double product(double rho) {
        double place = Math.sqrt(1 - Math.clamp(rho, -1, 1)) * (NODES - 1) / Math.sqrt(2);
        int node = Math.min(NODES - 2, (int) place);
        double part = place - node;
        return (1 - part) * products[node] + part * products[node + 1];
    }

    private static ElementLaw law(Key key, List<Double> values) {
        double[] atoms = values.stream().mapToDouble(Double::doubleValue).toArray();
        double[] weights = new double[atoms.length];
        Arrays.fill(weights, 1);
        double share = (double) key.chosen / key.experts;
        ElementLaw chosen = ElementLaw.atoms(atoms, weights);
        return share == 1
                ? chosen
                : ElementLaw.mixture(
                        List.of(chosen, ElementLaw.constant(0)), new double[] {share, 1 - share});
    }
}
