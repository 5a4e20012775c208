package org.unitscope.tensor;

import org.ejml.data.DMatrixRMaj;

/// Real numbers in double precision: the reference arithmetic.
///
/// @param array the elements, row-major; shared, not copied
@SuppressWarnings("ArrayRecordComponent") // equal only when the same array: on purpose
public record DoubleTensor(Shape shape, double[] array) implements RealTensor {
    /// @throws IllegalArgumentException if the array's length is not the shape's count
    public DoubleTensor {
        Counts.require(shape, array.length);
    }

    @Override
    public double get(int index) {
        return array[index];
    }

    @Override
    public void set(int index, double value) {
        array[index] = value;
    }

    @Override
    public Precision precision() {
        return Precision.DOUBLE;
    }

    @Override
    public DoubleTensor reshaped(Shape other) {
        return new DoubleTensor(other, array);
    }

    /// This tensor as an EJML matrix of the innermost axis by all the others, on the same array.
    public DMatrixRMaj asMatrix() {
        int columns = shape.rank() == 0 ? 1 : shape.extent(-1);
        return DMatrixRMaj.wrap(array.length / columns, columns, array);
    }
}
