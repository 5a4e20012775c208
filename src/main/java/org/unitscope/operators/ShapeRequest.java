package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.tensor.Shape;

/// What shape inference may look at.
///
/// @param inputs the shapes of the inputs given, in the signature's order
/// @param indexLaws per input the law it is drawn from, where it is an index input of the model
public record ShapeRequest(
        AttributeMap attributes, List<Shape> inputs, List<Optional<IndexLaw>> indexLaws) {
    /// Copies the list.
    public ShapeRequest {
        inputs = List.copyOf(inputs);
        indexLaws = List.copyOf(indexLaws);
    }

    /// The shape of an input.
    public Shape input(int index) {
        return inputs.get(index);
    }

    /// Refuses indices that do not all address one of `size` entries.
    ///
    /// @param absentAllowed whether -1, "nothing here", may occur
    public void requireIndicesBelow(int input, int size, boolean absentAllowed)
            throws ShapeException {
        if (indexLaws.get(input).isEmpty()) {
            return;
        }
        IndexLaw law = indexLaws.get(input).get();
        if (law.bound() > size) {
            throw new ShapeException(
                    "indices go up to "
                            + (law.bound() - 1)
                            + ", but there are only "
                            + size
                            + " entries");
        }
        Shape shape = inputs.get(input);
        int innermost = shape.rank() == 0 ? 1 : shape.extent(-1);
        if (!absentAllowed && law.presentShare(innermost) < 1) {
            throw new ShapeException(
                    "an index input that leaves places empty (masked, except_last) is only for labels");
        }
    }

    /// The shape of an input that may be left out.
    public Optional<Shape> optional(int index) {
        return index < inputs.size() ? Optional.of(inputs.get(index)) : Optional.empty();
    }
}
