package org.unitscope.operators;

import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Where each element of a part lies in a whole: index `offset + Σ_k i_k · stride_k` of the whole
/// for the element `[i_0, i_1, …]` of the part. No two elements lie at one place.
public final class ElementMap {
    private static final int BLOCK = 1 << 12;

    private final Shape part;
    private final int offset;
    private final int[] strides;
    private final int run;

    /// A map for a part of this shape.
    ///
    /// @param strides steps in the whole, one for each axis of the part
    public ElementMap(Shape part, int offset, int[] strides) {
        this.part = part;
        this.offset = offset;
        this.strides = strides.clone();
        run = part.rank() == 0 ? 1 : part.extent(-1);
    }

    /// The same elements in the same order, in another shape.
    public static ElementMap inOrder(Shape part) {
        return new ElementMap(part, 0, strides(part));
    }

    /// The part `[…, from + step · i, …]` of one axis.
    public static ElementMap alongAxis(Shape whole, Shape part, int axis, int from, int step) {
        int[] strides = strides(whole);
        int offset = from * strides[axis];
        strides[axis] *= step;
        return new ElementMap(part, offset, strides);
    }

    /// The steps of the axes of a row-major tensor.
    public static int[] strides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
        return strides;
    }

    /// The part of a whole.
    public RealTensor take(RealTensor whole, Workers workers) {
        RealTensor out = whole.zeros(part);
        eachRun(
                workers,
                (index, place, step) -> {
                    for (int i = 0; i < run; i++) {
                        out.set(index + i, whole.get(place + i * step));
                    }
                });
        return out;
    }

    /// Writes a part into a whole.
    public void put(RealTensor from, RealTensor whole, Workers workers) {
        eachRun(
                workers,
                (index, place, step) -> {
                    for (int i = 0; i < run; i++) {
                        whole.set(place + i * step, from.get(index + i));
                    }
                });
    }

    /// One stretch of the innermost axis of the part.
    private interface Run {
        void at(int index, int place, int step);
    }

    private void eachRun(Workers workers, Run body) {
        int inner = strides.length - 1;
        int step = inner < 0 ? 0 : strides[inner];
        workers.forRanges(
                part.count() / run,
                Math.max(1, BLOCK / run),
                (first, last) -> {
                    for (int row = (int) first; row < last; row++) {
                        body.at(row * run, place(row), step);
                    }
                });
    }

    private int place(int row) {
        int place = offset;
        int rest = row;
        for (int axis = strides.length - 2; axis >= 0; axis--) {
            place += rest % part.extent(axis) * strides[axis];
            rest /= part.extent(axis);
        }
        return place;
    }
}
