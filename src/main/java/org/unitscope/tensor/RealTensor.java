package org.unitscope.tensor;

/// A tensor of real numbers. `get` and `set` go through `double`, so that an operator that is not a
/// hot loop is written once for both precisions; kernels use the arrays of the two kinds.
public sealed interface RealTensor extends Tensor permits FloatTensor, DoubleTensor {
    /// The element at a row-major position.
    double get(int index);

    /// Writes an element, rounded to this tensor's precision.
    void set(int index, double value);

    /// Which of the two kinds this is.
    Precision precision();

    /// A tensor of zeros of the same precision.
    default RealTensor zeros(Shape shape) {
        return zeros(precision(), shape);
    }

    /// The same numbers under another shape of the same count; the data is shared, not copied.
    ///
    /// @throws IllegalArgumentException if the counts differ
    RealTensor reshaped(Shape shape);

    /// A tensor of zeros.
    static RealTensor zeros(Precision precision, Shape shape) {
        return switch (precision) {
            case SINGLE -> new FloatTensor(shape, new float[shape.length()]);
            case DOUBLE -> new DoubleTensor(shape, new double[shape.length()]);
        };
    }
}
