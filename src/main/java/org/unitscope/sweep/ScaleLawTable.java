package org.unitscope.sweep;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Scale laws as CSV: a row per law, `\n`, numbers the shortest decimal that reads back as the same
/// double. An empty cell means that there is no such number.
public final class ScaleLawTable {
    /// Column heads before those of the points, which read `rms width=256`.
    public static final List<String> COLUMNS =
            List.of(
                    "tensor",
                    "role",
                    "exponent",
                    "deviation_octaves",
                    "upper_exponent",
                    "predicted_basis");

    private ScaleLawTable() {}

    /// All of them.
    public static String csv(ScaleLaws laws) {
        return csv(laws, laws.laws());
    }

    /// Some of them.
    public static String csv(ScaleLaws laws, List<ScaleLaw> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> head = new ArrayList<>(COLUMNS);
            for (SweepPoint.Predicted point : laws.predicted()) {
                head.add("rms " + laws.range().name() + "=" + SweepRange.plain(point.size()));
            }
            csv.writeRecord(head);
            rows.forEach(law -> csv.writeRecord(row(laws, law)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.toString();
    }

    private static List<String> row(ScaleLaws laws, ScaleLaw law) {
        List<String> cells = new ArrayList<>();
        cells.add(law.path());
        cells.add(law.key().role().symbol());
        cells.add(law.fit().map(fit -> Double.toString(fit.exponent())).orElse(""));
        cells.add(law.fit().map(fit -> Double.toString(fit.deviation())).orElse(""));
        cells.add(law.fit().map(fit -> Double.toString(fit.upperExponent())).orElse(""));
        cells.add(law.basis().title());
        for (SweepPoint.Predicted point : laws.predicted()) {
            cells.add(
                    law.points().stream()
                            .filter(at -> at.size() == point.size())
                            .findFirst()
                            .map(at -> Double.toString(at.rms()))
                            .orElse(""));
        }
        return cells;
    }
}
