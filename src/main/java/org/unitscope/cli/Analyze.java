package org.unitscope.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `analyze MODEL`: predicts every tensor, once or at several sizes.
@Command(
        name = "analyze",
        description = "Predict scale and mean of every tensor, both passes, without sampling.",
        footer = {
            "",
            "Examples: unitscope analyze model-zoo/mlp.json --set batch=128",
            "          unitscope analyze model-zoo/mlp.json --sweep width=256..4096 --csv laws.csv"
        },
        mixinStandardHelpOptions = true)
final class Analyze implements Callable<Integer> {
    private final Console console;

    @Mixin private ModelCommand command = new ModelCommand();

    @Mixin private SweepCommand sweep = new SweepCommand();

    Analyze(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return sweep.isAsked()
                ? sweep.run(console, command.forSweep())
                : command.run(console, false);
    }
}
