package org.unitscope.operators;

import org.unitscope.task.WorkbenchException;

/// A name that the catalogue does not hold.
public final class UnsupportedOperatorException extends WorkbenchException {
    private static final long serialVersionUID = 1;

    /// One with this sentence.
    public UnsupportedOperatorException(String sentence) {
        super("", sentence);
    }
}
