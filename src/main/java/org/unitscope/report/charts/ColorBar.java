package org.unitscope.report.charts;

/// The bar under a heatmap: which color is which number of octaves.
final class ColorBar {
    private static final int STEPS = 48;
    private static final int TALL = 8;

    private ColorBar() {}

    /// Draws a bar from `-range` to `range` octaves, with five numbers below it.
    static void draw(Svg svg, double x, double y, double width, double range) {
        double step = width / STEPS;
        for (int i = 0; i < STEPS; i++) {
            double onBar = ((i + 0.5) / STEPS * 2 - 1) * HeatPanel.SCALES;
            // A little overlap: no light seams between the steps.
            svg.rect(
                    x + i * step,
                    y,
                    step + (i < STEPS - 1 ? 0.5 : 0),
                    TALL,
                    svg.theme().scale(onBar));
        }
        for (int i = 0; i <= 4; i++) {
            double octaves = (i - 2) * range / 2;
            Svg.Anchor anchor =
                    i == 0 ? Svg.Anchor.START : i == 4 ? Svg.Anchor.END : Svg.Anchor.MIDDLE;
            String sign =
                    octaves == 0 ? "0" : (octaves < 0 ? "−" : "+") + Svg.number(Math.abs(octaves));
            String words =
                    i == 2 ? "0 octaves" : i == 0 ? "≤ " + sign : i == 4 ? "≥ " + sign : sign;
            svg.text(x + i * width / 4, y + TALL + 12, anchor, 10, svg.theme().muted(), words);
        }
    }
}
