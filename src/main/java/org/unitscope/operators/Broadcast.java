package org.unitscope.operators;

import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Index arithmetic of broadcasting: where each element of the wider shape comes from in a narrower
/// one, and sums back.
public final class Broadcast {
    private static final int COLUMNS = 64;
    private static final int PIECE = 1 << 20;

    private final Shape from;
    private final Shape to;
    private final int[] strides;

    private Broadcast(Shape from, Shape to, int[] strides) {
        this.from = from;
        this.to = to;
        this.strides = strides;
    }

    /// From a shape to one it broadcasts to.
    public static Broadcast of(Shape from, Shape to) {
        int[] strides = new int[to.rank()];
        int stride = 1;
        for (int fromEnd = 1; fromEnd <= from.rank(); fromEnd++) {
            strides[to.rank() - fromEnd] = from.extent(-fromEnd) == 1 ? 0 : stride;
            stride *= from.extent(-fromEnd);
        }
        return new Broadcast(from, to, strides);
    }

    /// Whether both shapes hold the same elements in the same order.
    public boolean isIdentity() {
        return from.count() == to.count();
    }

    /// How many elements of the wider shape share one of the narrower.
    public double repetitions() {
        return (double) to.count() / from.count();
    }

    /// The position in the narrower tensor of an element of the wider one.
    public int source(int index) {
        if (isIdentity()) {
            return index;
        }
        int rest = index;
        int position = 0;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            int extent = to.extent(axis);
            position += rest % extent * strides[axis];
            rest /= extent;
        }
        return position;
    }

    /// Sums a tensor of the wider shape back into the narrower, in double precision and in order of
    /// the wider tensor's elements.
    public RealTensor sumBack(RealTensor wide, Workers workers) {
        if (isIdentity()) {
            return wide.reshaped(from);
        }
        double[] sums = new double[from.length()];
        if (isSuffix()) {
            sumColumns(wide, sums, workers);
        } else {
            sumAll(wide, sums, workers);
        }
        RealTensor result = wide.zeros(from);
        for (int i = 0; i < sums.length; i++) {
            result.set(i, sums[i]);
        }
        return result;
    }

    /// Whether the narrower tensor is repeated as a whole: a bias, a gain.
    private boolean isSuffix() {
        return from.rank() <= to.rank()
                && from.equals(to.slice(to.rank() - from.rank(), to.rank()));
    }

    /// Columns are independent, so they run in parallel; each is summed from the first row to the
    /// last.
    private static void sumColumns(RealTensor wide, double[] sums, Workers workers) {
        int rows = wide.shape().length() / sums.length;
        workers.forRanges(
                sums.length,
                COLUMNS,
                (first, last) -> {
                    for (int row = 0; row < rows; row++) {
                        for (int column = (int) first; column < last; column++) {
                            sums[column] += wide.get(row * sums.length + column);
                        }
                    }
                });
    }

    /// In order on one thread, in pieces between which a cancellation is seen.
    private void sumAll(RealTensor wide, double[] sums, Workers workers) {
        int length = to.length();
        for (int start = 0; start < length; start += PIECE) {
            int first = start;
            workers.forEach(
                    1,
                    block -> {
                        for (int i = first; i < Math.min(length, first + PIECE); i++) {
                            sums[source(i)] += wide.get(i);
                        }
                    });
        }
    }
}
