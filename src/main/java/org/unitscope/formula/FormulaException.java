package org.unitscope.formula;

/// What is wrong with a formula, in a sentence for people that says where.
public final class FormulaException extends Exception {
    private static final long serialVersionUID = 1;

    /// With this sentence.
    public FormulaException(String message) {
        super(message);
    }
}
