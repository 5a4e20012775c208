package org.unitscope.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `analyze MODEL`: predicts every tensor.
@Command(
        name = "analyze",
        description = "Predict scale and mean of every tensor, both passes, without sampling.",
        footer = {"", "Example: unitscope analyze model-zoo/mlp.json --set batch=128"},
        mixinStandardHelpOptions = true)
final class Analyze implements Callable<Integer> {
    private final ModelCommand command;

    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private RunOptions options = new RunOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Keep the run in this folder.")
    private @Nullable Path out;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a one-page report.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    Analyze(Console console) {
        command = new ModelCommand(console);
    }

    @Override
    public Integer call() throws Exception {
        return command.run(
                options.request(model, false, "fp32"),
                Optional.ofNullable(out),
                Optional.ofNullable(html),
                json);
    }
}
