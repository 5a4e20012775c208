package org.unitscope.graph;

import java.util.List;
import org.unitscope.tensor.Shape;

/// A node of the graph; immutable. Its path is dotted and unique:
/// `blocks.3.attention.query.weight`.
public sealed interface Node {
    /// The stable, readable path; prefixes are the blocks of the outline.
    String path();

    /// The shapes of the outputs.
    List<Shape> outputs();

    /// What the outputs are computed from, in the operator's order; empty for sources.
    List<OutputRef> inputs();

    /// The word shown as the node's operator: `input`, `parameter` or the operator's name.
    String operator();

    /// Whether the outputs are indices: without scale, statistics or rounding.
    default boolean isIndex() {
        return this instanceof IndexInput;
    }

    /// The role of the outputs: weight for a parameter, else activation.
    default Role role() {
        return this instanceof Parameter ? Role.WEIGHT : Role.ACTIVATION;
    }

    /// Real numbers that come from outside.
    record RealInput(String path, Shape shape, ValueLaw law) implements Node {
        @Override
        public List<Shape> outputs() {
            return List.of(shape);
        }

        @Override
        public List<OutputRef> inputs() {
            return List.of();
        }

        @Override
        public String operator() {
            return "input";
        }
    }

    /// Indices that come from outside. They have no scale: no statistics, no rounding.
    record IndexInput(String path, Shape shape, IndexLaw law) implements Node {
        @Override
        public List<Shape> outputs() {
            return List.of(shape);
        }

        @Override
        public List<OutputRef> inputs() {
            return List.of();
        }

        @Override
        public String operator() {
            return "input";
        }
    }

    /// A trained tensor with the law it starts from.
    record Parameter(String path, Shape shape, ValueLaw law) implements Node {
        @Override
        public List<Shape> outputs() {
            return List.of(shape);
        }

        @Override
        public List<OutputRef> inputs() {
            return List.of();
        }

        @Override
        public String operator() {
            return "parameter";
        }
    }

    /// One use of an operator.
    ///
    /// @param scaling constant factors it is computed with
    record Operation(
            String path,
            String operator,
            AttributeMap attributes,
            List<OutputRef> inputs,
            List<Shape> outputs,
            Scaling scaling)
            implements Node {
        /// Copies the lists.
        public Operation {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /// The operator as it is.
        public Operation(
                String path,
                String operator,
                AttributeMap attributes,
                List<OutputRef> inputs,
                List<Shape> outputs) {
            this(path, operator, attributes, inputs, outputs, Scaling.NONE);
        }

        /// The same use with other factors.
        public Operation with(Scaling factors) {
            return new Operation(path, operator, attributes, inputs, outputs, factors);
        }
    }
}
