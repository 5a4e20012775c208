package org.unitscope.moments;

import org.unitscope.tensor.Shape;

/// How the rows of a tensor are arranged: exchangeable, independent sequences of ordered positions.
/// A row is everything a tensor holds at one position of one sequence, all heads together.
public record RowGrid(double sequences, Positions positions) {
    /// One row: a vector, a parameter, a number.
    public static final RowGrid ONE = new RowGrid(1, Positions.ONE);

    /// The rows of an activation: `[d]`, `[rows, d]`, `[sequences, positions, d]` or `[sequences,
    /// heads, positions, d]`; of more axes, the first is the sequences and the last but one the
    /// positions.
    ///
    /// @param exact whether every position is to stand alone
    public static RowGrid of(Shape shape, boolean exact) {
        return switch (shape.rank()) {
            case 0, 1 -> ONE;
            case 2 -> new RowGrid(shape.extent(0), Positions.ONE);
            default -> {
                int length = shape.extent(-2);
                yield new RowGrid(
                        shape.extent(0), exact ? Positions.single(length) : Positions.of(length));
            }
        };
    }

    /// Number of rows.
    public double rows() {
        return sequences * positions.total();
    }
}
