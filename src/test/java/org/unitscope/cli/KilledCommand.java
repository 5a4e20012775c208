package org.unitscope.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.unitscope.run.RunStore;

/// A command that writes into a folder, and what can be seen of that from outside.
///
/// @param kills how often it is killed
/// @param line the command, with `DIR` for the folder
/// @param outputs files, or folders of runs, that it writes
record KilledCommand(int kills, String line, List<String> outputs) {
    private static final List<String> RUN_FILES =
            List.of(
                    "manifest.json",
                    "tensors.csv",
                    "histograms.csv",
                    "bins.csv",
                    "rewrite-log.json");

    static KilledCommand of(int kills, String line, String... outputs) {
        return new KilledCommand(kills, line, List.of(outputs));
    }

    List<String> arguments(Path folder) {
        return List.of(line.replace("DIR", folder.toString()).split(" "));
    }

    private static boolean isRunName(String output) {
        return !output.contains(".");
    }

    /// Whether the process can be seen to have begun to write, given the lengths of old files.
    boolean hasBegun(Path folder, long pid, Map<String, Long> old) {
        for (String output : outputs) {
            File file = folder.resolve(output).toFile();
            boolean begun =
                    isRunName(output)
                            ? new File(file, ".next." + pid + ".tmp").exists()
                                    || new File(file, ".next").exists()
                            : new File(file.getParent(), "." + output + "." + pid + ".tmp").length()
                                            > 0
                                    || file.length() != old.getOrDefault(output, 0L);
            if (begun) {
                return true;
            }
        }
        return false;
    }

    /// Whether all is in its place, given the lengths of new files.
    boolean hasEnded(Path folder, long pid, Map<String, Long> ended) {
        for (String output : outputs) {
            File file = folder.resolve(output).toFile();
            boolean there =
                    isRunName(output)
                            ? !hasBegun(folder, pid, ended)
                                    && new File(file, "manifest.json").exists()
                            : file.length() == ended.getOrDefault(output, 0L);
            if (!there) {
                return false;
            }
        }
        return true;
    }

    /// Lengths of the files, not of the runs.
    Map<String, Long> lengths(Path folder) {
        Map<String, Long> lengths = new TreeMap<>();
        for (String output : outputs) {
            if (!isRunName(output)) {
                lengths.put(output, folder.resolve(output).toFile().length());
            }
        }
        return lengths;
    }

    /// What a user of the folder sees, by the name of the file or run: of a run what opens, without
    /// when it was made; nothing of leftovers.
    static Map<String, Map<String, String>> seen(Path folder) throws Exception {
        Map<String, Map<String, String>> seen = new TreeMap<>();
        for (Path file : list(folder)) {
            String name = String.valueOf(file.getFileName());
            if (RunStore.isRun(file)) {
                seen.put(name, run(file));
            } else if (Files.isRegularFile(file) && !name.startsWith(".")) {
                seen.put(name, Map.of("", Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
        }
        return seen;
    }

    private static Map<String, String> run(Path folder) throws Exception {
        RunStore.read(folder); // it opens
        Map<String, String> texts = new TreeMap<>();
        for (String name : RUN_FILES) {
            Path file = RunStore.file(folder, name);
            if (Files.exists(file)) {
                texts.put(
                        name,
                        Files.readString(file)
                                .replaceAll("\"(started|elapsed_millis)\" : [^,\n]+", "$1"));
            }
        }
        return texts;
    }

    /// Files and folders with names of things that are being written.
    static List<Path> leftovers(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> String.valueOf(path.getFileName()).startsWith(".")).toList();
        }
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
