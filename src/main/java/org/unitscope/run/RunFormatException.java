package org.unitscope.run;

import org.unitscope.task.WorkbenchException;

/// A run folder that cannot be read.
public final class RunFormatException extends WorkbenchException {
    private static final long serialVersionUID = 1;

    /// One with this place and sentence.
    public RunFormatException(String where, String what) {
        super(where, what);
    }
}
