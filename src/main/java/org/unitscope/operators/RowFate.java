package org.unitscope.operators;

import org.unitscope.moments.GridLaw;
import org.unitscope.moments.RegroupedRows;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// What becomes of the rows of a tensor whose elements are seen in another shape.
public enum RowFate {
    /// Every row holds the same elements, and rows stand where they stood.
    KEPT,
    /// Every position of every sequence is a row without an order: `[b, t, d]` to `[b · t, d]`.
    MERGED,
    /// Rows without an order become positions: `[b · t, d]` to `[b, t, d]`.
    SPLIT,
    /// Rows are cut or mixed.
    LOST;

    /// The rows of a shape: sequence and position of the element at a row-major index i are `i /
    /// (count / sequences)` and `(i / inner) % positions`.
    private record Rows(long sequences, long positions, long inner, long count) {
        static Rows of(Shape shape) {
            int rank = shape.rank();
            int sequences = rank < 2 ? 1 : shape.extent(0);
            int positions = rank < 3 ? 1 : shape.extent(-2);
            return new Rows(sequences, positions, rank == 0 ? 1 : shape.extent(-1), shape.count());
        }

        boolean isPlain() {
            return count == sequences * positions * inner;
        }
    }

    /// Of elements that stay in row-major order.
    public static RowFate ofReshape(Shape from, Shape to) {
        Rows a = Rows.of(from);
        Rows b = Rows.of(to);
        boolean oneEach = a.positions == 1 && b.positions == 1;
        if (a.sequences == b.sequences
                && (oneEach || (a.positions == b.positions && a.inner == b.inner))) {
            return KEPT;
        }
        if (b.positions == 1 && a.isPlain() && b.sequences == a.sequences * a.positions) {
            return MERGED;
        }
        return a.positions == 1 && b.isPlain() && a.sequences == b.sequences * b.positions
                ? SPLIT
                : LOST;
    }

    /// Of axes in another order: rows stay if the first axis, and of three or more the last but
    /// one, stay in their places.
    ///
    /// @param order per axis of the output the axis of the input
    public static RowFate ofOrder(int[] order) {
        int rank = order.length;
        boolean sequences = rank < 2 || order[0] == 0;
        boolean positions = rank < 3 || order[rank - 2] == rank - 2;
        return sequences && positions ? KEPT : LOST;
    }

    /// Of the gradient, on its way back.
    public RowFate back() {
        return switch (this) {
            case KEPT, LOST -> this;
            case MERGED -> SPLIT;
            case SPLIT -> MERGED;
        };
    }

    /// The state of the same elements in the other shape.
    ///
    /// @param sameKeys whether the innermost axis is the same, over which keys of attention run
    public TensorState of(TensorState x, RowGrid grid, boolean sameKeys) {
        return switch (this) {
            case KEPT -> sameKeys ? x : x.with(GridLaw.None.NONE);
            case MERGED -> RegroupedRows.merged(x, grid);
            case SPLIT -> RegroupedRows.split(x, grid);
            case LOST -> RegroupedRows.plain(x, grid);
        };
    }
}
