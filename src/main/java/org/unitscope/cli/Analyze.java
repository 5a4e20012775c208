package org.unitscope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `analyze MODEL`: predicts every tensor.
@Command(
        name = "analyze",
        description = "Predict scale and mean of every tensor, both passes, without sampling.",
        footer = {"", "Example: unitscope analyze model-zoo/mlp.json --set batch=128"},
        mixinStandardHelpOptions = true)
final class Analyze implements Callable<Integer> {
    private final Console console;

    @Mixin private ModelCommand command = new ModelCommand();

    Analyze(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return command.run(console, false);
    }
}
