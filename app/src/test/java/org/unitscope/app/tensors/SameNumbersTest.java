package org.unitscope.app.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.details.DetailRow;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.text.NumberText;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// The window shows the numbers that stand in `tensors.csv`, read here as a file, for every tensor
/// of a run. HTML, PDF, Markdown, JSON and CSV are held against that file in the engine's tests.
class SameNumbersTest {
    @TempDir private Path folder = Path.of("");

    private RunRecord opened(Path run) {
        Workbench workbench =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        workbench.openRun(run);
        return workbench.runProperty().get().orElseThrow();
    }

    private static Map<String, NamedCsvRecord> rows(Path run) throws IOException {
        Map<String, NamedCsvRecord> rows = new HashMap<>();
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(run.resolve("tensors.csv"))) {
            reader.forEach(
                    row -> rows.put(row.getField("tensor") + " " + row.getField("role"), row));
        }
        return rows;
    }

    private static String number(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty()
                ? NumberText.NOT_COMPUTED
                : NumberText.number(Double.parseDouble(cell));
    }

    private static String percent(NamedCsvRecord row, String column) {
        return NumberText.percent(Double.parseDouble(row.getField(column)));
    }

    private static String column(TensorRecord tensor, String title) {
        return TensorColumn.ALL.stream()
                .filter(column -> column.title().equals(title))
                .findFirst()
                .orElseThrow()
                .text()
                .apply(tensor);
    }

    private static String detail(TensorRecord tensor, String name) {
        return DetailRow.ALL.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text()
                .apply(tensor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample-runs/mlp-fp8",
                "../sample-runs/gpt-mini-fp16-unit",
                "../sample-runs/bert-base-fp8-unscaled"
            })
    void theWindowShowsTheNumbersOfTheFile(String stored) throws IOException {
        Path path = Path.of(stored);
        Map<String, NamedCsvRecord> rows = rows(path);
        List<TensorRecord> tensors = opened(path).tensors();
        assertThat(tensors).hasSameSizeAs(rows.values());
        for (TensorRecord tensor : tensors) {
            NamedCsvRecord row =
                    Objects.requireNonNull(
                            rows.get(tensor.path() + " " + tensor.key().role().symbol()));
            assertThat(
                            List.of(
                                    column(tensor, "Predicted"),
                                    column(tensor, "Sampled"),
                                    column(tensor, "Std. error"),
                                    column(tensor, "Largest"),
                                    column(tensor, "Flushed"),
                                    column(tensor, "Overflow"),
                                    column(tensor, "Judged in"),
                                    detail(tensor, "predicted mean"),
                                    detail(tensor, "sampled mean"),
                                    detail(tensor, "predicted std"),
                                    detail(tensor, "sampled std"),
                                    detail(tensor, "smallest |x| > 0")))
                    .as(tensor.key().toString())
                    .containsExactly(
                            number(row, "predicted_rms"),
                            number(row, "measured_rms"),
                            number(row, "measured_standard_error"),
                            number(row, "amax"),
                            percent(row, "underflow_fraction"),
                            percent(row, "overflow_fraction"),
                            row.getField("format"),
                            number(row, "predicted_mean"),
                            number(row, "measured_mean"),
                            number(row, "predicted_std"),
                            number(row, "measured_std"),
                            number(row, "min_nonzero"));
            assertThat(column(tensor, "Verdict")).endsWith(row.getField("verdict"));
        }
    }
}
