package org.unitscope.operators;

import org.unitscope.kernels.MatrixProducts;
import org.unitscope.kernels.MatrixProducts.DoubleMatrices;
import org.unitscope.kernels.MatrixProducts.FloatMatrices;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Matrix products of tensors in either precision. The order of summation is that of
/// [MatrixProducts]: ascending in the contracted index, one fused multiply-add a term.
public final class TensorProducts {
    private TensorProducts() {}

    /// A tensor seen as equally sized matrices.
    ///
    /// @param rows rows as stored, before `transposed`
    /// @param columns columns as stored
    public record View(RealTensor tensor, int batches, int rows, int columns, boolean transposed) {
        /// One matrix: the innermost axis by all the others.
        public static View rows(RealTensor tensor) {
            int columns = tensor.shape().extent(-1);
            return new View(tensor, 1, tensor.shape().length() / columns, columns, false);
        }

        /// One matrix per index of the leading axes.
        public static View batched(RealTensor tensor) {
            Shape shape = tensor.shape();
            int rows = shape.extent(-2);
            int columns = shape.extent(-1);
            int batches = Math.toIntExact(shape.count() / ((long) rows * columns));
            return new View(tensor, batches, rows, columns, false);
        }

        /// The same matrices with rows and columns exchanged.
        public View transpose() {
            return new View(tensor, batches, rows, columns, !transposed);
        }

        /// The same matrices, exchanged if asked.
        public View transposeIf(boolean exchanged) {
            return exchanged ? transpose() : this;
        }

        private FloatMatrices single() {
            float[] data = ((FloatTensor) tensor).array();
            int size = rows * columns;
            return transposed
                    ? new FloatMatrices(data, 0, batches, size, columns, rows, 1, columns)
                    : new FloatMatrices(data, 0, batches, size, rows, columns, columns, 1);
        }

        private DoubleMatrices reference() {
            double[] data = ((DoubleTensor) tensor).array();
            int size = rows * columns;
            return transposed
                    ? new DoubleMatrices(data, 0, batches, size, columns, rows, 1, columns)
                    : new DoubleMatrices(data, 0, batches, size, rows, columns, columns, 1);
        }
    }

    /// `left · right` per batch, as a new tensor of the given shape.
    public static RealTensor multiply(View left, View right, Shape shape, Workers workers) {
        RealTensor product = left.tensor().zeros(shape);
        View out = left.batches() == 1 ? View.rows(product) : View.batched(product);
        switch (left.tensor().precision()) {
            case SINGLE ->
                    MatrixProducts.multiply(workers, left.single(), right.single(), out.single());
            case DOUBLE ->
                    MatrixProducts.multiply(
                            workers, left.reference(), right.reference(), out.reference());
        }
        return product;
    }

    /// Adds a row, such as a bias, to every row of a product.
    public static void addToRows(RealTensor y, RealTensor bias, Workers workers) {
        int columns = bias.shape().length();
        workers.forRanges(
                y.shape().length() / columns,
                64,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        for (int column = 0; column < columns; column++) {
                            int i = row * columns + column;
                            y.set(i, y.get(i) + bias.get(column));
                        }
                    }
                });
    }
}
