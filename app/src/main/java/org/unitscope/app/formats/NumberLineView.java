package org.unitscope.app.formats;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.theme.Palette;
import org.unitscope.app.theme.ThemeModel;

/// Draws a number line.
final class NumberLineView extends Region {
    private static final double MARGIN = 14;
    private static final double HEIGHT = 62;
    private static final double BASE = 36;

    private final Canvas canvas = new Canvas();
    private final ThemeModel themes;
    private Optional<NumberLine> line = Optional.empty();

    NumberLineView(ThemeModel themes) {
        this.themes = themes;
        setAccessibleText("Number line of the format");
        setMinSize(0, HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        getChildren().add(canvas);
        themes.themeProperty().subscribe(theme -> draw());
    }

    void show(Optional<NumberLine> shown) {
        line = shown;
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        Palette palette = themes.palette();
        double width = canvas.getWidth() - 2 * MARGIN;
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (width <= 0 || line.isEmpty()) {
            return;
        }
        pen.setStroke(palette.mutedText());
        pen.setLineWidth(1);
        pen.strokeLine(MARGIN, BASE + 0.5, MARGIN + width, BASE + 0.5);
        for (NumberLine.Mark mark : line.get().marks()) {
            Color color = mark.subnormal() ? palette.subnormal() : palette.normal();
            pen.setStroke(color);
            double x = Math.floor(MARGIN + mark.place() * width) + 0.5;
            pen.strokeLine(x, BASE - (mark.power() ? 26 : 16), x, BASE);
        }
        labels(pen, palette, width);
    }

    private void labels(GraphicsContext pen, Palette palette, double width) {
        pen.setFont(Font.font(11));
        pen.setTextBaseline(VPos.TOP);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setFill(palette.text());
        double taken = Double.NEGATIVE_INFINITY;
        int last = line.orElseThrow().labels().size() - 1;
        double end = MARGIN + width;
        for (int i = 0; i <= last; i++) {
            NumberLine.Label label = line.orElseThrow().labels().get(i);
            double textWidth = width(label.text());
            double x = MARGIN + label.place() * width;
            double left = Math.clamp(x - textWidth / 2, 2, canvas.getWidth() - textWidth - 2);
            boolean fits = left > taken + 8 && (i == last || left + textWidth + 8 < end - 40);
            if (fits) {
                pen.setStroke(palette.text());
                pen.strokeLine(Math.floor(x) + 0.5, BASE, Math.floor(x) + 0.5, BASE + 5);
                pen.fillText(label.text(), left, BASE + 8);
                taken = left + textWidth;
            }
        }
    }

    private static double width(String text) {
        Text measured = new Text(text);
        measured.setFont(Font.font(11));
        return measured.getLayoutBounds().getWidth();
    }
}
