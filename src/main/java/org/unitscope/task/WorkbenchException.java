package org.unitscope.task;

import java.util.List;
import java.util.stream.Collectors;

/// Something the user can repair: a model, a run folder or an option that does not fit. Carries
/// every problem found, not just the first; the message is one line per problem.
public class WorkbenchException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /// One with these problems.
    ///
    /// @throws IllegalArgumentException if there are none
    public WorkbenchException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an exception needs a problem");
        }
        this.problems = List.copyOf(problems);
    }

    /// One with a single problem.
    public WorkbenchException(String where, String what) {
        this(List.of(new Problem(where, what)));
    }

    /// Everything that is wrong, in the order found.
    public List<Problem> problems() {
        return problems;
    }
}
