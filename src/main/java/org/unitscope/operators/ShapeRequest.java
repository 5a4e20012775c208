package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.tensor.Shape;

/// What shape inference may look at.
///
/// @param inputs the shapes of the inputs given, in the signature's order
public record ShapeRequest(AttributeMap attributes, List<Shape> inputs) {
    /// Copies the list.
    public ShapeRequest {
        inputs = List.copyOf(inputs);
    }

    /// The shape of an input.
    public Shape input(int index) {
        return inputs.get(index);
    }

    /// The shape of an input that may be left out.
    public Optional<Shape> optional(int index) {
        return index < inputs.size() ? Optional.of(inputs.get(index)) : Optional.empty();
    }
}
