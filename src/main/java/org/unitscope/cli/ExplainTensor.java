package org.unitscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.analysis.Explanation;
import org.unitscope.analysis.Explanations;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.ExplanationText;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunSpec;
import org.unitscope.run.RunStore;
import org.unitscope.statistics.Moments;
import org.unitscope.task.CancelledException;
import org.unitscope.task.NearestNames;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `explain MODEL TENSOR`: why a tensor has the scale it is predicted to have.
@Command(
        name = "explain",
        description =
                "Say why a tensor has its predicted scale: the rule with numbers filled in, the way"
                        + " from the source in octaves, and the assumptions that do not hold on it."
                        + " Beside a sample, also how much of the deviation is the rule's own and"
                        + " how much it inherits.",
        footer = {
            "",
            "Example: unitscope explain model-zoo/gpt-mini.json blocks.5.ffn_residual --set"
                    + " layers=6",
            "         unitscope explain model-zoo/mlp.json hidden.1.linear --role gA --sampled",
            "         unitscope explain model-zoo/mlp.json readout --run sample-runs/mlp-fp8"
        },
        mixinStandardHelpOptions = true)
final class ExplainTensor implements Callable<Integer> {
    private static final int SUGGESTED = 5;

    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file (JSON).")
    private Path model = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "TENSOR",
            description = "Its path, as analyze prints it, for example blocks.0.attention.query.")
    private String tensor = "";

    @Option(
            names = "--role",
            paramLabel = "A|W|gA|gW",
            description = "The tensor itself (A, of a parameter W: the default), or its gradient.")
    private @Nullable String role;

    @Mixin private RunOptions options = new RunOptions();

    @Option(
            names = "--sampled",
            description = "Sample one training step and say whose fault the deviation is.")
    private boolean sampled;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "The same with a stored run of this model, and with its sizes.")
    private @Nullable Path run;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    ExplainTensor(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, IOException {
        Optional<RunRecord> stored = run == null ? Optional.empty() : Optional.of(stored(run));
        RunRequest request = options.request(model, sampled, "fp32");
        options.rewriteLog().ifPresent(log -> SchemeOption.warn(console, log));
        Graph usual = request.model().graph();
        Graph graph = stored.isPresent() ? graphOf(stored.get(), usual) : usual;
        TensorKey key = key(graph);
        try (Interruption interruption = new Interruption()) {
            Map<TensorKey, Moments> moments =
                    stored.map(RunRecord::sampledMoments).orElse(Map.of());
            if (sampled) {
                Optional<RunRecord> now =
                        Execution.run(console, request, Optional.empty(), interruption);
                if (now.isEmpty() || now.get().isPartial()) {
                    return ExitCode.CANCELLED;
                }
                moments = now.get().sampledMoments();
            }
            try (ConsoleProgress progress = new ConsoleProgress(console)) {
                print(
                        Explanations.of(
                                graph, OperatorCatalogue.standard(), progress, interruption),
                        key,
                        moments);
                if (!json) {
                    request.model()
                            .remarks()
                            .notesOf(key.tensor().node())
                            .forEach(note -> console.out().println("note of the model: " + note));
                }
            } catch (CancelledException cancelled) {
                console.message("cancelled; nothing printed");
                return ExitCode.CANCELLED;
            }
        }
        return ExitCode.OK;
    }

    private void print(Explanations explanations, TensorKey key, Map<TensorKey, Moments> moments) {
        Optional<String> obstacle = explanations.obstacle(key);
        if (obstacle.isPresent()) {
            console.out()
                    .println(
                            json
                                    ? JsonExplanation.missing(key, obstacle.get())
                                    : key + ": not predicted, because " + obstacle.get());
            return;
        }
        Explanation explanation = explanations.explain(key, moments);
        if (json) {
            console.out().println(JsonExplanation.of(explanation));
        } else {
            ExplanationText.of(explanation).forEach(console.out()::println);
        }
    }

    private RunRecord stored(Path folder) throws WorkbenchException, IOException {
        if (sampled) {
            throw new WorkbenchException(
                    "--run", "gives the sample already; leave out --sampled, or --run");
        }
        if (!options.symbols().isEmpty()) {
            throw new WorkbenchException(
                    "--set", "the sizes are those of the run; leave out --set, or --run");
        }
        if (!Files.isDirectory(folder)) {
            throw new WorkbenchException(
                    folder.toString(), "there is no such folder; name a run that --out wrote");
        }
        RunRecord record = RunStore.read(folder);
        if (record.measuredCount() == 0) {
            throw new WorkbenchException(
                    folder.toString(), "the run was not sampled; name one that sample wrote");
        }
        return record;
    }

    private Graph graphOf(RunRecord stored, Graph usual) throws WorkbenchException {
        RunSpec spec = stored.spec();
        // A model of another name may not even have sizes of these names.
        boolean same = usual.name().equals(spec.modelName());
        Graph graph =
                same
                        ? JsonModels.load(model, spec.symbols(), OperatorCatalogue.standard())
                                .graph()
                        : usual;
        if (!same || !CanonicalText.sha256(graph).equals(spec.graphSha256())) {
            throw new WorkbenchException(
                    model.toString(),
                    "is not the model of the run, which was made from '"
                            + spec.model()
                            + "'; name that one, or run it anew");
        }
        return graph;
    }

    private TensorKey key(Graph graph) throws WorkbenchException {
        List<TensorKey> found =
                graph.tensors().stream().filter(key -> key.tensor().path().equals(tensor)).toList();
        if (found.isEmpty()) {
            throw new WorkbenchException("TENSOR", unknown(graph));
        }
        if (role == null) {
            return found.getFirst();
        }
        Optional<TensorKey> key =
                found.stream().filter(one -> one.role().symbol().equals(role)).findFirst();
        return key.orElseThrow(() ->
                new WorkbenchException(
                        "--role",
                        "'%s' is of role %s or %s, got '%s'"
                                .formatted(
                                        tensor,
                                        found.getFirst().role().symbol(),
                                        found.getLast().role().symbol(),
                                        role)));
    }

    private String unknown(Graph graph) {
        if (graph.find(tensor).isPresent()) {
            return "'" + tensor + "' holds indices, which have no scale; name another tensor";
        }
        Set<String> paths = new LinkedHashSet<>();
        for (TensorKey key : graph.tensors()) {
            if (key.role() != Role.WEIGHT_GRADIENT && key.role() != Role.ACTIVATION_GRADIENT) {
                paths.add(key.tensor().path());
            }
        }
        Set<String> nearest = new LinkedHashSet<>(NearestNames.of(tensor, paths));
        paths.stream().filter(path -> path.contains(tensor)).forEach(nearest::add);
        List<String> shown = new ArrayList<>(nearest);
        String meant =
                shown.isEmpty()
                        ? "; see unitscope analyze"
                        : "; did you mean "
                                + String.join(
                                        " or ", shown.subList(0, Math.min(SUGGESTED, shown.size())))
                                + "?";
        return "there is no tensor '" + tensor + "'" + meant;
    }
}
