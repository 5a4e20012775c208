package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.RowGrid;
import org.unitscope.tensor.Shape;

/// Everything static about one use of an operator; rules are pure functions of it.
///
/// @param node path of the node
/// @param indexLaws per input the law it is drawn from, where it is an index input of the model
/// @param orthogonal numbers of the inputs that are parameters drawn as orthogonal matrices
/// @param seed of the run, for kernels that draw
/// @param singlePositions whether rows are described position by position, without blocks
public record Invocation(
        String node,
        AttributeMap attributes,
        List<Shape> inputs,
        List<Shape> outputs,
        List<Optional<IndexLaw>> indexLaws,
        Set<Integer> orthogonal,
        long seed,
        boolean singlePositions) {
    /// Copies the lists.
    public Invocation {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        indexLaws = List.copyOf(indexLaws);
        orthogonal = Set.copyOf(orthogonal);
    }

    /// One without orthogonal matrices.
    public Invocation(
            String node,
            AttributeMap attributes,
            List<Shape> inputs,
            List<Shape> outputs,
            List<Optional<IndexLaw>> indexLaws,
            boolean singlePositions) {
        this(node, attributes, inputs, outputs, indexLaws, Set.of(), 0, singlePositions);
    }

    /// The same use in a run of this seed.
    public Invocation seeded(long other) {
        return new Invocation(
                node, attributes, inputs, outputs, indexLaws, orthogonal, other, singlePositions);
    }

    /// One whose positions may be grouped.
    public Invocation(
            String node,
            AttributeMap attributes,
            List<Shape> inputs,
            List<Shape> outputs,
            List<Optional<IndexLaw>> indexLaws) {
        this(node, attributes, inputs, outputs, indexLaws, false);
    }

    /// How the rows of a tensor of this shape are arranged.
    public RowGrid grid(Shape shape) {
        return RowGrid.of(shape, singlePositions);
    }

    /// The shape of an input.
    public Shape input(int index) {
        return inputs.get(index);
    }

    /// The shape of the first output.
    public Shape output() {
        return outputs.getFirst();
    }

    /// Whether an optional input is given.
    public boolean has(int index) {
        return index < inputs.size();
    }
}
