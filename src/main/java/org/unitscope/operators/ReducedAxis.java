package org.unitscope.operators;

import java.util.List;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// What a reduction leaves of a shape: attribute `axis`, counted from the end where it is negative,
/// or all axes where it is absent; `keep` leaves an extent of 1.
///
/// @param kept the shape with an extent of 1 in place of what is reduced
/// @param output the shape of the result
public record ReducedAxis(Shape kept, Shape output) {
    private static final int MOST_AXES = 1 << 10;

    /// The inputs, outputs and attributes of a reduction.
    public static Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.integer("axis", -MOST_AXES, MOST_AXES).orAbsent("all axes"),
                        Attribute.flag("keep", false)));
    }

    /// Of a shape.
    ///
    /// @throws ShapeException if there is no such axis
    public static ReducedAxis of(Shape in, AttributeMap attributes) throws ShapeException {
        boolean keep = attributes.flag("keep");
        if (attributes.find("axis").isEmpty()) {
            Shape ones = Shape.of(IntStream.generate(() -> 1).limit(in.rank()).toArray());
            return new ReducedAxis(ones, keep ? ones : Shape.SCALAR);
        }
        int axis = AxisPart.axis(in, attributes.integer("axis"));
        Shape kept = in.with(axis, 1);
        Shape without = in.slice(0, axis).concat(in.slice(axis + 1, in.rank()));
        return new ReducedAxis(kept, keep ? kept : without);
    }

    /// Of a use whose shapes were checked.
    public static ReducedAxis of(Invocation use) {
        try {
            return of(use.input(0), use.attributes());
        } catch (ShapeException impossible) {
            throw new IllegalStateException("shapes were checked before", impossible);
        }
    }

    /// How many elements go into one.
    public double terms(Invocation use) {
        return (double) use.input(0).count() / kept.count();
    }

    /// An example with one normal input.
    static OperatorCase example(String title, List<Integer> extents, double axis, boolean keep) {
        int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
        return new OperatorCase(
                title,
                List.of(OperatorCase.normal(shape)),
                new AttributeMap(java.util.Map.of("axis", axis, "keep", keep)),
                0);
    }

    /// Examples over every kind of axis.
    public static List<OperatorCase> cases() {
        return List.of(
                example("features", List.of(16, 8, 64), -1, true),
                example("positions", List.of(16, 8, 64), 1, false),
                example("sequences", List.of(16, 8, 64), 0, true),
                example("heads", List.of(8, 4, 16, 32), 1, false),
                new OperatorCase(
                        "all elements",
                        List.of(OperatorCase.normal(16, 32)),
                        AttributeMap.NONE,
                        0));
    }
}
