package org.unitscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.formula.Definition;
import org.unitscope.formula.FormulaException;
import org.unitscope.importer.json.OperatorFiles;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.FactorText;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `derive FORMULA`: the factors of unit scaling for a function of one's own.
@Command(
        name = "derive",
        description = {
            "Derive the unit-scaling factors of a function of your own.",
            "It is applied to every element. By quadrature, with errors, checked by "
                    + "sampling. A formula has numbers, x, pi, + - * / ^, exp log sqrt rsqrt "
                    + "abs erf tanh sigmoid softplus relu silu gelu sin cos sign step min max "
                    + "pow, where(a < b, c, d) and names of --set."
        },
        footer = {
            "",
            "Example: unitscope derive \"x * sigmoid(k * x)\" --set k=1.702",
            "         unitscope derive \"x * sigmoid(k * x)\" --set k=1.702 --name quick_gelu \\",
            "                   --out quick-gelu.json"
        },
        mixinStandardHelpOptions = true)
final class Derive implements Callable<Integer> {
    private static final int LEAST_SAMPLES = 100;
    private static final int MOST_SAMPLES = 1 << 28;

    private final Console console;

    @Parameters(paramLabel = "FORMULA", description = "The function of x.")
    private String formula = "";

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A number that the formula uses by name. Repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--mean",
            paramLabel = "M",
            description = "Mean of x. Default: ${DEFAULT-VALUE}.")
    private double mean = 0;

    @Option(
            names = "--std",
            paramLabel = "S",
            description = "Standard deviation of x. Default: ${DEFAULT-VALUE}.")
    private double deviation = 1;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How many x are drawn for the check. Default: ${DEFAULT-VALUE}.")
    private int samples = 1 << 20;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the draw. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What models call the function, for --out.")
    private @Nullable String name;

    @Option(names = "--title", paramLabel = "TEXT", description = "A title for people.")
    private String title = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "A note for people.")
    private String note = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write a rule file, for the key operators of a model.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print everything as one JSON object.")
    private boolean json;

    Derive(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        checkOptions();
        Map<String, Double> parameters = SizeOptions.numbers(settings, "k=1.702");
        Definition definition =
                new Definition(name == null ? "f" : name, title, formula, parameters, note);
        DerivedFactors factors = derived(definition);
        SampledMoments sampled = SampledMoments.of(factors, samples, seed);
        if (json) {
            console.out().println(DeriveJson.of(factors, sampled));
        } else {
            FactorText.of(factors, sampled).forEach(console.out()::println);
        }
        sampled.disagreements(factors.ideal()).forEach(console::message);
        if (out != null) {
            AtomicFiles.write(out, OperatorFiles.text(definition, factors.ideal()));
            console.message("rule file written to " + out);
        }
        return ExitCode.OK;
    }

    private void checkOptions() throws WorkbenchException {
        if (samples < LEAST_SAMPLES || samples > MOST_SAMPLES) {
            throw new WorkbenchException(
                    "--samples",
                    "must be from %d to %d, got %d"
                            .formatted(LEAST_SAMPLES, MOST_SAMPLES, samples));
        }
        if (out == null) {
            return;
        }
        Execution.requireFile("--out", out);
        if (name == null) {
            throw new WorkbenchException(
                    "--out", "a rule file needs a name for models to use; give one with --name");
        }
        if (mean != 0 || deviation != 1) {
            throw new WorkbenchException(
                    "--out", "a rule file holds factors for N(0, 1); leave out --mean and --std");
        }
    }

    private DerivedFactors derived(Definition definition) throws WorkbenchException {
        if (out != null) {
            OperatorFiles.requireUsable(definition, OperatorCatalogue.standard(), "--out");
        } else if (definition.wrongNames().isPresent()) {
            throw new WorkbenchException("--set", definition.wrongNames().get());
        }
        try {
            return DerivedFactors.of(definition, mean, deviation);
        } catch (FormulaException wrong) {
            throw new WorkbenchException("FORMULA", String.valueOf(wrong.getMessage()));
        }
    }
}
