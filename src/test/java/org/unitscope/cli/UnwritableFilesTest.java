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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every command that writes says in one sentence what cannot be written, why, and what to do, and
/// leaves what was there.
class UnwritableFilesTest {
    private static final String RUN = "../sample-runs/mlp-fp8";
    private static final String MODEL =
            "../model-zoo/mlp.json --set batch=2 --set width=16 --set features=8";

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static List<String> commands() {
        return List.of(
                MODEL + " --out FILE.html",
                "sample " + MODEL + " --html FILE.html",
                "analyze " + MODEL + " --html FILE.html",
                "analyze ../model-zoo/mlp.json --sweep width=4..8 --csv FILE.csv",
                "report " + RUN + " -o FILE.html",
                "report " + RUN + " -o FILE.pdf",
                "report " + RUN + " -o FILE.md",
                "report " + RUN + " --json FILE.json",
                "report " + RUN + " --csv FILE.csv",
                "report " + RUN + " --chart heatmap -o FILE.svg",
                "report " + RUN + " --chart heatmap -o FILE.png",
                "rewrite " + MODEL + " -o FILE.json",
                "rewrite " + MODEL + " --factors FILE.csv",
                "plan " + MODEL + " --formats fp8 -o FILE.json",
                "plan " + MODEL + " --formats fp8 --patch FILE.json",
                "check " + RUN + " --policy POLICY --junit FILE.xml",
                "check " + RUN + " --policy POLICY --markdown FILE.md",
                "check " + RUN + " --policy POLICY --json FILE.json",
                "export " + RUN + " --netron FILE.json",
                "export " + RUN + " --model-explorer FILE.json",
                "export " + RUN + " --model-explorer-graph FILE.json",
                "variant " + MODEL + " -o FILE.json",
                "derive x*sigmoid(x) --samples 1000 --name f --out FILE.json",
                "compare " + RUN + " " + RUN + " --csv FILE.csv",
                "accuracy " + MODEL + " --seeds 1..2 --out FILE.md");
    }

    private int run(String line) {
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
        String policy = "../sample-runs/policies/fp8-representable.json";
        return Unitscope.run(console, nowhere, line.replace("POLICY", policy).split(" "));
    }

    /// The one line that says what is wrong.
    private String complaint() {
        List<String> lines =
                err.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("cannot"))
                        .toList();
        assertThat(lines).as("%s", err).hasSize(1);
        return lines.getFirst();
    }

    private static String file(String line, Path file) {
        return line.replace("FILE", file.toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    /// A name that no disk takes: found by trying it, before the work.
    @ParameterizedTest
    @MethodSource("commands")
    void aFileThatCannotBeMadeIsRefusedBeforeTheWork(String line) throws IOException {
        Path file = folder.resolve("x".repeat(300));

        assertThat(run(file(line, file))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint()).contains("'" + file).contains("too long").contains(": '");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(names()).isEmpty();
    }

    /// What is found when the bytes are written goes through the same place.
    @ParameterizedTest
    @MethodSource("commands")
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaid(String line) throws IOException {
        String ending = line.replaceFirst(".*FILE(\\.\\w+).*", "$1");
        Path file = folder.resolve("full");
        Path link = Files.createSymbolicLink(folder.resolve("full" + ending), Path.of("/dev/full"));

        assertThat(run(file(line, file))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .isEqualTo(
                        "unitscope: '%s' cannot be written: no space is left on the disk; free some, or name a place on another disk"
                                .formatted(link));
        assertThat(link).isSymbolicLink();
        assertThat(names()).containsExactly("full" + ending);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIR/no/x.html|there is no folder 'DIR/no'; make it first",
                "DIR/old.html/x.html|'DIR/old.html' is a file and can hold none; name a folder",
                "DIR/folder.html|it is a folder; name a file in it"
            })
    void aPlaceThatIsNoneIsSaid(String given) throws IOException {
        Files.writeString(folder.resolve("old.html"), "old");
        Files.createDirectory(folder.resolve("folder.html"));
        String[] parts = given.replace("DIR", folder.toString()).split("\\|", -1);

        assertThat(run("report " + RUN + " -o " + parts[0])).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .isEqualTo(
                        "unitscope: -o: '%s' cannot be written: %s".formatted(parts[0], parts[1]));
        assertThat(Files.readString(folder.resolve("old.html"))).isEqualTo("old");
        assertThat(names()).containsExactly("folder.html", "old.html");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTakesNoFilesIsSaid() {
        assertThat(run("report " + RUN + " -o /proc/x.html")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .isEqualTo(
                        "unitscope: -o: '/proc/x.html' cannot be written: the folder '/proc' takes no new files; name another folder");
        assertThat(run("sample " + MODEL + " --out /proc/run")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .contains("--out: '/proc/run' cannot be written: the folder '/proc'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "analyze"})
    void aRunFolderThatCannotBeMadeIsSaid(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        for (Path run : List.of(file, file.resolve("run"), file.resolve("a/b"))) {
            assertThat(run(command + " " + MODEL + " --out " + run)).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(complaint())
                    .isEqualTo(
                            "unitscope: --out: '%s' cannot be written: '%s' is a file and can hold none; name a folder"
                                    .formatted(run, file));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(names()).containsExactly("file");
        assertThat(Files.readString(file)).isEqualTo("old");
    }

    @Test
    void aFolderOfModelsThatIsAFileIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        assertThat(run("accuracy --random 1 --seeds 1..2 --keep " + file))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .isEqualTo(
                        "unitscope: --keep: '%s' cannot be written: '%s' is a file and can hold none; name a folder"
                                .formatted(file, file));
    }

    @Test
    void aFileThatIsReadSaysSoToo() {
        assertThat(run("compare " + RUN + " " + RUN + " --map " + folder.resolve("none.json")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(complaint())
                .endsWith("none.json' cannot be used: there is no such file; check the name");
    }
}
