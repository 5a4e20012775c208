package org.unitscope.app.heatmap;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.theme.Palette;
import org.unitscope.app.theme.ScaleColors;

/// Draws half a cell, or a summary of many.
final class CellPainter {
    private static final Font NUMBER = Font.font(11);
    private static final double CLAMP = 6;
    private static final double BAND = 6;

    private final GraphicsContext pen;
    private final Palette palette;
    private final double range;
    private final TextFitter fitter;

    CellPainter(GraphicsContext pen, Palette palette, double range, TextFitter fitter) {
        this.pen = pen;
        this.palette = palette;
        this.range = range;
        this.fitter = fitter;
    }

    void draw(CellValue value, double x, double y, double width, double height) {
        switch (value) {
            case CellValue.Octaves octaves -> {
                Color fill = color(value);
                pen.setFill(fill);
                pen.fillRect(x, y, width, height);
                print(octaves.text(), ScaleColors.textOn(fill), x, y, width, height);
                markClamped(octaves.log2(), ScaleColors.textOn(fill), x, y, width, height);
            }
            case CellValue.NotFinite notFinite -> {
                pen.setFill(palette.overflow());
                pen.fillRect(x, y, width, height);
                print("× NaN", ScaleColors.textOn(palette.overflow()), x, y, width, height);
            }
            case CellValue.Missing missing -> hatch(x, y, width, height);
        }
    }

    /// The color of a value; that of no value for one that is missing.
    Color color(CellValue value) {
        return switch (value) {
            case CellValue.Octaves octaves -> palette.scale().at(octaves.log2() / range);
            case CellValue.NotFinite notFinite -> palette.overflow();
            case CellValue.Missing missing -> palette.border();
        };
    }

    private void markClamped(
            double log2, Color ink, double x, double y, double width, double height) {
        double right = x + width;
        pen.setFill(ink);
        if (log2 > range) {
            pen.fillPolygon(
                    new double[] {right - CLAMP, right, right}, new double[] {y, y, y + CLAMP}, 3);
        } else if (log2 < -range) {
            double bottom = y + height;
            pen.fillPolygon(
                    new double[] {right - CLAMP, right, right},
                    new double[] {bottom, bottom, bottom - CLAMP},
                    3);
        }
    }

    /// Lines at 45 degrees: there is no number here.
    void hatch(double x, double y, double width, double height) {
        pen.save();
        pen.beginPath();
        pen.rect(x, y, width, height);
        pen.clip();
        pen.setStroke(palette.other());
        pen.setLineWidth(0.7);
        for (double start = x - height; start < x + width; start += 6) {
            pen.strokeLine(start, y + height, start + height, y);
        }
        pen.restore();
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    }

    /// The range of many values in words, and below it one slice of color per value.
    void drawSummary(List<CellValue> values, double x, double y, double width, double height) {
        if (values.isEmpty()) {
            return;
        }
        double slice = width / values.size();
        for (int i = 0; i < values.size(); i++) {
            double left = Math.floor(x + i * slice);
            pen.setFill(color(values.get(i)));
            pen.fillRect(left, y + height - BAND, Math.ceil(x + (i + 1) * slice) - left, BAND);
        }
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeRect(x + 0.5, y + height - BAND + 0.5, width - 1, BAND - 1);
        print(Summary.of(values).text(), palette.text(), x, y - 1, width, height - BAND);
    }

    private void print(String text, Color ink, double x, double y, double width, double height) {
        if (width < 26 || fitter.width(text, NUMBER) > width - 2) {
            return;
        }
        pen.setFont(NUMBER);
        pen.setFill(ink);
        pen.setTextAlign(TextAlignment.CENTER);
        pen.setTextBaseline(VPos.CENTER);
        pen.fillText(text, x + width / 2, y + height / 2);
    }
}
