package org.unitscope.operators;

import java.util.Arrays;
import java.util.Locale;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// What a convolution over positions reads, laid out as a matrix: a row for every output position,
/// in it for every channel the `kernel` elements from position `t · stride − padding` on, zeros
/// where there is no input. The convolution is then a matrix product.
///
/// @param positions of the input
/// @param channels of the input
/// @param outputs positions of the output
/// @param padding zeros before the first and after the last position
public record Patches(
        int batch, int positions, int channels, int outputs, int kernel, int stride, int padding) {
    private static final int ROWS = 16;

    /// Refuses a kernel that fits nowhere, and a matrix that fits no array.
    public void require() throws ShapeException {
        if (outputs < 1) {
            throw new ShapeException(
                    "the kernel must not be longer than the padded input, got a kernel of "
                            + kernel
                            + " over "
                            + positions
                            + " positions with padding "
                            + padding);
        }
        double elements = (double) batch * outputs * columns();
        if (elements > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "what the kernel reads at all positions must have at most 2147483647 elements, got "
                            + String.format(Locale.ROOT, "%.3g", elements)
                            + "; set smaller sizes");
        }
    }

    /// Number of rows.
    public int rows() {
        return batch * outputs;
    }

    /// Elements of a row.
    public int columns() {
        return channels * kernel;
    }

    /// The matrix, from an input `[batch, positions, channels]`.
    public RealTensor gather(RealTensor input, Workers workers) {
        RealTensor patches = input.zeros(Shape.of(rows(), columns()));
        workers.forRanges(
                rows(),
                ROWS,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        int begin = row % outputs * stride - padding;
                        int first = Math.max(0, -begin);
                        int end = Math.min(kernel, positions - begin);
                        for (int tap = first; tap < end; tap++) {
                            int source = (row / outputs * positions + begin + tap) * channels;
                            int target = row * columns() + tap;
                            for (int c = 0; c < channels; c++) {
                                patches.set(target + c * kernel, input.get(source + c));
                            }
                        }
                    }
                });
        return patches;
    }

    /// The transpose of [#gather]: every input element gets the sum of the places it went to, in
    /// double precision, first tap first.
    public RealTensor scatter(RealTensor patches, Workers workers) {
        RealTensor input = patches.zeros(Shape.of(batch, positions, channels));
        workers.forRanges(
                (long) batch * positions,
                ROWS,
                (from, to) -> {
                    double[] sums = new double[channels];
                    for (int place = (int) from; place < to; place++) {
                        Arrays.fill(sums, 0);
                        addTaps(patches, place, sums);
                        for (int c = 0; c < channels; c++) {
                            input.set(place * channels + c, sums[c]);
                        }
                    }
                });
        return input;
    }

    private void addTaps(RealTensor patches, int place, double[] sums) {
        for (int tap = 0; tap < kernel; tap++) {
            int begin = place % positions + padding - tap;
            int output = begin / stride;
            if (begin >= 0 && begin % stride == 0 && output < outputs) {
                int source = (place / positions * outputs + output) * columns() + tap;
                for (int c = 0; c < channels; c++) {
                    sums[c] += patches.get(source + c * kernel);
                }
            }
        }
    }
}
