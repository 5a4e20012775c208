package org.unitscope.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The extents of a row-major tensor; immutable. Every extent is at least 1; rank 0 is a scalar.
public final class Shape {
    /// The shape of a single number.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    /// The shape with these extents, outermost first.
    ///
    /// @throws IllegalArgumentException if an extent is below 1
    public static Shape of(int... extents) {
        for (int extent : extents) {
            if (extent < 1) {
                throw new IllegalArgumentException(
                        "Shape " + Arrays.toString(extents) + ": every extent must be at least 1");
            }
        }
        return new Shape(extents.clone());
    }

    /// The shape with these extents, outermost first.
    public static Shape of(List<Integer> extents) {
        return of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    /// Number of axes.
    public int rank() {
        return extents.length;
    }

    /// Extent of an axis; a negative axis counts from the end (-1 is the innermost).
    public int extent(int axis) {
        return extents[axis < 0 ? axis + extents.length : axis];
    }

    /// The extents as a list, outermost first.
    public List<Integer> extents() {
        return Arrays.stream(extents).boxed().toList();
    }

    /// Number of elements.
    public long count() {
        long count = 1;
        for (int extent : extents) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    /// Number of elements as an array length.
    ///
    /// @throws ArithmeticException if an array cannot hold that many
    public int length() {
        return Math.toIntExact(count());
    }

    /// The same shape with one axis replaced; a negative axis counts from the end.
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis < 0 ? axis + extents.length : axis] = extent;
        return of(changed);
    }

    /// The axes from `from` (inclusive) to `to` (exclusive) as a shape of their own.
    public Shape slice(int from, int to) {
        return new Shape(Arrays.copyOfRange(extents, from, to));
    }

    /// This shape followed by the axes of another.
    public Shape concat(Shape inner) {
        int[] joined = Arrays.copyOf(extents, extents.length + inner.extents.length);
        System.arraycopy(inner.extents, 0, joined, extents.length, inner.extents.length);
        return new Shape(joined);
    }

    /// The shape both broadcast to by the rules of NumPy (align the innermost axes, an extent of 1
    /// stretches), or empty if they do not fit.
    public static Optional<Shape> broadcast(Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        int[] joined = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int a = fromEnd <= left.rank() ? left.extent(-fromEnd) : 1;
            int b = fromEnd <= right.rank() ? right.extent(-fromEnd) : 1;
            if (a != b && a != 1 && b != 1) {
                return Optional.empty();
            }
            joined[rank - fromEnd] = Math.max(a, b);
        }
        return Optional.of(new Shape(joined));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /// `[2, 64, 768]`.
    @Override
    public String toString() {
        return Arrays.stream(extents)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
