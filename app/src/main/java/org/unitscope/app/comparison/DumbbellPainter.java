package org.unitscope.app.comparison;

import java.util.OptionalDouble;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Fate;
import org.unitscope.app.theme.Palette;
import org.unitscope.comparison.TensorPair;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// Draws one dumbbell: A hollow, B filled, an arrow between them, and behind them the bands of the
/// formats they are judged in, A's above and B's below.
record DumbbellPainter(
        GraphicsContext pen, Palette palette, DumbbellScale scale, double width, double height) {
    private static final double RADIUS = 4.5;
    private static final double TINT = 0.2;
    private static final double MARGIN = 8;

    private double x(double place) {
        return MARGIN + place * (width - 2 * MARGIN);
    }

    void paint(TensorPair pair) {
        pen.clearRect(0, 0, width, height);
        bands(pair.a(), 2, height / 2 - 2);
        bands(pair.b(), height / 2, height / 2 - 2);
        grid();
        OptionalDouble a = scale.position(pair.scale().before());
        OptionalDouble b = scale.position(pair.scale().after());
        double middle = height / 2;
        Color ink = palette.text();
        if (a.isPresent() && b.isPresent()) {
            arrow(x(a.getAsDouble()), x(b.getAsDouble()), middle, ink);
        }
        if (a.isPresent()) {
            pen.setFill(palette.background());
            circle(x(a.getAsDouble()), middle, true);
            pen.setStroke(ink);
            pen.setLineWidth(1.6);
            circle(x(a.getAsDouble()), middle, false);
        }
        if (b.isPresent()) {
            pen.setFill(ink);
            circle(x(b.getAsDouble()), middle, true);
        }
        if (a.isEmpty() || b.isEmpty()) {
            pen.setFill(palette.mutedText());
            pen.setFont(Font.font(11));
            pen.setTextAlign(TextAlignment.LEFT);
            pen.setTextBaseline(VPos.CENTER);
            double right = Math.max(a.orElse(0), b.orElse(0));
            boolean room = x(right) < width - 100;
            pen.setTextAlign(room ? TextAlignment.LEFT : TextAlignment.RIGHT);
            pen.fillText(pair.scale().state(0).label(), x(right) + (room ? 12 : -12), middle + 0.5);
        }
    }

    private void circle(double center, double middle, boolean filled) {
        if (filled) {
            pen.fillOval(center - RADIUS, middle - RADIUS, 2 * RADIUS, 2 * RADIUS);
        } else {
            pen.strokeOval(center - RADIUS, middle - RADIUS, 2 * RADIUS, 2 * RADIUS);
        }
    }

    private void arrow(double from, double to, double middle, Color ink) {
        double length = Math.abs(to - from);
        if (length <= 2 * RADIUS) {
            return;
        }
        double direction = Math.signum(to - from);
        double tip = to - direction * (RADIUS + 1);
        pen.setStroke(ink);
        pen.setLineWidth(2);
        pen.strokeLine(from, middle, tip - direction * 2, middle);
        if (length > 4 * RADIUS) {
            double base = tip - direction * 7;
            pen.setFill(ink);
            pen.fillPolygon(
                    new double[] {tip, base, base},
                    new double[] {middle, middle - 4, middle + 4},
                    3);
        }
    }

    private void bands(TensorRecord tensor, double top, double tall) {
        DumbbellScale.bands(tensor)
                .ifPresent(bands -> {
                    double flush = Scales.log2(bands.flush());
                    double normal = Scales.log2(bands.normal());
                    double over = Scales.log2(bands.overflow());
                    band(scale.low(), flush, Fate.FLUSHED, top, tall);
                    band(flush, normal, Fate.SUBNORMAL, top, tall);
                    band(over, scale.high(), Fate.OVERFLOW, top, tall);
                });
    }

    private void band(double from, double to, Fate fate, double top, double tall) {
        double left = x(scale.place(from));
        double right = x(scale.place(to));
        if (right > left) {
            Color color = palette.fate(fate);
            pen.setFill(color.deriveColor(0, 1, 1, TINT));
            pen.fillRect(left, top, right - left, tall);
        }
    }

    private int step() {
        int step = 4;
        while (step * (width - 2 * MARGIN) / (scale.high() - scale.low()) < 34) {
            step *= 2;
        }
        return step;
    }

    private void grid() {
        pen.setLineWidth(1);
        int step = step();
        for (int k = Math.ceilDiv((int) Math.ceil(scale.low()), step) * step;
                k <= scale.high();
                k += step) {
            double at = Math.floor(x(scale.place(k))) + 0.5;
            pen.setStroke(k == 0 ? palette.mutedText() : palette.border());
            pen.strokeLine(at, 0, at, height);
        }
    }

    /// The head: powers of two.
    void paintAxis() {
        pen.clearRect(0, 0, width, height);
        pen.setFont(Font.font(11));
        pen.setFill(palette.mutedText());
        pen.setTextAlign(TextAlignment.CENTER);
        pen.setTextBaseline(VPos.CENTER);
        int step = step();
        for (int k = Math.ceilDiv((int) Math.ceil(scale.low()), step) * step;
                k <= scale.high();
                k += step) {
            pen.fillText(NumberText.powerOfTwo(k), x(scale.place(k)), height / 2);
        }
    }
}
