package org.unitscope.cli;

import java.io.InputStream;
import java.io.PrintStream;

/// Where a command writes: data to `out`, messages to `err`.
///
/// @param interactive whether `err` is a terminal, where a progress line may be overwritten
/// @param columns width of the terminal, for tables
/// @param in where numbers are read from
public record Console(
        PrintStream out, PrintStream err, boolean interactive, int columns, InputStream in) {
    /// A console without input.
    public Console(PrintStream out, PrintStream err, boolean interactive, int columns) {
        this(out, err, interactive, columns, InputStream.nullInputStream());
    }

    /// The process's own streams.
    public static Console system() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return new Console(
                System.out,
                System.err,
                isTerminal(),
                columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 110,
                System.in);
    }

    @SuppressWarnings("SystemConsoleNull") // null before JDK 22, never a terminal of ours
    private static boolean isTerminal() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }

    /// Prints a message for the user.
    public void message(String text) {
        err.println("unitscope: " + text);
    }
}
