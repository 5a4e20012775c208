package org.unitscope.operators;

/// Input shapes that an operator cannot take. The message is the rule and what was got; whoever
/// builds the graph turns it into a problem with the node and the origin of the shapes.
public final class ShapeException extends Exception {
    private static final long serialVersionUID = 1;

    /// One with this rule and these shapes in words.
    public ShapeException(String message) {
        super(message);
    }
}
