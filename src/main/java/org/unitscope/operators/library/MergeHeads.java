package org.unitscope.operators.library;

import java.util.List;
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
import org.unitscope.tensor.Shape;

/// `[batch, heads, sequence, d]` to `[batch, sequence, heads · d]`; values unchanged.
public final class MergeHeads extends Rearrangement {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "merge_heads",
                "Merge heads",
                "Puts the attention heads side by side again, as features.",
                "[b, h, t, d] -> [b, t, h·d]",
                "");
    }

    @Override
    public Signature signature() {
        return Signature.unary();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        if (in.rank() != 4) {
            throw new ShapeException(
                    "the input must be [batch, heads, sequence, features], got " + in);
        }
        return List.of(Shape.of(in.extent(0), in.extent(2), in.extent(1) * in.extent(3)));
    }

    @Override
    protected Shape view(Invocation use) {
        return use.input(0);
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
                        List.of(OperatorCase.normal(2, 4, 8, 16)),
                        AttributeMap.NONE,
                        0));
    }
}
