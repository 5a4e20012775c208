package org.unitscope.transform;

/// Why a graph cannot be rewritten, in a sentence for people: what, where, why, what now.
public final class RewriteException extends Exception {
    private static final long serialVersionUID = 1;

    /// With this sentence.
    public RewriteException(String message) {
        super(message);
    }
}
