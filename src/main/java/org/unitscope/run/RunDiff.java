package org.unitscope.run;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What differs between a stored run and the same run computed again, cell by cell as text.
///
/// @param differences in file order: `spec`, then tensors, then histograms
public record RunDiff(List<Difference> differences) {
    /// Copies the list.
    public RunDiff {
        differences = List.copyOf(differences);
    }

    /// One cell, or a whole row where one side has none.
    ///
    /// @param row tensor and role, or the file for a difference outside a table
    public record Difference(String row, String column, String stored, String recomputed) {}

    /// Whether both are byte for byte the same.
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /// Compares a run folder with a run in memory, in the version of the folder.
    ///
    /// @throws RunFormatException if the folder is no run
    /// @throws IOException if a file cannot be read
    public static RunDiff of(Path folder, RunRecord computed)
            throws RunFormatException, IOException {
        RunRecord stored = RunStore.read(folder);
        RunRecord again = computed.ofSchema(stored.spec().schemaVersion());
        List<Difference> differences = new ArrayList<>();
        String storedSpec = RunFiles.spec(stored.spec());
        String spec = RunFiles.spec(again.spec());
        if (!storedSpec.equals(spec)) {
            compareLines(storedSpec, spec, differences);
        }
        compare(folder, RunFiles.TENSORS, RunFiles.tensors(again), differences);
        compare(folder, RunFiles.HISTOGRAMS, RunFiles.histograms(again), differences);
        if (stored.spec().schemaVersion() > 1) {
            compare(folder, RunFiles.BINS, RunFiles.bins(again), differences);
        }
        return new RunDiff(differences);
    }

    private static void compareLines(String stored, String again, List<Difference> differences) {
        List<String> left = stored.lines().toList();
        List<String> right = again.lines().toList();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String a = i < left.size() ? left.get(i).strip() : "";
            String b = i < right.size() ? right.get(i).strip() : "";
            if (!a.equals(b)) {
                differences.add(new Difference("spec", "line " + (i + 1), a, b));
            }
        }
    }

    private static void compare(
            Path folder, String file, String again, List<Difference> differences)
            throws IOException {
        String stored = Files.readString(RunStore.file(folder, file));
        if (stored.equals(again)) {
            return;
        }
        int before = differences.size();
        List<List<String>> left = rows(stored);
        List<List<String>> right = rows(again);
        List<String> heads = right.getFirst();
        for (int row = 0; row < Math.max(left.size(), right.size()); row++) {
            List<String> a = row < left.size() ? left.get(row) : List.of();
            List<String> b = row < right.size() ? right.get(row) : List.of();
            compareRow(heads, a, b, differences);
        }
        if (differences.size() == before) {
            differences.add(new Difference(file, "bytes", "other line ends or quotes", ""));
        }
    }

    private static void compareRow(
            List<String> heads, List<String> a, List<String> b, List<Difference> differences) {
        List<String> named = a.size() > 1 ? a : b;
        String name = named.size() > 1 ? named.get(0) + " " + named.get(1) : "row";
        for (int column = 0; column < Math.max(a.size(), b.size()); column++) {
            String left = column < a.size() ? a.get(column) : "";
            String right = column < b.size() ? b.get(column) : "";
            if (!left.equals(right)) {
                String head = column < heads.size() ? heads.get(column) : "column " + column;
                differences.add(new Difference(name, head, left, right));
            }
        }
    }

    private static List<List<String>> rows(String text) throws IOException {
        try (var reader = CsvReader.builder().ofCsvRecord(text)) {
            return reader.stream().map(row -> List.copyOf(row.getFields())).toList();
        }
    }
}
