package org.unitscope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sample MODEL`: predicts and samples every tensor.
@Command(
        name = "sample",
        description = "Run one training step at simulated precision and measure every tensor.",
        footer = {"", "Example: unitscope sample model-zoo/mlp.json --formats fp8 --out run"},
        mixinStandardHelpOptions = true)
final class Sample implements Callable<Integer> {
    private final Console console;

    @Mixin private ModelCommand command = new ModelCommand();

    Sample(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return command.run(console, true);
    }
}
