package org.unitscope.operators;

import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// A sum of matrix products in double precision, in the order they are added.
final class HeadSum {
    private final int rows;
    private final int columns;
    private final double[] sums;

    HeadSum(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.sums = new double[Math.multiplyExact(rows, columns)];
    }

    void addProduct(TensorMatrices left, TensorMatrices right, Workers workers) {
        RealTensor product = left.tensor().zeros(Shape.of(rows, columns));
        TensorMatrices.one(product, 0, rows, columns, columns).setProduct(left, right, workers);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += product.get(i);
        }
    }

    void writeTo(TensorMatrices place) {
        for (int i = 0; i < sums.length; i++) {
            int at = place.offset() + i / columns * place.rowStride() + i % columns;
            place.tensor().set(at, sums[i]);
        }
    }
}
