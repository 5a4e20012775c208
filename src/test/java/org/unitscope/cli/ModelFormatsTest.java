package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that keeps its readout out of FP8.
class ModelFormatsTest {
    private static final String MODEL =
            """
            { "format": "unitscope-model", "version": 1, "name": "m",
              "inputs": { "x": { "shape": [8, 16], "law": { "normal": { "std": 1 } } },
                          "t": { "shape": [8], "indices": { "uniform": { "bound": 4 } } } },
              "nodes": [
                { "id": "fc", "op": "linear", "inputs": ["x"],
                  "weights": { "weight": { "shape": [16, 16], "law": { "he": {} } } } },
                { "id": "out", "op": "linear", "inputs": ["fc"], "note": "kept in BF16",
                  "weights": { "weight": { "shape": [4, 16], "law": { "he": {} } } },
                  "formats": { "input": "none", "weight": "bf16", "gradient": "none" } },
                { "id": "loss", "op": "cross_entropy", "inputs": ["out", "t"] } ],
              "loss": "loss" }
            """;

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Unitscope.run(
                new Console(stream, stream, false, 100), (model, symbols) -> 1, arguments);
    }

    private String model(String text) throws IOException {
        return Files.writeString(folder.resolve("m.json"), text).toString();
    }

    private static String applied(Path run, String tensor, String role) throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(run.resolve("tensors.csv"))) {
            return rows.stream()
                    .filter(row -> row.getField("tensor").equals(tensor))
                    .filter(row -> row.getField("role").equals(role))
                    .map(row -> row.getField("applied_format"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void theModelsExceptionsHoldAndAreRecorded() throws IOException {
        Path kept = folder.resolve("run");
        String model = model(MODEL);

        assertThat(run("sample", model, "--formats", "fp8", "--out", kept.toString())).isZero();
        assertThat(applied(kept, "fc.weight", "W")).isEqualTo("fp8_e4m3fn");
        assertThat(applied(kept, "out.weight", "W")).isEqualTo("bf16");
        assertThat(applied(kept, "out", "gA")).isEmpty();
        assertThat(Files.readString(kept.resolve("manifest.json")))
                .contains("fp8,out:linear/input=none,out:linear/weight=bf16");
        assertThat(run("replay", kept.toString())).isZero();
    }

    @Test
    void whatTheRunAsksForWins() throws IOException {
        Path kept = folder.resolve("run");
        String recipe = "fp8,out:linear/weight=e5m2";

        assertThat(run("sample", model(MODEL), "--formats", recipe, "--out", kept.toString()))
                .isZero();
        assertThat(applied(kept, "out.weight", "W")).isEqualTo("fp8_e5m2");
    }

    @Test
    void aMistakeIsSaidOfTheModel() throws IOException {
        assertThat(run("analyze", model(MODEL.replace("bf16", "bf17")))).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("m.json: formats", "out:linear/weight=bf17", "bf16");
    }

    @Test
    void theNoteIsBesideTheExplanation() throws IOException {
        assertThat(run("explain", model(MODEL), "out")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("note of the model: kept in BF16");
    }
}
