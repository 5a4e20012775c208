package org.unitscope.operators;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Which rows belong to which expert: every token chooses the k experts with its largest gates (of
/// equal ones, the first), and the rows of all choices stand by expert, then by token. No choice is
/// dropped, so there are always k rows a token (as of MegaBlocks, arXiv 2211.15841).
///
/// @param start per expert its first row, and at the end the number of rows
/// @param token per row its token
/// @param row per token and choice the row, choices in ascending order of the experts
/// @param expert per token and choice the expert
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExpertOrder(int experts, int k, int[] start, int[] token, int[] row, int[] expert) {
    /// The attribute that says how many experts a token chooses.
    public static Attribute chosen() {
        return Attribute.integer("k", 1, 1, 1 << 16);
    }

    /// Of gates `[..., experts]`.
    public static ExpertOrder of(RealTensor gates, int k) {
        int experts = gates.shape().extent(-1);
        int tokens = gates.shape().length() / experts;
        int[] expert = new int[tokens * k];
        int[] start = new int[experts + 1];
        boolean[] chosen = new boolean[experts];
        for (int t = 0; t < tokens; t++) {
            choose(gates, t * experts, k, chosen);
            int choice = t * k;
            for (int e = 0; e < experts; e++) {
                if (chosen[e]) {
                    expert[choice++] = e;
                    start[e + 1]++;
                }
            }
        }
        for (int e = 0; e < experts; e++) {
            start[e + 1] += start[e];
        }
        int[] next = start.clone();
        int[] row = new int[expert.length];
        int[] token = new int[expert.length];
        for (int choice = 0; choice < expert.length; choice++) {
            row[choice] = next[expert[choice]]++;
            token[row[choice]] = choice / k;
        }
        return new ExpertOrder(experts, k, start, token, row, expert);
    }

    private static void choose(RealTensor gates, int offset, int k, boolean[] chosen) {
        java.util.Arrays.fill(chosen, false);
        for (int i = 0; i < k; i++) {
            int best = -1;
            for (int e = 0; e < chosen.length; e++) {
                double gate = gates.get(offset + e);
                if (!chosen[e] && (best < 0 || gate > gates.get(offset + best))) {
                    best = e;
                }
            }
            chosen[best] = true;
        }
    }

    /// How many rows there are.
    public int rows() {
        return token.length;
    }

    /// The extent of the rows of all choices.
    ///
    /// @throws ShapeException if k does not fit the gates
    public static int rows(Shape gates, AttributeMap attributes) throws ShapeException {
        int k = attributes.integer("k");
        if (gates.rank() < 2 || k > gates.extent(-1)) {
            throw new ShapeException(
                    "gates must be [..., experts] with no fewer experts than k, got "
                            + gates
                            + " and k "
                            + k);
        }
        double rows = (double) k * gates.count() / gates.extent(-1);
        if (rows > Integer.MAX_VALUE) {
            throw new ShapeException("k times the tokens of " + gates + " are more than fit");
        }
        return (int) rows;
    }

    /// Refuses rows that are not those of the gates.
    public static void requireRows(Shape rows, Shape gates, List<String> names, int count)
            throws ShapeException {
        if (rows.rank() != 2 || rows.extent(0) != count) {
            throw new ShapeException(
                    "%s must be [k · tokens, features], %d rows by %s, got %s and %s"
                            .formatted(names.get(0), count, names.get(1), rows, gates));
        }
    }
}
