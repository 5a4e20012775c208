package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.audit.OutOfBand;
import org.unitscope.audit.ScaleAudit;
import org.unitscope.graph.Graph;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModelWriter;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.FactorTable;
import org.unitscope.report.RewriteText;
import org.unitscope.report.ScaleListing;
import org.unitscope.run.AtomicFiles;
import org.unitscope.statistics.Moments;
import org.unitscope.task.CancelledException;
import org.unitscope.task.NearestNames;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.RewriteException;
import org.unitscope.transform.Rewritten;
import org.unitscope.transform.Scheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rewrite MODEL`: unit-scales a model, says what that does, and writes it.
@Command(
        name = "rewrite",
        description =
                "Unit-scale a model: every weight of unit variance, a factor for every operator and"
                        + " one per gradient. Says which factors, what constraints cost, and which"
                        + " tensors are not of unit scale after it, and why.",
        footer = {
            "",
            "Example: unitscope rewrite model-zoo/gpt-mini.json --preset paper -o unit.json",
            "         unitscope rewrite model-zoo/gpt-mini.json --explain blocks.0.ffn.up",
            "         unitscope rewrite model-zoo/gpt-mini.json --preset none --listing"
        },
        mixinStandardHelpOptions = true)
final class Rewrite implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Mixin private SizeOptions sizes = new SizeOptions();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "paper",
            description = "paper (2023), library (u-muP), mus, or none. Default: ${DEFAULT-VALUE}.")
    private String preset = "paper";

    @Option(
            names = "--constraint",
            paramLabel = "NAME",
            description = {
                "How factors on a cycle are tied: gmean (paper), to-output (library), hmean, amean,",
                "to-grad-input, none. Default: the preset's."
            })
    private @Nullable String constraint;

    @Option(
            names = "--residual",
            paramLabel = "RULE",
            description = {
                "share:TAU[:TAU] (branch's share of the variance; then of attention), ratio:TAU",
                "(branch over skip), running-mean, depth[:R:RHO]. Default: the preset's."
            })
    private @Nullable String residual;

    @Option(
            names = "--powers-of-two",
            description = {
                "Round factors to powers of two. Weights of residuals, with squares that add up",
                "to one, and what they delay keep theirs."
            })
    private boolean powersOfTwo;

    @Option(
            names = "--factor",
            paramLabel = "NODE[/INPUT]=F",
            description = "A factor by hand: of a node's result, or an input's gradient.")
    private List<String> factors = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the rewritten model.")
    private @Nullable Path out;

    @Option(names = "--factors", paramLabel = "FILE", description = "Write all factors as CSV.")
    private @Nullable Path table;

    @Option(
            names = "--listing",
            description = "Print every node with (-> forward std, <- backward std), predicted.")
    private boolean listing;

    @Option(names = "--explain", paramLabel = "NODE", description = "Why a node has its factors.")
    private @Nullable String explained;

    @Option(names = "--json", description = "Print factors and exceptions as JSON.")
    private boolean json;

    Rewrite(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        for (Path file : java.util.Arrays.asList(out, table)) {
            if (file != null) {
                String option = file.equals(out) ? "--out" : "--factors";
                Execution.requireFile(option, file);
                Execution.requireOther(option, file, model);
            }
        }
        requireOneAnswer();
        Scheme scheme = RewriteScheme.of(preset, constraint, residual, powersOfTwo, factors);
        LoadedModel loaded = JsonModels.load(model, sizes.symbols(), OperatorCatalogue.standard());
        Rewritten rewritten = rewritten(loaded, scheme);
        write(rewritten, loaded.remarks());
        try (Interruption interruption = new Interruption()) {
            print(rewritten, interruption);
        } catch (CancelledException cancelled) {
            console.message("cancelled");
            return ExitCode.CANCELLED;
        }
        return ExitCode.OK;
    }

    private void requireOneAnswer() throws WorkbenchException {
        if (out != null && table != null && samePath(out, table)) {
            throw new WorkbenchException(
                    "--factors", "'" + table + "' is the file of --out too; name another");
        }
        List<String> asked = new ArrayList<>();
        if (explained != null) {
            asked.add("--explain");
        }
        if (listing) {
            asked.add("--listing");
        }
        if (json) {
            asked.add("--json");
        }
        if (asked.size() > 1) {
            throw new WorkbenchException(
                    String.join(" and ", asked), "each prints something else; ask for one");
        }
    }

    private static boolean samePath(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private static Rewritten rewritten(LoadedModel loaded, Scheme scheme)
            throws WorkbenchException {
        try {
            return scheme.apply(loaded.graph(), OperatorCatalogue.standard());
        } catch (RewriteException impossible) {
            throw new WorkbenchException(
                    String.valueOf(loaded.file()), String.valueOf(impossible.getMessage()));
        }
    }

    private void write(Rewritten rewritten, ModelRemarks remarks) throws IOException {
        if (out != null) {
            AtomicFiles.write(
                    out,
                    JsonModelWriter.text(rewritten.graph(), remarks, OperatorCatalogue.standard()));
            console.message("rewritten model written to " + out);
        }
        if (table != null) {
            AtomicFiles.write(table, FactorTable.csv(rewritten.log()));
            console.message("factors written to " + table);
        }
    }

    private void print(Rewritten rewritten, Interruption token) throws WorkbenchException {
        if (explained != null || listing) {
            SchemeOption.warn(console, rewritten.log());
        }
        if (explained != null) {
            lines(RewriteText.explain(node(rewritten, explained)));
            return;
        }
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            if (listing) {
                lines(
                        ScaleListing.of(
                                rewritten.graph(), scales(rewritten.graph(), progress, token)));
            } else {
                List<OutOfBand> outside =
                        ScaleAudit.of(rewritten, OperatorCatalogue.standard(), progress, token);
                if (json) {
                    console.out().println(RewriteJson.of(rewritten.log(), outside));
                    return;
                }
                lines(RewriteText.headline(rewritten.log()));
                console.out().println();
                lines(RewriteText.exceptions(outside, rewritten.graph().tensors().size()));
            }
        }
    }

    private void lines(List<String> lines) {
        lines.forEach(console.out()::println);
    }

    private static Map<TensorKey, Moments> scales(
            Graph graph, ConsoleProgress progress, Interruption token) {
        Map<TensorKey, Moments> scales = new HashMap<>();
        MomentAnalysis.analyze(graph, OperatorCatalogue.standard(), progress, token)
                .forEach((key, prediction) -> {
                    if (prediction instanceof Prediction.Known known) {
                        scales.put(key, known.moments());
                    }
                });
        return scales;
    }

    private NodeRewrite node(Rewritten rewritten, String path) throws WorkbenchException {
        Optional<NodeRewrite> found = rewritten.log().node(path);
        if (found.isEmpty()) {
            List<String> nearest =
                    NearestNames.of(
                            path, rewritten.log().nodes().stream().map(NodeRewrite::path).toList());
            throw new WorkbenchException(
                    "--explain",
                    "no operation is called '%s'%s"
                            .formatted(
                                    path,
                                    nearest.isEmpty()
                                            ? ""
                                            : "; did you mean "
                                                    + String.join(" or ", nearest)
                                                    + "?"));
        }
        return found.get();
    }
}
