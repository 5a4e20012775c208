package org.unitscope.app.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import org.unitscope.task.FileSentence;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Something that did not work, as the message bar shows it.
///
/// @param title one clause: what was attempted
/// @param problems every problem, one per line
/// @param details for a report of an error of our own, else empty
public record Failure(String title, List<Problem> problems, String details) {
    /// Copies the list.
    public Failure {
        problems = List.copyOf(problems);
    }

    /// What a thrown exception means to the user.
    public static Failure of(String title, Throwable thrown) {
        return switch (thrown) {
            case WorkbenchException known -> new Failure(title, known.problems(), "");
            case IOException file -> new Failure(title, List.of(new Problem("", words(file))), "");
            case OutOfMemoryError tooLarge ->
                    new Failure(
                            title,
                            List.of(
                                    new Problem(
                                            "",
                                            "not enough memory; make batch or sequence smaller"
                                                    + " under Sizes, or start with a larger"
                                                    + " -Xmx")),
                            "");
            default ->
                    new Failure(
                            title,
                            List.of(new Problem("", "internal error: " + thrown)),
                            trace(thrown));
        };
    }

    /// The first problem in words, for a line beside a button.
    public static String sentence(Throwable thrown) {
        return of("", thrown).problems().getFirst().what();
    }

    private static String words(IOException thrown) {
        return switch (thrown) {
            case FileSystemException file -> FileSentence.of(file);
            default -> String.valueOf(thrown.getMessage());
        };
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
