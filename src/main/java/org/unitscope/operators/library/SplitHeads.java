package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Rearrangement;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// `[batch, sequence, heads · d]` to `[batch, heads, sequence, d]`; values unchanged.
public final class SplitHeads extends Rearrangement {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "split_heads",
                "Split heads",
                "Cuts the features into attention heads and brings the heads before the sequence.",
                "[b, t, h·d] -> [b, h, t, d]",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integer("heads", 1, 1 << 20)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int heads = request.attributes().integer("heads");
        if (in.rank() != 3 || in.extent(2) % heads != 0) {
            throw new ShapeException(
                    "the input must be [batch, sequence, features] with features a multiple of heads,"
                            + " got "
                            + in
                            + " and "
                            + heads
                            + " heads");
        }
        return List.of(Shape.of(in.extent(0), heads, in.extent(1), in.extent(2) / heads));
    }

    @Override
    protected Shape view(Invocation use) {
        Shape out = use.output();
        return Shape.of(out.extent(0), out.extent(2), out.extent(1), out.extent(3));
    }

    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "four heads",
                        List.of(OperatorCase.normal(2, 8, 32)),
                        new AttributeMap(Map.of("heads", 4.0)),
                        0));
    }
}
