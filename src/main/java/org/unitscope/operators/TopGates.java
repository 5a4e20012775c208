package org.unitscope.operators;

/// The weights of one row of routing logits: softmax over all experts, of which the k largest are
/// kept, the first of equal ones before the others; normalized, they sum to 1.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TopGates(double[] shares, boolean[] chosen, boolean normalized, double kept) {
    /// Of a row.
    public static TopGates of(double[] logits, int k, boolean normalized) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] shares = new double[logits.length];
        double sum = 0;
        for (int e = 0; e < shares.length; e++) {
            shares[e] = StrictMath.exp(logits[e] - largest);
            sum += shares[e];
        }
        boolean[] chosen = new boolean[shares.length];
        double kept = 0;
        for (int i = 0; i < k; i++) {
            int best = -1;
            for (int e = 0; e < shares.length; e++) {
                if (!chosen[e] && (best < 0 || logits[e] > logits[best])) {
                    best = e;
                }
            }
            chosen[best] = true;
        }
        for (int e = 0; e < shares.length; e++) {
            shares[e] /= sum;
            kept += chosen[e] ? shares[e] : 0;
        }
        return new TopGates(shares, chosen, normalized, kept);
    }

    /// Whether an expert is one of the k.
    public boolean isChosen(int e) {
        return chosen[e];
    }

    /// The weight of an expert.
    public double gate(int e) {
        return !chosen[e] ? 0 : normalized ? shares[e] / kept : shares[e];
    }

    /// `Σ gate²`.
    public double squares() {
        double sum = 0;
        for (int e = 0; e < shares.length; e++) {
            sum += gate(e) * gate(e);
        }
        return sum;
    }

    /// `Σ gate gate'` with another row.
    public double product(TopGates other) {
        double sum = 0;
        for (int e = 0; e < shares.length; e++) {
            sum += gate(e) * other.gate(e);
        }
        return sum;
    }

    /// `∂L/∂x` of the logits into `result`: normalized `gate (g − Σ gate g)`, else `p (c g − Σ c p
    /// g)` with c 1 for chosen experts.
    public void pull(double[] g, double[] result) {
        double along = 0;
        for (int e = 0; e < g.length; e++) {
            along += gate(e) * g[e];
        }
        for (int e = 0; e < g.length; e++) {
            double own = chosen[e] ? g[e] : 0;
            result[e] = normalized ? gate(e) * (g[e] - along) : shares[e] * (own - along);
        }
    }

    /// The sum of the squares of all derivatives.
    public double jacobianSquares() {
        double squares = squares();
        double sum = 0;
        for (int e = 0; e < shares.length; e++) {
            double gate = gate(e);
            if (normalized) {
                sum += gate * gate * (1 - 2 * gate + squares);
            } else {
                double p = shares[e];
                sum += p * p * (squares + (chosen[e] ? 1 - 2 * p : 0));
            }
        }
        return sum;
    }
}
