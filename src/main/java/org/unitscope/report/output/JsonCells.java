package org.unitscope.report.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.unitscope.comparison.ComparisonTable;
import org.unitscope.run.TensorRecord;
import org.unitscope.run.TensorTable;

/// Rows of tables as JSON objects: the cells under their column names, numbers as numbers, what
/// there is not left out. JSON has no infinity and no NaN: those are words.
public final class JsonCells {
    private static final List<String> TEXT =
            List.of(
                    "tensor",
                    "role",
                    "node",
                    "op",
                    "shape",
                    "format",
                    "applied_format",
                    "verdict",
                    "predicted_basis",
                    "predicted_verdict",
                    "not_predicted_because");

    private JsonCells() {}

    /// A row of `tensors.csv`.
    ///
    /// @param version of the layout
    public static Map<String, Object> tensor(TensorRecord tensor, int version) {
        Map<String, Object> cells = new LinkedHashMap<>();
        List<String> row = TensorTable.row(tensor, version);
        for (int i = 0; i < row.size(); i++) {
            String column = TensorTable.COLUMNS.get(i);
            if (!row.get(i).isEmpty()) {
                cells.put(column, TEXT.contains(column) ? row.get(i) : number(row.get(i)));
            }
        }
        return cells;
    }

    private static Object number(String cell) {
        if (cell.endsWith("Infinity") || cell.equals("NaN")) {
            return cell;
        }
        boolean whole = cell.matches("-?\\d+");
        return whole ? (Object) Long.valueOf(cell) : (Object) Double.valueOf(cell);
    }

    /// A row of [ComparisonTable], without the names of the runs.
    public static Map<String, Object> pair(List<String> row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String column = ComparisonTable.COLUMNS.get(i);
            if (!row.get(i).isEmpty() && !column.startsWith("run_")) {
                cells.put(
                        column,
                        ComparisonTable.isNumber(column)
                                ? number(Double.parseDouble(row.get(i)))
                                : row.get(i));
            }
        }
        return cells;
    }

    /// A number, or the word for it.
    public static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : (Object) Double.toString(value);
    }

    /// Puts a number that there may not be.
    static void put(Map<String, Object> into, String name, OptionalDouble value) {
        value.ifPresent(number -> into.put(name, number(number)));
    }
}
