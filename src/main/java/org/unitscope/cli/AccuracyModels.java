package org.unitscope.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unitscope.compare.RandomModels;
import org.unitscope.graph.Graph;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.AtomicFiles;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.task.UnwritableException;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The models of a study: files, random ones, and sizes that hold for each model that has them.
final class AccuracyModels {
    @Parameters(paramLabel = "MODEL", arity = "0..*", description = "Model files (JSON).")
    private List<Path> files = new ArrayList<>();

    @Mixin private SizeOptions sizes = new SizeOptions();

    @Option(
            names = "--random",
            paramLabel = "SEED",
            description = "Study ten random models too, drawn from this seed.")
    private @Nullable Long random;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Write the random models into this folder.")
    private @Nullable Path keep;

    /// A model file that has been read.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Source(Path file, byte[] bytes) {}

    /// Loads them all, files first.
    ///
    /// @throws WorkbenchException with all that is wrong with sizes and models
    List<Graph> load() throws WorkbenchException, IOException {
        List<Problem> problems = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            try {
                sources.add(new Source(file, JsonModels.read(file)));
            } catch (WorkbenchException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        sources.addAll(randomSources(problems));
        if (files.isEmpty() && random == null) {
            problems.add(new Problem("MODEL", "there is none; name model files, or --random SEED"));
        }
        Map<String, Double> symbols = Map.of();
        try {
            symbols = sizes.symbols();
        } catch (WorkbenchException wrong) {
            problems.addAll(wrong.problems());
        }
        List<Graph> graphs = load(sources, symbols, problems);
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        return graphs;
    }

    private static List<Graph> load(
            List<Source> sources, Map<String, Double> symbols, List<Problem> problems) {
        List<Graph> graphs = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        for (Source source : sources) {
            try {
                List<String> names = JsonModels.sizeNames(source.file(), source.bytes());
                known.addAll(names);
                Map<String, Double> own = new LinkedHashMap<>(symbols);
                own.keySet().retainAll(names);
                graphs.add(
                        JsonModels.load(
                                        source.file(),
                                        source.bytes(),
                                        own,
                                        OperatorCatalogue.standard())
                                .graph());
            } catch (WorkbenchException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (problems.isEmpty()) {
            symbols.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> problems.add(new Problem("--set", unknown(name, known))));
        }
        return graphs;
    }

    private static String unknown(String name, Set<String> known) {
        List<String> nearest = NearestNames.of(name, known);
        return "no model has a parameter '%s' to set; %s"
                .formatted(
                        name,
                        nearest.isEmpty()
                                ? "known are " + String.join(", ", known)
                                : "did you mean " + String.join(" or ", nearest) + "?");
    }

    private List<Source> randomSources(List<Problem> problems) throws IOException {
        if (random == null) {
            if (keep != null) {
                problems.add(
                        new Problem(
                                "--keep", "there are no random models to keep; add --random SEED"));
            }
            return List.of();
        }
        if (keep != null) {
            try {
                AtomicFiles.requireWritable(keep.resolve("model.json"));
            } catch (UnwritableException wrong) {
                problems.add(
                        new Problem("--keep", new UnwritableException(keep, wrong).getMessage()));
                return List.of();
            }
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < RandomModels.COUNT; i++) {
            String text = RandomModels.of(random, i);
            Path file = Path.of(RandomModels.name(random, i) + ".json");
            if (keep != null) {
                AtomicFiles.write(keep.resolve(file), text);
            }
            sources.add(new Source(file, text.getBytes(StandardCharsets.UTF_8)));
        }
        return sources;
    }
}
