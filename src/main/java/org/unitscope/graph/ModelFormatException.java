package org.unitscope.graph;

import java.util.List;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// A model file that cannot be used; carries everything that is wrong with it.
public final class ModelFormatException extends WorkbenchException {
    private static final long serialVersionUID = 1;

    /// One with these problems.
    public ModelFormatException(List<Problem> problems) {
        super(problems);
    }
}
