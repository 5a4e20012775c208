package org.unitscope.operators;

import org.unitscope.kernels.MatrixProducts;
import org.unitscope.kernels.MatrixProducts.DoubleMatrices;
import org.unitscope.kernels.MatrixProducts.FloatMatrices;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;

/// Equally sized matrices inside a tensor, whose rows are contiguous but may be apart: the features
/// of one head, the channels of one group. Where a whole tensor is a matrix, see [TensorProducts].
///
/// @param offset where the first matrix begins
/// @param batchStride elements from one matrix to the next
/// @param rows rows as stored, before `transposed`
/// @param columns columns as stored
/// @param rowStride elements from one row to the next
public record TensorMatrices(
        RealTensor tensor,
        int offset,
        int batches,
        int batchStride,
        int rows,
        int columns,
        int rowStride,
        boolean transposed) {
    /// One matrix.
    public static TensorMatrices one(
            RealTensor tensor, int offset, int rows, int columns, int rowStride) {
        return new TensorMatrices(tensor, offset, 1, 0, rows, columns, rowStride, false);
    }

    /// As many such matrices, this far apart.
    public TensorMatrices repeated(int times, int stride) {
        return new TensorMatrices(
                tensor, offset, times, stride, rows, columns, rowStride, transposed);
    }

    /// The same matrices with rows and columns exchanged.
    public TensorMatrices transpose() {
        return new TensorMatrices(
                tensor, offset, batches, batchStride, rows, columns, rowStride, !transposed);
    }

    /// Writes `left · right` into these matrices, in the order of summation of [MatrixProducts].
    ///
    /// @throws IllegalArgumentException if the sizes do not fit or these are transposed
    public void setProduct(TensorMatrices left, TensorMatrices right, Workers workers) {
        switch (tensor.precision()) {
            case SINGLE ->
                    MatrixProducts.multiply(workers, left.single(), right.single(), single());
            case DOUBLE ->
                    MatrixProducts.multiply(
                            workers, left.reference(), right.reference(), reference());
        }
    }

    private FloatMatrices single() {
        float[] data = ((FloatTensor) tensor).array();
        return transposed
                ? new FloatMatrices(data, offset, batches, batchStride, columns, rows, 1, rowStride)
                : new FloatMatrices(
                        data, offset, batches, batchStride, rows, columns, rowStride, 1);
    }

    private DoubleMatrices reference() {
        double[] data = ((DoubleTensor) tensor).array();
        return transposed
                ? new DoubleMatrices(
                        data, offset, batches, batchStride, columns, rows, 1, rowStride)
                : new DoubleMatrices(
                        data, offset, batches, batchStride, rows, columns, rowStride, 1);
    }
}
