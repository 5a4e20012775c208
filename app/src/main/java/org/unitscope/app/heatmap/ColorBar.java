package org.unitscope.app.heatmap;

import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Palette;

/// The key to the colors: always visible under the heatmap.
final class ColorBar extends Region {
    private static final double HEIGHT = 46;
    private static final Font SMALL = Font.font(10.5);

    private final Canvas canvas = new Canvas();

    ColorBar() {
        getChildren().add(canvas);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setMinWidth(0);
    }

    void paint(Palette palette, HeatmapMode mode, double width) {
        canvas.setWidth(width);
        canvas.setHeight(HEIGHT);
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.setFill(palette.background());
        pen.fillRect(0, 0, width, HEIGHT);
        double bar = Math.clamp(width * 0.45, 200, 420);
        double left = 16;
        for (int x = 0; x < bar; x++) {
            pen.setFill(palette.scale().at(2 * (x + 0.5) / bar - 1));
            pen.fillRect(left + x, 6, 1, 14);
        }
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeRect(left + 0.5, 6.5, bar - 1, 13);
        ticks(pen, palette, mode, left, bar);
        legend(pen, palette, mode, left + bar + 24, width);
    }

    private static void ticks(
            GraphicsContext pen, Palette palette, HeatmapMode mode, double left, double bar) {
        pen.setFont(SMALL);
        pen.setFill(palette.mutedText());
        pen.setTextBaseline(VPos.TOP);
        pen.setTextAlign(TextAlignment.CENTER);
        for (int step = -4; step <= 4; step++) {
            double x = left + (step + 4) / 8.0 * bar;
            pen.strokeLine(Math.floor(x) + 0.5, 20, Math.floor(x) + 0.5, 23);
            double octaves = step / 4.0 * mode.range();
            pen.fillText(tick(mode, octaves), x, 26);
        }
    }

    private static String tick(HeatmapMode mode, double octaves) {
        if (mode != HeatmapMode.DEVIATION) {
            return NumberText.signed(octaves, 0);
        }
        double percent = 100 * (StrictMath.pow(2, octaves) - 1);
        return octaves == 0 ? "0 %" : NumberText.signed(percent, 0);
    }

    private static void legend(
            GraphicsContext pen, Palette palette, HeatmapMode mode, double left, double width) {
        boolean deviation = mode == HeatmapMode.DEVIATION;
        String quantity =
                deviation ? "sampled over predicted RMS, in %" : "log₂ RMS; 0 is unit scale";
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setTextBaseline(VPos.CENTER);
        pen.setFill(palette.text());
        pen.fillText(quantity, left, 13, Math.max(10, width - left - 4));
        double next = left;
        pen.save();
        new CellPainter(pen, palette, 1, new TextFitter()).hatch(next, 26, 16, 12);
        pen.restore();
        pen.setFill(palette.mutedText());
        pen.fillText(
                "not computed     ◥ ◢ beyond the range",
                next + 22,
                32,
                Math.max(10, width - next - 26));
    }
}
