package org.unitscope.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.unitscope.kernels.MatrixProducts.FloatMatrices;

/// One tile of a single-precision product: packed panels and the inner kernel of 4 rows by 2
/// vectors. Eight accumulators are what C2 keeps in registers; with twelve it spills. Lanes run
/// over columns only, so each element is its own chain of fused multiply-adds, whatever the vector
/// width.
final class FloatTile {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final int HEIGHT = 4;
    private static final int WIDTH = 2 * LANES.length();

    private final int rows;
    private final int columns;
    private final float[] left;
    private final float[] right;
    private final float[] edge = new float[HEIGHT * WIDTH];

    FloatTile(int rows, int columns, int depth) {
        this.rows = rows;
        this.columns = columns;
        left = new float[Math.ceilDiv(rows, HEIGHT) * HEIGHT * depth];
        right = new float[Math.ceilDiv(columns, WIDTH) * WIDTH * depth];
    }

    /// Packs rows of a into panels of 4: `left[panel][k][row]`.
    void packLeft(FloatMatrices a, int batch, int row, int from, int depth) {
        for (int i = 0; i < rows; i++) {
            int target = i / HEIGHT * HEIGHT * depth + i % HEIGHT;
            int source = a.index(batch, row + i, from);
            for (int k = 0; k < depth; k++) {
                left[target + k * HEIGHT] = a.data()[source + k * a.columnStride()];
            }
        }
    }

    /// Packs columns of b into panels of two vectors: `right[panel][k][column]`. Walks along
    /// whichever axis of b lies contiguous.
    void packRight(FloatMatrices b, int batch, int from, int column, int depth) {
        for (int panel = 0; panel * WIDTH < columns; panel++) {
            int width = Math.min(WIDTH, columns - panel * WIDTH);
            int target = panel * WIDTH * depth;
            int source = b.index(batch, from, column + panel * WIDTH);
            if (b.columnStride() == 1) {
                for (int k = 0; k < depth; k++) {
                    System.arraycopy(
                            b.data(), source + k * b.rowStride(), right, target + k * WIDTH, width);
                }
            } else {
                for (int j = 0; j < width; j++) {
                    int start = source + j * b.columnStride();
                    for (int k = 0; k < depth; k++) {
                        right[target + k * WIDTH + j] = b.data()[start + k * b.rowStride()];
                    }
                }
            }
        }
    }

    /// Runs the packed panels into c, continuing its sums unless `fresh`.
    void multiply(FloatMatrices c, int batch, int row, int column, int depth, boolean fresh) {
        for (int j = 0; j < columns; j += WIDTH) {
            for (int i = 0; i < rows; i += HEIGHT) {
                int width = Math.min(WIDTH, columns - j);
                int height = Math.min(HEIGHT, rows - i);
                int target = c.index(batch, row + i, column + j);
                int leftAt = i * depth;
                int rightAt = j * depth;
                if (width == WIDTH && height == HEIGHT) {
                    inner(leftAt, rightAt, depth, c.data(), target, c.rowStride(), fresh);
                } else {
                    for (int r = 0; r < height; r++) {
                        System.arraycopy(
                                c.data(), target + r * c.rowStride(), edge, r * WIDTH, width);
                    }
                    inner(leftAt, rightAt, depth, edge, 0, WIDTH, fresh);
                    for (int r = 0; r < height; r++) {
                        System.arraycopy(
                                edge, r * WIDTH, c.data(), target + r * c.rowStride(), width);
                    }
                }
            }
        }
    }

    private void inner(
            int leftAt, int rightAt, int depth, float[] out, int at, int stride, boolean fresh) {
        int lanes = LANES.length();
        FloatVector zero = FloatVector.zero(LANES);
        FloatVector s00 = fresh ? zero : FloatVector.fromArray(LANES, out, at);
        FloatVector s01 = fresh ? zero : FloatVector.fromArray(LANES, out, at + lanes);
        FloatVector s10 = fresh ? zero : FloatVector.fromArray(LANES, out, at + stride);
        FloatVector s11 = fresh ? zero : FloatVector.fromArray(LANES, out, at + stride + lanes);
        FloatVector s20 = fresh ? zero : FloatVector.fromArray(LANES, out, at + 2 * stride);
        FloatVector s21 = fresh ? zero : FloatVector.fromArray(LANES, out, at + 2 * stride + lanes);
        FloatVector s30 = fresh ? zero : FloatVector.fromArray(LANES, out, at + 3 * stride);
        FloatVector s31 = fresh ? zero : FloatVector.fromArray(LANES, out, at + 3 * stride + lanes);
        float[] a = left;
        float[] b = right;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(LANES, b, rightAt + k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(LANES, b, rightAt + k * WIDTH + lanes);
            FloatVector a0 = FloatVector.broadcast(LANES, a[leftAt + k * HEIGHT]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(LANES, a[leftAt + k * HEIGHT + 1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(LANES, a[leftAt + k * HEIGHT + 2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(LANES, a[leftAt + k * HEIGHT + 3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
        }
        s00.intoArray(out, at);
        s01.intoArray(out, at + lanes);
        s10.intoArray(out, at + stride);
        s11.intoArray(out, at + stride + lanes);
        s20.intoArray(out, at + 2 * stride);
        s21.intoArray(out, at + 2 * stride + lanes);
        s30.intoArray(out, at + 3 * stride);
        s31.intoArray(out, at + 3 * stride + lanes);
    }
}
