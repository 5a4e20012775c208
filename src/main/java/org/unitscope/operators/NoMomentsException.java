package org.unitscope.operators;

/// What a moment rule throws where its result has no moments that a sample would show: the message
/// is the reason, a clause for people.
public final class NoMomentsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// With the reason.
    public NoMomentsException(String reason) {
        super(reason);
    }

    /// The reason.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
