package org.unitscope.tensor;

/// Whole numbers that address rows: token ids, labels. They have no scale, so no statistics are
/// taken of them and they are never rounded.
///
/// @param array the indices, row-major; a negative one means "nothing here" (a label without loss)
@SuppressWarnings("ArrayRecordComponent") // equal only when the same array: on purpose
public record IndexTensor(Shape shape, int[] array) implements Tensor {
    /// @throws IllegalArgumentException if the array's length is not the shape's count
    public IndexTensor {
        Counts.require(shape, array.length);
    }
}
