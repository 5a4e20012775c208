package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Which slot of which expert holds which token: in ascending order of the tokens, an expert takes
/// those whose gate is not zero into its slots until they are full; later ones it drops (GShard,
/// arXiv 2006.16668, without its random dispatch).
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExpertSlots(int experts, int capacity, int[] slots) {
    /// Of gates `[..., experts]`.
    public static ExpertSlots of(RealTensor gates, int capacity) {
        int experts = gates.shape().extent(-1);
        int[] slots = new int[gates.shape().length()];
        int[] used = new int[experts];
        for (int i = 0; i < slots.length; i++) {
            boolean taken = gates.get(i) != 0 && used[i % experts] < capacity;
            slots[i] = taken ? used[i % experts]++ : -1;
        }
        return new ExpertSlots(experts, capacity, slots);
    }

    /// How many tokens there are.
    public int tokens() {
        return slots.length / experts;
    }

    /// The row of `[experts, capacity, d]` that holds a token for an expert; -1 for none.
    public int row(int token, int expert) {
        int slot = slots[token * experts + expert];
        return slot < 0 ? -1 : expert * capacity + slot;
    }

    /// Per row of `[experts, capacity, d]` the token that it holds; -1 for none.
    public int[] tokenOfRow() {
        int[] tokens = new int[experts * capacity];
        Arrays.fill(tokens, -1);
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] >= 0) {
                tokens[i % experts * capacity + slots[i]] = i / experts;
            }
        }
        return tokens;
    }

    /// Refuses tokens and gates that are not of the same places.
    public static void require(Shape tokens, Shape gates) throws ShapeException {
        boolean fits =
                tokens.rank() >= 2
                        && gates.rank() == tokens.rank()
                        && tokens.slice(0, tokens.rank() - 1)
                                .equals(gates.slice(0, gates.rank() - 1));
        if (!fits) {
            throw new ShapeException(
                    "tokens [..., d] and gates [..., experts] must agree but for the last axis, got "
                            + tokens
                            + " and "
                            + gates);
        }
    }
}
