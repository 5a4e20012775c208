package org.unitscope.operators;

import org.unitscope.moments.RowGrid;
import org.unitscope.moments.RowParts;
import org.unitscope.moments.TensorState;
import org.unitscope.tensor.Shape;

/// The part `from, from + step, …` of one axis of a tensor: elements and states, taken out of the
/// whole and put into a whole of zeros.
///
/// @param whole the shape of the whole
/// @param part that of the part
/// @param axis counted from 0
public record AxisPart(Shape whole, Shape part, int axis, int from, int step) {
    /// What the axis is to the rows of a tensor, see [RowGrid].
    private enum Role {
        SEQUENCES,
        POSITIONS,
        FEATURES
    }

    private Role role() {
        int rank = whole.rank();
        if (rank >= 3 && axis == rank - 2) {
            return Role.POSITIONS;
        }
        return rank >= 2 && axis == 0 ? Role.SEQUENCES : Role.FEATURES;
    }

    /// Elements of the part over those of the whole.
    public double share() {
        return (double) part.extent(axis) / whole.extent(axis);
    }

    /// Where the part lies.
    public ElementMap map() {
        return ElementMap.alongAxis(whole, part, axis, from, step);
    }

    /// The state of the part.
    ///
    /// @param grid of the part
    public TensorState take(TensorState x, RowGrid grid) {
        if (whole.equals(part)) {
            return x;
        }
        return switch (role()) {
            case SEQUENCES -> RowParts.ofSequences(x, grid);
            case POSITIONS -> RowParts.ofPositions(x, grid, from, step);
            case FEATURES -> RowParts.ofFeatures(x, share());
        };
    }

    /// The state of the part among zeros.
    ///
    /// @param grid of the whole
    public TensorState put(TensorState x, RowGrid grid) {
        if (whole.equals(part)) {
            return x;
        }
        return switch (role()) {
            case SEQUENCES -> RowParts.toSequences(x, grid);
            case POSITIONS -> RowParts.toPositions(x, grid, from, step);
            case FEATURES -> RowParts.toFeatures(x, share());
        };
    }

    /// Whether a part of the features is taken, so that rows stay where they stand.
    public boolean keepsRows() {
        return role() == Role.FEATURES;
    }

    /// Whether some of the sequences are taken.
    public boolean joinsSequences() {
        return role() == Role.SEQUENCES;
    }

    /// An axis of a shape that may be counted from the end.
    ///
    /// @throws ShapeException if there is none
    public static int axis(Shape shape, int axis) throws ShapeException {
        if (axis >= shape.rank() || axis < -shape.rank()) {
            throw new ShapeException(
                    "the axis must be one of the input's, got input "
                            + shape
                            + " and axis "
                            + axis);
        }
        return axis < 0 ? axis + shape.rank() : axis;
    }
}
