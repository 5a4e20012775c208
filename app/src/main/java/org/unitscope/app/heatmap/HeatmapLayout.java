package org.unitscope.app.heatmap;

import java.util.Optional;
import org.unitscope.graph.Role;

/// Where things are on the heatmap's canvas, in pixels.
///
/// @param width of the canvas
/// @param height of the canvas
/// @param rows number of rows, visible or not
/// @param offset how far the rows are scrolled up
record HeatmapLayout(double width, double height, int rows, double offset) {
    static final double ROW = 24;
    static final double HEAD = 44;
    static final double STRIP = 18;
    static final double VERDICT = 108;
    private static final double GAP = 3;

    double labelWidth() {
        return Math.clamp(0.25 * width, 110, 300);
    }

    boolean showsVerdict() {
        return width > 520;
    }

    double columnWidth() {
        double taken = labelWidth() + (showsVerdict() ? VERDICT : 0) + STRIP;
        return Math.max(30, Math.floor((width - taken) / Role.values().length));
    }

    double columnLeft(int column) {
        return labelWidth() + column * columnWidth();
    }

    double cellWidth() {
        return columnWidth() - GAP;
    }

    double verdictLeft() {
        return columnLeft(Role.values().length) + 4;
    }

    double stripLeft() {
        return width - STRIP + 4;
    }

    double rowTop(int row) {
        return HEAD + row * ROW - offset;
    }

    double viewport() {
        return Math.max(0, height - HEAD);
    }

    double maxOffset() {
        return Math.max(0, rows * ROW - viewport());
    }

    int firstRow() {
        return Math.clamp((long) Math.floor(offset / ROW), 0, Math.max(0, rows - 1));
    }

    int lastRow() {
        return Math.min(rows - 1, (int) Math.floor((offset + viewport()) / ROW));
    }

    /// The row under a point; -1 for the head and below the last.
    int rowAt(double y) {
        int row = (int) Math.floor((y - HEAD + offset) / ROW);
        return y < HEAD || row >= rows ? -1 : row;
    }

    Optional<Role> roleAt(double x) {
        int column = (int) Math.floor((x - labelWidth()) / columnWidth());
        boolean inside = x >= labelWidth() && column < Role.values().length;
        return inside ? Optional.of(Role.values()[column]) : Optional.empty();
    }

    boolean onStrip(double x, double y) {
        return x >= stripLeft() - 4 && y > HEAD;
    }

    /// The offset that brings a row into view with the least movement.
    double offsetToShow(int row) {
        double top = row * ROW;
        double least = top + ROW - viewport();
        double moved = offset > top ? top : Math.max(offset, least);
        return Math.clamp(moved, 0, maxOffset());
    }
}
