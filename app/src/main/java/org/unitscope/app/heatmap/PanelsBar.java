package org.unitscope.app.heatmap;

import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Palette;

/// The one key to the colors of several heatmaps: scales above the bar, differences below it.
final class PanelsBar extends Region {
    private static final double HEIGHT = 54;
    private static final double TOP = 20;
    private static final double BAR = 13;
    private static final double MARGIN = 150;
    private static final Font SMALL = Font.font(10.5);

    private final Canvas canvas = new Canvas();

    PanelsBar() {
        getChildren().add(canvas);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setMinWidth(0);
    }

    /// @param scales the panel whose range is written above
    /// @param difference the panel whose range is written below
    void paint(Palette palette, HeatmapPanel scales, HeatmapPanel difference, double width) {
        canvas.setWidth(width);
        canvas.setHeight(HEIGHT);
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.setFill(palette.background());
        pen.fillRect(0, 0, width, HEIGHT);
        double bar = Math.clamp(width * 0.42, 160, 400);
        for (int x = 0; x < bar; x++) {
            pen.setFill(palette.scale().at(2 * (x + 0.5) / bar - 1));
            pen.fillRect(MARGIN + x, TOP, 1, BAR);
        }
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeRect(MARGIN + 0.5, TOP + 0.5, bar - 1, BAR - 1);
        ticks(pen, palette, scales.range(), bar, TOP - 9);
        ticks(pen, palette, difference.range(), bar, TOP + BAR + 9);
        pen.setTextAlign(TextAlignment.RIGHT);
        pen.setFill(palette.text());
        pen.fillText("log₂ RMS of A, B", MARGIN - 22, TOP - 9);
        pen.fillText("B − A in octaves", MARGIN - 22, TOP + BAR + 9);
        double left = MARGIN + bar + 26;
        new CellPainter(pen, palette, 1, new TextFitter()).hatch(left, TOP - 15, 16, 12);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setFill(palette.mutedText());
        pen.setFont(SMALL);
        pen.setTextBaseline(VPos.CENTER);
        pen.fillText("not in the run, or no number", left + 22, TOP - 9);
        pen.fillText("◥ ◢ beyond the range", left, TOP + BAR + 9);
    }

    private static void ticks(
            GraphicsContext pen, Palette palette, double range, double bar, double y) {
        pen.setFont(SMALL);
        pen.setFill(palette.mutedText());
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.CENTER);
        for (int step = -4; step <= 4; step++) {
            double octaves = step / 4.0 * range;
            int decimals = octaves == Math.rint(octaves) ? 0 : octaves * 2 % 1 == 0 ? 1 : 2;
            pen.fillText(NumberText.signed(octaves, decimals), MARGIN + (step + 4) / 8.0 * bar, y);
        }
    }
}
