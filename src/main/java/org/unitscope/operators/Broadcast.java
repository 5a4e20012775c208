package org.unitscope.operators;

import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Index arithmetic of broadcasting: where each element of the wider shape comes from in a narrower
/// one, and sums back.
public final class Broadcast {
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
    public RealTensor sumBack(RealTensor wide) {
        if (isIdentity()) {
            return wide.reshaped(from);
        }
        double[] sums = new double[from.length()];
        int length = to.length();
        for (int i = 0; i < length; i++) {
            sums[source(i)] += wide.get(i);
        }
        RealTensor result = wide.zeros(from);
        for (int i = 0; i < sums.length; i++) {
            result.set(i, sums[i]);
        }
        return result;
    }
}
