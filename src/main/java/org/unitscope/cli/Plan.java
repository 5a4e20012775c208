package org.unitscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModelWriter;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.GradientPlan;
import org.unitscope.run.AtomicFiles;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancelledException;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.SchemedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plan MODEL`: the fewest factors that bring every gradient inside its format.
@Command(
        name = "plan",
        description =
                "Find the fewest power-of-two factors in the backward pass that bring every"
                        + " gradient inside its format, by predicted laws. The forward pass stays"
                        + " as it is.",
        footer = {
            "",
            "Example: unitscope plan model-zoo/gpt-mini.json --formats fp8 -o planned.json"
        },
        mixinStandardHelpOptions = true)
final class Plan implements Callable<Integer> {
    private static final int SHOWN = 3;

    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private SizeOptions sizes = new SizeOptions();

    @Option(
            names = "--formats",
            paramLabel = "RECIPE",
            defaultValue = "fp8",
            description = "Formats, as of sample. Default: ${DEFAULT-VALUE}.")
    private String formats = "fp8";

    @Option(
            names = "--headroom",
            paramLabel = "N",
            defaultValue = "1",
            description = "Octaves from the largest magnitude to overflow. Default: 1.")
    private double headroom = 1;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the model with the factors.")
    private @Nullable Path out;

    Plan(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (!(headroom >= 0 && headroom <= 60)) {
            throw new WorkbenchException(
                    "--headroom", "must be from 0 to 60 octaves, got " + headroom);
        }
        if (out != null) {
            Execution.requireFile("--out", out);
        }
        PrecisionRecipe recipe = PrecisionRecipe.parse(formats);
        LoadedModel loaded = JsonModels.load(model, sizes.symbols(), OperatorCatalogue.standard());
        try (Interruption interruption = new Interruption();
                ConsoleProgress progress = new ConsoleProgress(console)) {
            Work work = new Work(recipe, headroom, progress, interruption);
            GradientPlan plan = work.plan(loaded.graph());
            List<TensorKey> after = work.outside(plan.graph());
            Graph unit = SchemedModel.of(loaded, "unit:paper", OperatorCatalogue.standard()).model().graph();
            print(plan, after, unit, work.outside(unit));
            write(plan.graph());
        } catch (CancelledException cancelled) {
            console.message("cancelled");
            return ExitCode.CANCELLED;
        }
        return ExitCode.OK;
    }

    /// What every call of the engine is given.
    private record Work(
            PrecisionRecipe recipe,
            double headroom,
            ConsoleProgress progress,
            Interruption interruption) {
        GradientPlan plan(Graph graph) throws WorkbenchException {
            Optional<GradientPlan> plan =
                    GradientPlan.of(
                            graph,
                            OperatorCatalogue.standard(),
                            recipe,
                            headroom,
                            progress,
                            interruption);
            return plan.orElseThrow(() ->
                    new WorkbenchException(
                            "plan",
                            "the cycles of '%s' are too entangled for the exact search; use rewrite"
                                    .formatted(graph.name())));
        }

        List<TensorKey> outside(Graph graph) {
            return GradientPlan.outside(
                    graph, OperatorCatalogue.standard(), recipe, headroom, progress, interruption);
        }
    }

    private void print(
            GradientPlan plan, List<TensorKey> after, Graph unit, List<TensorKey> outsideUnit) {
        PrintStream to = console.out();
        to.printf(
                "factors: %d (the fewest possible); gradients outside: %d before, %d after%n",
                plan.scales().size(), plan.outside().size(), after.size());
        to.printf(
                "unit:paper: %d, forward and backward; gradients outside: %d%n",
                GradientPlan.factors(unit), outsideUnit.size());
        for (GradientPlan.Scale scale : plan.scales()) {
            to.printf(
                    "  2^%-4d at %s, gradient of input %d (%s)%s%n",
                    scale.exponent(),
                    scale.node(),
                    scale.input(),
                    scale.producer().path(),
                    scale.saves().isEmpty()
                            ? ""
                            : ": saves " + scale.saves().size() + ", " + some(scale.saves()));
        }
        if (!plan.impossible().isEmpty()) {
            to.printf(
                    "no factor brings inside %d: %s%n",
                    plan.impossible().size(), some(plan.impossible()));
        }
        if (!plan.unknown().isEmpty()) {
            to.printf(
                    "not predicted, so not planned for, %d: %s%n",
                    plan.unknown().size(), some(plan.unknown()));
        }
    }

    private static String some(List<TensorKey> keys) {
        String first =
                String.join(", ", keys.stream().limit(SHOWN).map(TensorKey::toString).toList());
        return keys.size() > SHOWN ? first + ", ..." : first;
    }

    private void write(Graph graph) throws IOException {
        if (out != null) {
            AtomicFiles.write(out, JsonModelWriter.text(graph, OperatorCatalogue.standard()));
            console.message("model with factors written to " + out);
        }
    }
}
