package org.unitscope.app.shell;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import org.unitscope.cli.WindowUnavailableException;

/// Opens the window, or says in one line why it cannot.
public final class WorkbenchLauncher {
    private static final String NO_DISPLAY =
            "no display found, so there is no window; set DISPLAY (for example with ssh -X)";
    private static final String NO_GTK =
            "GTK 3 is not installed, so there is no window; install it (Debian, Ubuntu: apt install"
                    + " libgtk-3-0)";

    private WorkbenchLauncher() {}

    /// Opens the window and returns 0 when it is closed.
    ///
    /// @throws WindowUnavailableException with the remedy, if the toolkit does not start
    public static int open(Optional<Path> model, Map<String, Double> sizes)
            throws WindowUnavailableException {
        requireDisplay();
        WorkbenchApplication.openAtStart(model, sizes);
        try {
            Application.launch(WorkbenchApplication.class);
        } catch (RuntimeException | LinkageError failed) {
            throw new WindowUnavailableException(reason(failed));
        }
        return 0;
    }

    /// The toolkit itself prints a stack trace when there is no display: it is not started then.
    private static void requireDisplay() throws WindowUnavailableException {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        boolean headless = "headless".equalsIgnoreCase(System.getProperty("glass.platform", ""));
        boolean display = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
        if (linux && !headless && !display) {
            throw new WindowUnavailableException(NO_DISPLAY);
        }
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }

    /// What a failed start of the toolkit means to the user.
    static String reason(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (text.contains("glass GTK library") || text.contains("libgtk")) {
                return NO_GTK;
            }
            if (text.contains("open DISPLAY")) {
                return NO_DISPLAY;
            }
        }
        return "the window cannot open: " + failed.getMessage() + "; see the command line, --help";
    }
}
