package org.unitscope.moments;

import java.util.Arrays;

/// Rows that are sent to the slots of experts, and back. Which tokens an expert gets is taken as
/// independent of what they hold, so two rows of one expert are any two tokens; what comes back to
/// a token is a sum over its experts, independent but for what is known of rows of two of them.
///
/// With P_c the chance that slot c is filled, a and b first and second moment of a weight on the
/// way, E experts, N tokens, κ the chance that a token chooses an expert, q the share of choices
/// that find a slot:
///
///     to slots    D'_c = P_c b D,   A'_cc' = min(P_c, P_c') a² K̄,   C'_cc' = P_c P_c' a² K̄
///     of slots    D' = E/N Σ_c P_c b D_c + E κ (E κ − 1) q a² C̄
///                 K' = E κ² q² a² (Ā + (E − 1) C̄)
///
/// K̄ the mean over pairs of tokens, Ā and C̄ over pairs of filled slots.
public final class RoutedRows {
    private RoutedRows() {}

    /// The slots of all experts.
    ///
    /// @param tokens N
    /// @param experts E
    /// @param filled per block of slots P_c
    /// @param share κ
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Slots(double tokens, double experts, double[] filled, double share) {
        private double kept(Positions t) {
            return Math.min(1, t.total() * t.mean(filled) / (tokens * share));
        }
    }

    /// Tokens in slots.
    ///
    /// @param grid of the slots: an expert is a sequence
    /// @param first mean of the weight of a chosen token
    /// @param second mean square of it
    public static TensorState toSlots(
            TensorState x, RowGrid grid, Slots slots, double first, double second) {
        RowGrid rows = new RowGrid(slots.tokens, Positions.ONE);
        TensorState tokens = RegroupedRows.merged(x, rows);
        double[] filled = slots.filled;
        double[] diagonal = new double[filled.length];
        double[] means = new double[filled.length];
        Arrays.setAll(diagonal, c -> filled[c] * second * tokens.secondMoment());
        Arrays.setAll(means, c -> filled[c] * first * tokens.mean());
        Kernels k = tokens.kernels();
        Kernels kernels =
                k.isTracked()
                        ? Kernels.fill(
                                grid.positions(),
                                k.classes(),
                                diagonal,
                                (c, i, j, across) ->
                                        (across
                                                        ? filled[i] * filled[j]
                                                        : Math.min(filled[i], filled[j]))
                                                * first
                                                * first
                                                * k.at(c, 0, 0, true))
                        : Kernels.untracked(grid.positions(), diagonal);
        return TensorState.of(grid, means, kernels, x.shape())
                .noisy(x.rowNoise(), x.pairNoise())
                .scattered(x.scatter());
    }

    /// Sums over the slots of tokens.
    ///
    /// @param grid of the tokens
    /// @param first mean of the weight of a chosen token
    /// @param second mean square of it
    public static TensorState ofSlots(
            TensorState g, RowGrid grid, Slots slots, double first, double second) {
        Positions t = g.rows().positions();
        boolean known = t.blocks() == slots.filled.length;
        TensorState rows = known ? g : g.repeated(new RowGrid(slots.experts, slotsOf(slots)));
        Positions p = rows.rows().positions();
        double[] filled = slots.filled;
        double[] squares = filled.clone();
        double[] sums = filled.clone();
        Arrays.setAll(squares, c -> filled[c] * rows.kernels().diagonal(c));
        Arrays.setAll(sums, c -> filled[c] * rows.mean(c));
        double perToken = slots.experts * p.total() / slots.tokens;
        double chosen = slots.experts * slots.share;
        double kept = slots.kept(p);
        double others = chosen * Math.max(0, chosen - 1) * kept * first * first;
        Kernels k = rows.kernels();
        double mean = perToken * first * p.mean(sums);
        double own = perToken * second * p.mean(squares);
        double[] means = new double[grid.positions().blocks()];
        double[] diagonal = new double[means.length];
        Arrays.fill(means, mean);
        if (!k.isTracked()) {
            Arrays.fill(diagonal, own);
            return TensorState.of(
                            grid,
                            means,
                            Kernels.untracked(grid.positions(), diagonal),
                            g.shape().summed())
                    .scattered(g.scatter());
        }
        double[] within = new double[k.classes().count()];
        double[] across = new double[within.length];
        Arrays.setAll(within, c -> average(k, filled, c, false));
        Arrays.setAll(across, c -> average(k, filled, c, true));
        double apart = 0;
        for (int c = 0; c < across.length; c++) {
            apart += k.classes().weight(c) * across[c];
        }
        Arrays.fill(diagonal, own + others * apart);
        double pairs = chosen * chosen * kept * kept * first * first / slots.experts;
        Kernels kernels =
                Kernels.fill(
                        grid.positions(),
                        k.classes(),
                        diagonal,
                        (c, i, j, outside) ->
                                pairs * (within[c] + (slots.experts - 1) * across[c]));
        return TensorState.of(grid, means, kernels, g.shape().summed())
                .noisy(g.rowNoise(), g.pairNoise())
                .scattered(g.scatter());
    }

    /// The mean square of what filled slots hold.
    public static double filledSquare(TensorState x, Slots slots) {
        double sum = 0;
        double weights = 0;
        boolean known = x.means().length == slots.filled.length;
        for (int c = 0; known && c < slots.filled.length; c++) {
            double both = slots.filled[c] * x.rows().positions().size(c);
            sum += both * x.kernels().diagonal(c);
            weights += both;
        }
        return weights == 0 ? x.secondMoment() : sum / weights;
    }

    private static Positions slotsOf(Slots slots) {
        return Positions.single(slots.filled.length);
    }

    /// The mean over pairs of slots, each with the chance that both are filled.
    private static double average(Kernels k, double[] filled, int pairClass, boolean across) {
        Positions t = k.positions();
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < filled.length; i++) {
            for (int j = 0; j < filled.length; j++) {
                double both = across ? filled[i] * filled[j] : Math.min(filled[i], filled[j]);
                double pairs = t.size(i) * (t.size(j) - (i == j && !across ? 1 : 0));
                sum += both * pairs * k.at(pairClass, i, j, across);
                weights += both * pairs;
            }
        }
        return weights == 0 ? 0 : sum / weights;
    }
}
