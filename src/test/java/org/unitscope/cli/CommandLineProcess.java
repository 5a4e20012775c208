package org.unitscope.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line as a process of its own, without a window.
final class CommandLineProcess {
    private CommandLineProcess() {}

    /// Runs the arguments.
    public static void main(String[] arguments) {
        System.exit(run(Console.system(), arguments));
    }

    /// Runs the arguments in this process.
    static int run(Console console, String... arguments) {
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        return Unitscope.run(console, nowhere, arguments);
    }

    /// Starts a process, with options that make short ones fast.
    static Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(CommandLineProcess.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
