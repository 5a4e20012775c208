package org.unitscope.kernels;

/// Products of strided matrices, batch by batch.
///
/// The definition, to the bit: `c_ij` is the chain `fma(a_iK, b_Kj, ... fma(a_i1, b_1j, 0))` over
/// the contracted index in ascending order, in the precision of the arrays. Tiles, vectors and
/// threads only run over i and j, so they never change a bit.
public final class MatrixProducts {
    private static final int ROWS = 128;
    private static final int COLUMNS = 128;
    private static final int DEPTH = 256;

    private MatrixProducts() {}

    /// Equally sized matrices in one array.
    ///
    /// @param batchStride elements from one matrix to the next; 0 repeats the same one
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    public record FloatMatrices(
            float[] data,
            int offset,
            int batches,
            int batchStride,
            int rows,
            int columns,
            int rowStride,
            int columnStride) {
        int index(int batch, int row, int column) {
            return offset + batch * batchStride + row * rowStride + column * columnStride;
        }
    }

    /// Equally sized matrices in one array.
    ///
    /// @param batchStride elements from one matrix to the next; 0 repeats the same one
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    public record DoubleMatrices(
            double[] data,
            int offset,
            int batches,
            int batchStride,
            int rows,
            int columns,
            int rowStride,
            int columnStride) {
        int index(int batch, int row, int column) {
            return offset + batch * batchStride + row * rowStride + column * columnStride;
        }
    }

    /// `c = a · b` per batch, in single precision. The rows of c must be contiguous.
    ///
    /// @throws IllegalArgumentException if the sizes do not fit
    public static void multiply(
            Workers workers, FloatMatrices a, FloatMatrices b, FloatMatrices c) {
        require(
                fits(a.batches(), b.batches(), c.batches())
                        && a.columns() >= 1
                        && a.columns() == b.rows()
                        && c.rows() == a.rows()
                        && c.columns() == b.columns()
                        && c.columnStride() == 1);
        forTiles(
                workers,
                c.batches(),
                c.rows(),
                c.columns(),
                (batch, row, rows, column, columns) -> {
                    FloatTile tile = new FloatTile(rows, columns, Math.min(DEPTH, a.columns()));
                    for (int k = 0; k < a.columns(); k += DEPTH) {
                        int depth = Math.min(DEPTH, a.columns() - k);
                        tile.packLeft(a, batch, row, k, depth);
                        tile.packRight(b, batch, k, column, depth);
                        tile.multiply(c, batch, row, column, depth, k == 0);
                    }
                });
    }

    /// `c = a · b` per batch, in double precision. The rows of c must be contiguous.
    ///
    /// @throws IllegalArgumentException if the sizes do not fit
    public static void multiply(
            Workers workers, DoubleMatrices a, DoubleMatrices b, DoubleMatrices c) {
        require(
                fits(a.batches(), b.batches(), c.batches())
                        && a.columns() >= 1
                        && a.columns() == b.rows()
                        && c.rows() == a.rows()
                        && c.columns() == b.columns()
                        && c.columnStride() == 1);
        forTiles(
                workers,
                c.batches(),
                c.rows(),
                c.columns(),
                (batch, row, rows, column, columns) -> {
                    double[] sums = new double[rows * columns];
                    double[] right = new double[columns];
                    for (int k = 0; k < a.columns(); k++) {
                        for (int j = 0; j < columns; j++) {
                            right[j] = b.data()[b.index(batch, k, column + j)];
                        }
                        for (int i = 0; i < rows; i++) {
                            double left = a.data()[a.index(batch, row + i, k)];
                            for (int j = 0; j < columns; j++) {
                                sums[i * columns + j] =
                                        Math.fma(left, right[j], sums[i * columns + j]);
                            }
                        }
                    }
                    for (int i = 0; i < rows; i++) {
                        System.arraycopy(
                                sums,
                                i * columns,
                                c.data(),
                                c.index(batch, row + i, column),
                                columns);
                    }
                });
    }

    /// Work on rows `row .. row + rows − 1` and columns alike of one result.
    private interface TileBody {
        void accept(int batch, int row, int rows, int column, int columns);
    }

    private static void forTiles(
            Workers workers, int batches, int rows, int columns, TileBody body) {
        int down = Math.ceilDiv(rows, ROWS);
        int across = Math.ceilDiv(columns, COLUMNS);
        workers.forEach(
                Math.multiplyExact(batches, Math.multiplyExact(down, across)),
                block -> {
                    int row = block % down * ROWS;
                    int column = block / down % across * COLUMNS;
                    body.accept(
                            block / down / across,
                            row,
                            Math.min(ROWS, rows - row),
                            column,
                            Math.min(COLUMNS, columns - column));
                });
    }

    private static boolean fits(int left, int right, int result) {
        return left == result && right == result;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "matrix product: batches must agree, columns of a must be rows of b and at least 1, and c"
                            + " must be rows of a by columns of b with contiguous rows");
        }
    }
}
