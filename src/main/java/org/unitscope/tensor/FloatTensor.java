package org.unitscope.tensor;

import org.ejml.data.FMatrixRMaj;

/// Real numbers in single precision.
///
/// @param array the elements, row-major; shared, not copied
@SuppressWarnings("ArrayRecordComponent") // equal only when the same array: on purpose
public record FloatTensor(Shape shape, float[] array) implements RealTensor {
    /// @throws IllegalArgumentException if the array's length is not the shape's count
    public FloatTensor {
        Counts.require(shape, array.length);
    }

    @Override
    public double get(int index) {
        return array[index];
    }

    @Override
    public void set(int index, double value) {
        array[index] = (float) value;
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }

    @Override
    public FloatTensor reshaped(Shape other) {
        return new FloatTensor(other, array);
    }

    /// This tensor as an EJML matrix of the innermost axis by all the others, on the same array.
    public FMatrixRMaj asMatrix() {
        int columns = shape.rank() == 0 ? 1 : shape.extent(-1);
        return FMatrixRMaj.wrap(array.length / columns, columns, array);
    }
}
