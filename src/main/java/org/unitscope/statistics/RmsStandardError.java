package org.unitscope.statistics;

import java.util.OptionalDouble;

/// Standard error of the RMS of a tensor that was drawn once.
///
/// The elements of an activation or a gradient are not independent: those of one sample share its
/// input, those of one feature share its weights. So the variance of the mean square `m` is
/// estimated from two-way clusters, the index on the leading axis (rows) and the index on the last
/// axis (columns): with `u = x^2 - m` and `S` the sum of `u` over a cluster,
///
/// `V = V_rows + V_columns - V_cells`, each `G / (G - 1) * sum(S^2) / N^2` over its `G` clusters,
///
/// cells being the pairs of row and column, which hold the elements along the axes between. `V` is
/// at least `V_cells`, so it is never negative. The standard error is `sqrt(V) / (2 * RMS)`.
///
/// Assumptions: many rows and columns; with few the estimate itself is uncertain by about `1 /
/// sqrt(2 (G - 1))`. It speaks of drawing the rows and columns of *this* tensor again. What the
/// tensor inherits as a whole, such as the scale that the drawn weights upstream happen to have, is
/// the same in every element, leaves no trace in one draw and is not in it.
///
/// Source: Cameron, Gelbach, Miller, "Robust Inference with Multiway Clustering", Journal of
/// Business & Economic Statistics 29(2), 2011, equation 2.10 with their correction for few
/// clusters.
public final class RmsStandardError {
    private final float[] values;
    private final int rows;
    private final int columns;

    private final double[] columnSums;
    private double rowSquares;
    private double cellSquares;
    private double elementSquares;
    private long finite;
    private double mean;

    private RmsStandardError(float[] values, int rows, int columns) {
        this.values = values;
        this.rows = rows;
        this.columns = columns;
        columnSums = new double[columns];
    }

    /// The standard error of the RMS of the finite elements.
    ///
    /// Where one axis has fewer than two indices the other alone gives the clusters, and where
    /// neither has two, each element is its own. Empty if there are fewer than two finite elements;
    /// zero if all magnitudes are the same. One thread, one fixed order of summation.
    ///
    /// @param values elements, row-major `[rows, ..., columns]`
    /// @param rows extent of the leading axis; for a vector its length, with one column
    /// @param columns extent of the last axis
    /// @throws IllegalArgumentException if `rows * columns` does not divide the number of elements
    public static OptionalDouble of(float[] values, int rows, int columns) {
        long cells = (long) rows * columns;
        if (rows < 1 || columns < 1 || values.length % cells != 0) {
            throw new IllegalArgumentException(
                    "RMS standard error: rows times columns must divide the element count, got %d x %d for %d elements."
                            .formatted(rows, columns, values.length));
        }
        return new RmsStandardError(values, rows, columns).estimate();
    }

    private OptionalDouble estimate() {
        findMean();
        if (finite < 2) {
            return OptionalDouble.empty();
        }
        sumClusters();
        double rms = Math.sqrt(mean);
        double variance = variance();
        return OptionalDouble.of(variance == 0 ? 0 : Math.sqrt(variance) / (2 * rms));
    }

    private void findMean() {
        double sum = 0;
        for (float x : values) {
            if (Float.isFinite(x)) {
                sum += (double) x * x;
                finite++;
            }
        }
        mean = sum / finite;
    }

    private void sumClusters() {
        int rowLength = values.length / rows;
        double[] cells = new double[columns];
        for (int row = 0; row < rows; row++) {
            for (int start = row * rowLength; start < (row + 1) * rowLength; start += columns) {
                addDeviations(cells, start);
            }
            double rowSum = 0;
            for (int column = 0; column < columns; column++) {
                double cell = cells[column];
                rowSum += cell;
                cellSquares += cell * cell;
                columnSums[column] += cell;
                cells[column] = 0;
            }
            rowSquares += rowSum * rowSum;
        }
    }

    private void addDeviations(double[] cells, int start) {
        for (int column = 0; column < columns; column++) {
            double x = values[start + column];
            double deviation = Math.abs(x) <= Float.MAX_VALUE ? x * x - mean : 0;
            cells[column] += deviation;
            elementSquares += deviation * deviation;
        }
    }

    private double variance() {
        long groups = (long) rows * columns;
        if (groups < 2) {
            return corrected(elementSquares, finite);
        }
        double cells = corrected(cellSquares, groups);
        if (rows < 2 || columns < 2) {
            return cells;
        }
        double columnSquares = 0;
        for (double columnSum : columnSums) {
            columnSquares += columnSum * columnSum;
        }
        double both = corrected(rowSquares, rows) + corrected(columnSquares, columns);
        return Math.max(both - cells, cells);
    }

    private double corrected(double squares, long groups) {
        double total = (double) finite;
        return groups / (groups - 1.0) * squares / total / total;
    }
}
