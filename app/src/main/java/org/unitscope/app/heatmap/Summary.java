package org.unitscope.app.heatmap;

import java.util.List;
import org.unitscope.app.text.NumberText;

/// The range of the cells of a folded block.
///
/// @param low text of the smallest value, empty if no value is a number
/// @param high text of the largest value
/// @param numbers how many of the values are numbers
/// @param total how many there are
record Summary(String low, String high, int numbers, int total) {
    static Summary of(List<CellValue> values) {
        String low = "";
        String high = "";
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int numbers = 0;
        for (CellValue value : values) {
            if (value instanceof CellValue.Octaves octaves) {
                numbers++;
                if (low.isEmpty() || octaves.log2() < least) {
                    least = octaves.log2();
                    low = octaves.text();
                }
                if (high.isEmpty() || octaves.log2() > most) {
                    most = octaves.log2();
                    high = octaves.text();
                }
            }
        }
        return new Summary(low, high, numbers, values.size());
    }

    /// `−4.5 … +0.1`, one number if they are equal, a dash if there is none.
    String text() {
        if (numbers == 0) {
            return NumberText.NOT_COMPUTED;
        }
        return low.equals(high) ? low : low.replace(" %", "") + " … " + high;
    }
}
