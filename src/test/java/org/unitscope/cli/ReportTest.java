package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunStore;

/// `report` on stored runs.
class ReportTest {
    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void storeRuns() throws IOException {
        store("a", 0x1p-20f, 0x1p-20f, 1);
        store("b", 1, 2, 3);
        Files.createDirectory(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/manifest.json"), "{\"spec\": {");
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("old.html"), "before");
    }

    private void store(String name, float... values) throws IOException {
        RunStore.write(
                RunFixtures.run(
                        "net",
                        RunFixtures.tensor("fc", "linear", Role.ACTIVATION_GRADIENT, 1, values)),
                folder.resolve(name));
    }

    private int report(String line) {
        out.reset();
        err.reset();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        110);
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        String[] words =
                Stream.concat(Stream.of("report"), Stream.of(line.split(" ", -1)))
                        .map(word -> word.replace("DIR", folder.toString()))
                        .toArray(String[]::new);
        return Unitscope.run(console, nowhere, words);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void writesEveryFormByItsEnding() throws IOException {
        assertThat(report("DIR/a DIR/b -o DIR/r.html --json DIR/r.json --csv DIR/r.csv")).isZero();
        assertThat(report("DIR/a DIR/b -o DIR/r.PDF")).isZero();
        assertThat(report("DIR/a -o DIR/r.md")).isZero();

        assertThat(Files.readString(folder.resolve("r.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("From A (a) to B (b), 1 tensor is fixed and none is broken")
                .contains("unitscope report a b -o report.html");
        assertThat(Files.readString(folder.resolve("r.json"))).startsWith("{\"command\":");
        assertThat(Files.readString(folder.resolve("r.csv"))).startsWith("run,tensor,role,");
        assertThat(Files.readAllBytes(folder.resolve("r.PDF"))).startsWith('%', 'P', 'D', 'F');
        assertThat(Files.readString(folder.resolve("r.md")))
                .startsWith("# net\n\n**1 of 1 tensors are not representable in their formats");
        assertThat(files())
                .containsExactly(
                        "a",
                        "b",
                        "broken",
                        "empty",
                        "old.html",
                        "r.PDF",
                        "r.csv",
                        "r.html",
                        "r.json",
                        "r.md");
    }

    @Test
    void darkIsAskedFor() throws IOException {
        assertThat(report("DIR/a -o DIR/light.html")).isZero();
        assertThat(report("DIR/a --dark -o DIR/dark.html")).isZero();

        assertThat(Files.readString(folder.resolve("light.html"))).contains("background:#ffffff");
        assertThat(Files.readString(folder.resolve("dark.html")))
                .contains("background:#0d1117")
                .doesNotContain("background:#ffffff");
    }

    @Test
    void writesOneChart() throws IOException {
        assertThat(report("DIR/a --chart histogram:fc:gA -o DIR/h.svg")).isZero();
        assertThat(report("DIR/a DIR/b --chart heatmap -o DIR/h.png")).isZero();

        assertThat(Files.readString(folder.resolve("h.svg")))
                .startsWith("<svg")
                .contains("flushed");
        assertThat(Files.size(folder.resolve("h.png"))).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIR/a -o DIR/r.docx|end the name in .html or .pdf or .md",
                "DIR/a -o DIR/report|end the name in .html or .pdf or .md",
                "DIR/a --chart heatmap -o DIR/h.html|end the name in .svg or .png",
                "DIR/a --chart heatmap|needs a file: -o FILE.svg or -o FILE.png",
                "DIR/a --chart pie -o DIR/h.svg|there is no chart 'pie'",
                "DIR/a|has nowhere to write to",
                "DIR/a -o DIR/no/r.html|there is no folder",
                "DIR/missing -o DIR/old.html|there is no such folder",
                "DIR/empty -o DIR/old.html|the file is missing",
                "DIR/broken -o DIR/old.html|not a manifest",
                "DIR/a DIR/broken -o DIR/old.html|not a manifest",
                "DIR/a DIR/a DIR/a DIR/a DIR/a DIR/a DIR/a -o DIR/old.html|takes at most 6 runs, got 7",
                "DIR/a DIR/b --map DIR/none.json -o DIR/old.html|none.json"
            })
    void badInputIsOneSentenceAndChangesNothing(String line, String sentence) throws IOException {
        List<String> before = files();

        assertThat(report(line)).isEqualTo(2);

        assertThat(err()).contains(sentence);
        assertThat(err().lines().count()).isEqualTo(1);
        assertThat(files()).isEqualTo(before);
        assertThat(Files.readString(folder.resolve("old.html"))).isEqualTo("before");
    }

    @Test
    void filesOfARunThatContradictEachOtherAreNamed() throws IOException {
        Files.writeString(folder.resolve("a/histograms.csv"), "tensor,role,octave,count\n");

        assertThat(report("DIR/a -o DIR/old.html")).isEqualTo(2);
        assertThat(err()).contains("bins.csv:2", "do not add up to the octaves of histograms.csv");
    }
}
