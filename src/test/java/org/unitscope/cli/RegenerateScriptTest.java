package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.run.RunSpec;
import org.unitscope.run.RunStore;
import org.unitscope.task.WorkbenchException;

/// `sample-runs/regenerate.sh` makes the runs that are stored, and what it asks for computes to the
/// same bytes twice, at small sizes.
class RegenerateScriptTest {
    private static final Path RUNS = Path.of("../sample-runs");

    private static final Map<String, Double> SMALL =
            Map.of(
                    "batch", 2.0,
                    "sequence", 8.0,
                    "layers", 2.0,
                    "heads", 2.0,
                    "width", 16.0,
                    "intermediate", 32.0,
                    "vocabulary", 40.0);

    /// A line `run NAME MODEL OPTIONS` of the script.
    record Line(String name, List<String> arguments) {
        Path model() {
            return Path.of("..").resolve(arguments.getFirst());
        }

        /// What an option is given, each time it stands there.
        List<String> values(String option) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i + 1 < arguments.size(); i++) {
                if (arguments.get(i).equals(option)) {
                    values.add(arguments.get(i + 1));
                }
            }
            return values;
        }
    }

    static List<Line> lines() throws IOException {
        return Files.readAllLines(RUNS.resolve("regenerate.sh")).stream()
                .filter(line -> line.matches("run [a-z].*"))
                .map(line -> List.of(line.split(" ")))
                .map(words -> new Line(words.get(1), words.subList(2, words.size())))
                .toList();
    }

    @Test
    void everyStoredRunIsMadeByIt() throws IOException {
        Set<String> made = lines().stream().map(Line::name).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(RUNS)) {
            assertThat(files.filter(RunStore::isRun).map(run -> run.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(made);
        }
    }

    @Test
    void everyStoredFileBesideThemIsToo() throws IOException {
        List<String> script = Files.readAllLines(RUNS.resolve("regenerate.sh"));
        List<String> made = new ArrayList<>();
        for (String line : script) {
            if (line.matches("(pair|report) [a-z].*")) {
                String ending = line.startsWith("pair") ? ".csv" : ".html";
                made.add(line.substring(line.indexOf(' ') + 1) + "-unscaled-unit" + ending);
            }
        }
        try (Stream<Path> files = Files.list(RUNS)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.matches(".*\\.(csv|html)")))
                    .containsExactlyInAnyOrderElementsOf(made);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theStoredRunIsTheOneThatItAsksFor(Line line) throws Exception {
        RunSpec stored = RunStore.read(RUNS.resolve(line.name())).spec();
        assertThat(stored.model()).isEqualTo(line.arguments().getFirst());
        assertThat(stored.formats()).isEqualTo(line.values("--formats").getFirst());
        assertThat(stored.scheme())
                .isEqualTo(line.values("--scheme").stream().findFirst().orElse(""));
        for (String size : line.values("--set")) {
            String[] parts = size.split("=", 2);
            assertThat(stored.symbols()).containsEntry(parts[0], Double.parseDouble(parts[1]));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("lines")
    void smallItComputesToTheSameBytesTwice(Line line, @TempDir Path folder)
            throws WorkbenchException {
        List<String> command = new ArrayList<>(List.of("sample", line.model().toString()));
        sizes(line.model())
                .forEach(name -> command.addAll(List.of("--set", name + "=" + SMALL.get(name))));
        for (String option : List.of("--formats", "--scheme")) {
            line.values(option).forEach(value -> command.addAll(List.of(option, value)));
        }
        Path run = folder.resolve(line.name());
        command.addAll(List.of("--out", run.toString()));
        run(command);

        assertThat(run(List.of("replay", run.toString()))).contains("agree byte for byte");
        run(List.of("report", run.toString(), "-o", folder.resolve("report.html").toString()));
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
    }

    private static List<String> sizes(Path model) throws WorkbenchException {
        return JsonModels.sizeNames(model, JsonModels.read(model)).stream()
                .filter(SMALL::containsKey)
                .toList();
    }

    private static String run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Unitscope.run(
                        new Console(stream, stream, false, 100),
                        (model, symbols) -> 1,
                        arguments.toArray(String[]::new));
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
