package org.unitscope.tensor;

/// The one check that all tensors share.
final class Counts {
    private Counts() {}

    static void require(Shape shape, int length) {
        if (shape.count() != length) {
            throw new IllegalArgumentException(
                    "Tensor of shape "
                            + shape
                            + " needs "
                            + shape.count()
                            + " elements, got "
                            + length);
        }
    }
}
