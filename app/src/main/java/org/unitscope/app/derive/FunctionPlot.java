package org.unitscope.app.derive;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Palette;
import org.unitscope.app.theme.SeriesColors;
import org.unitscope.app.theme.ThemeModel;

/// Draws a function and, dashed, its derivative over the places where inputs lie.
final class FunctionPlot extends Region {
    private static final double LEFT = 44;
    private static final double RIGHT = 10;
    private static final double TOP = 26;
    private static final double BOTTOM = 22;

    /// A line that jumps further than this share of the height between two points is not joined.
    private static final double JUMP = 0.4;

    private final Canvas canvas = new Canvas();
    private final ThemeModel themes;
    private Optional<Curve> curve = Optional.empty();

    /// What a pixel is.
    private record Frame(double width, double height, double reach, double low, double high) {
        double x(double x) {
            return LEFT + (x + reach) / (2 * reach) * (width - LEFT - RIGHT);
        }

        double y(double y) {
            return TOP + (high - y) / (high - low) * (height - TOP - BOTTOM);
        }
    }

    FunctionPlot(ThemeModel themes) {
        this.themes = themes;
        setId("function-plot");
        setAccessibleText("Plot of the function and its derivative");
        setMinSize(220, 180);
        setPrefSize(420, 320);
        getChildren().add(canvas);
        themes.themeProperty().subscribe(theme -> draw());
    }

    void show(Optional<Curve> shown) {
        curve = shown;
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
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        if (curve.isEmpty() || canvas.getWidth() < 80 || canvas.getHeight() < 80) {
            return;
        }
        Curve shown = curve.get();
        Frame frame = frame(shown);
        Palette palette = themes.palette();
        SeriesColors colors = SeriesColors.of(palette);
        axes(pen, frame, palette);
        pen.setLineWidth(2);
        line(pen, frame, shown.x(), shown.slope(), colors.at(1), 6, 4);
        line(pen, frame, shown.x(), shown.value(), colors.at(0));
        pen.setLineDashes();
        legend(pen, colors, palette);
    }

    private Frame frame(Curve shown) {
        double[] all =
                DoubleStream.concat(Arrays.stream(shown.value()), Arrays.stream(shown.slope()))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        double low = all.length == 0 ? -1 : Math.min(0, all[0]);
        double high = all.length == 0 ? 1 : Math.max(0, all[all.length - 1]);
        double margin = high > low ? 0.06 * (high - low) : 1;
        double reach = shown.x()[shown.x().length - 1];
        return new Frame(canvas.getWidth(), canvas.getHeight(), reach, low - margin, high + margin);
    }

    private static void axes(GraphicsContext pen, Frame frame, Palette palette) {
        pen.setLineWidth(1);
        pen.setFont(Font.font(11));
        pen.setFill(palette.mutedText());
        pen.setTextBaseline(VPos.TOP);
        pen.setTextAlign(TextAlignment.CENTER);
        for (double x = -frame.reach; x <= frame.reach; x += 2) {
            pen.setStroke(x == 0 ? palette.mutedText() : palette.grid());
            double at = Math.floor(frame.x(x)) + 0.5;
            pen.strokeLine(at, TOP, at, frame.height - BOTTOM);
            pen.fillText(tick(x), at, frame.height - BOTTOM + 4);
        }
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.RIGHT);
        double step = step(frame.high - frame.low);
        for (double k = Math.ceil(frame.low / step); k * step <= frame.high; k++) {
            pen.setStroke(k == 0 ? palette.mutedText() : palette.grid());
            double at = Math.floor(frame.y(k * step)) + 0.5;
            pen.strokeLine(LEFT, at, frame.width - RIGHT, at);
            pen.fillText(tick(k * step), LEFT - 6, at);
        }
    }

    /// A round number without zeros behind it.
    private static String tick(double value) {
        return NumberText.number(value)
                .replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2")
                .replaceFirst("\\.(e|$)", "$1");
    }

    /// 1, 2 or 5 times a power of ten, about five to the range.
    private static double step(double range) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(range / 5)));
        double times = range / 5 / power;
        return power * (times < 2 ? 1 : times < 5 ? 2 : 5);
    }

    private static void line(
            GraphicsContext pen,
            Frame frame,
            double[] x,
            double[] y,
            Color color,
            double... dashes) {
        pen.setStroke(color);
        pen.setLineDashes(dashes);
        pen.beginPath();
        boolean joined = false;
        double most = JUMP * (frame.high - frame.low);
        for (int i = 0; i < x.length; i++) {
            boolean there = Double.isFinite(y[i]);
            if (there && joined && Math.abs(y[i] - y[i - 1]) < most) {
                pen.lineTo(frame.x(x[i]), frame.y(y[i]));
            } else if (there) {
                pen.moveTo(frame.x(x[i]), frame.y(y[i]));
            }
            joined = there;
        }
        pen.stroke();
    }

    private static void legend(GraphicsContext pen, SeriesColors colors, Palette palette) {
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setFont(Font.font(12));
        String[] names = {"f", "f'"};
        for (int i = 0; i < names.length; i++) {
            double x = LEFT + 60 * i;
            pen.setStroke(colors.at(i));
            pen.setLineWidth(2);
            pen.setLineDashes(i == 0 ? new double[0] : new double[] {6, 4});
            pen.strokeLine(x, TOP / 2, x + 26, TOP / 2);
            pen.setFill(palette.text());
            pen.fillText(names[i], x + 32, TOP / 2);
        }
        pen.setLineDashes();
    }
}
