package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.unitscope.importer.json.ModelVariants;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `variant MODEL`: the same model at other sizes, as a file.
@Command(
        name = "variant",
        description =
                "Write a model at other sizes (layers, width, heads, sequence, batch) as a file of"
                        + " its own. Its blocks and expressions stay, so that it can be sized again.",
        footer = {
            "",
            "Example: unitscope variant model-zoo/gpt2.json --set layers=4 --set width=256 \\",
            "           --set heads=4 -o gpt2-small.json"
        },
        mixinStandardHelpOptions = true)
final class Variant implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private SizeOptions sizes = new SizeOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "Where the variant goes.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Its name. Default: the model's, with what was set.")
    private String name = "";

    Variant(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, IOException {
        Execution.requireFile("--out", out);
        Execution.requireOther("--out", out, model);
        Map<String, Double> set = sizes.symbols();
        String text = ModelVariants.text(model, set, out, name, OperatorCatalogue.standard());
        AtomicFiles.write(out, text);
        console.message("variant written to " + out);
        return ExitCode.OK;
    }
}
