package org.unitscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRequest;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options that every command that runs a model has.
final class RunOptions {
    @Mixin private SizeOptions sizes = new SizeOptions();

    @Mixin private SchemeOption scheme = new SchemeOption();

    @Option(
            names = "--formats",
            paramLabel = "RECIPE",
            description = {
                "What is rounded to what: fp32 (nothing), fp16, bf16 (every tensor), fp8 (inputs of",
                "products to E4M3, gradients into them to E5M2); then exceptions, for example",
                "fp8,gA=fp16,blocks.0.*:A=bf16,linear/weight=none,linear/weight=int8. Any name that",
                "unitscope formats lists; @SETTING changes a conversion, as in gW=e5m2@sr-a:8.",
                "Default: fp32 (report: fp8)."
            })
    private @Nullable String formats;

    @Mixin private ConversionOptions conversion = new ConversionOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; never changes a number. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /// The sizes that were set.
    ///
    /// @throws WorkbenchException listing every setting that is wrong
    Map<String, Double> symbols() throws WorkbenchException {
        return sizes.symbols();
    }

    /// What the scheme has done to the model of the last request; empty if nothing.
    Optional<RewriteLog> rewriteLog() {
        return scheme.log();
    }

    /// Settings belong to the base, so they go behind its word.
    private String withSettings(String recipe) throws WorkbenchException {
        int comma = recipe.indexOf(',');
        String base = comma < 0 ? recipe : recipe.substring(0, comma);
        String exceptions = comma < 0 ? "" : recipe.substring(comma);
        return base.strip() + conversion.recipeSuffix() + exceptions;
    }

    /// Loads the model and makes the request.
    ///
    /// @param usual the recipe if none is given
    /// @throws WorkbenchException with all that is wrong with options and model
    RunRequest request(Path model, boolean sample, String usual) throws WorkbenchException {
        List<Problem> problems = new ArrayList<>();
        if (threads < 1) {
            problems.add(new Problem("--threads", "must be at least 1, got " + threads));
        }
        PrecisionRecipe recipe = PrecisionRecipe.unrounded();
        Map<String, Double> symbols = Map.of();
        LoadedModel loaded = null;
        try {
            recipe = PrecisionRecipe.parse(withSettings(formats == null ? usual : formats));
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        try {
            symbols = symbols();
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        try {
            loaded = scheme.applied(JsonModels.load(model, symbols, OperatorCatalogue.standard()));
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        if (loaded != null) {
            try {
                recipe = recipe.behind(loaded.remarks().formats());
            } catch (WorkbenchException wrong) {
                problems.addAll(ModelFormats.inFile(model, wrong).problems());
            }
            for (String exception :
                    recipe.unmatched(loaded.graph(), OperatorCatalogue.standard())) {
                problems.add(
                        new Problem(
                                "--formats", "'" + exception + "' matches nothing in the model"));
            }
        }
        if (!problems.isEmpty() || loaded == null) {
            throw new WorkbenchException(problems);
        }
        return new RunRequest(loaded, recipe, seed, sample, threads);
    }
}
