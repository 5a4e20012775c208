package org.unitscope.app;

import org.unitscope.app.shell.WorkbenchLauncher;
import org.unitscope.cli.Console;
import org.unitscope.cli.Unitscope;

/// Where the program starts: the command line, which opens the window when it is asked to.
public final class Main {
    private Main() {}

    /// Runs one command line and exits with its code.
    public static void main(String... arguments) {
        System.exit(Unitscope.run(Console.system(), WorkbenchLauncher::open, arguments));
    }
}
