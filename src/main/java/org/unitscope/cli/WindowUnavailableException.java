package org.unitscope.cli;

/// The window cannot open here. The message is one line with the remedy.
public final class WindowUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /// One with this line.
    public WindowUnavailableException(String message) {
        super(message);
    }
}
