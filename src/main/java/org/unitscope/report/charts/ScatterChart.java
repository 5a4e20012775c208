package org.unitscope.report.charts;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.unitscope.graph.Role;
import org.unitscope.report.data.Agreement;
import org.unitscope.report.data.Agreement.Point;
import org.unitscope.report.data.RunSection;
import org.unitscope.run.Scales;

/// Predicted against sampled scale, both logarithmic: the line on which they agree, the band of
/// [Agreement#BAND] octaves, and a mark per tensor by role.
public final class ScatterChart {
    static final int WIDTH = 500;
    private static final int HEIGHT = 420;
    private static final int LEFT = 46;
    private static final int RIGHT = 12;
    private static final int TOP = 26;
    private static final int FOOT = 40;

    private final Svg svg;
    private final double low;
    private final double high;
    private final Set<String> drawn = new HashSet<>();

    private ScatterChart(Svg svg, double low, double high) {
        this.svg = svg;
        this.low = low;
        this.high = high;
    }

    /// The chart of a run.
    public static String of(RunSection run, String id, ChartTheme theme) {
        Agreement agreement = run.agreement();
        Svg svg =
                new Svg(
                        id,
                        WIDTH,
                        HEIGHT,
                        "Predicted against sampled scale of " + run.name(),
                        "%s tensors; %s differ by more than %s octaves and are listed."
                                .formatted(
                                        agreement.compared(),
                                        agreement.outside().size(),
                                        Svg.number(Agreement.BAND)),
                        theme);
        double low = -1;
        double high = 1;
        for (Point point : agreement.points()) {
            low = Math.min(low, Math.min(x(point), y(point)));
            high = Math.max(high, Math.max(x(point), y(point)));
        }
        ScatterChart chart = new ScatterChart(svg, Math.floor(low) - 1, Math.ceil(high) + 1);
        chart.axes();
        chart.legend();
        // Those outside last, on top of the others.
        agreement.points().stream()
                .sorted(Comparator.comparing(Point::isOutside))
                .forEach(chart::mark);
        return svg.finish();
    }

    private static double x(Point point) {
        return Scales.log2(point.change().before().orElse(1));
    }

    private static double y(Point point) {
        return Scales.log2(point.change().after().orElse(1));
    }

    private double px(double octaves) {
        return LEFT + (octaves - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double octaves) {
        return HEIGHT - FOOT - (octaves - low) / (high - low) * (HEIGHT - TOP - FOOT);
    }

    private void axes() {
        ChartTheme theme = svg.theme();
        double band = Agreement.BAND;
        svg.path(
                "M"
                        + Svg.at(px(low), py(low + band))
                        + "L"
                        + Svg.at(px(high - band), py(high))
                        + "L"
                        + Svg.at(px(high), py(high))
                        + "L"
                        + Svg.at(px(high), py(high - band))
                        + "L"
                        + Svg.at(px(low + band), py(low))
                        + "L"
                        + Svg.at(px(low), py(low))
                        + "Z",
                theme.line(),
                "none");
        int step = high - low > 48 ? 16 : high - low > 24 ? 8 : high - low > 10 ? 4 : 2;
        for (int k = Math.ceilDiv((int) low, step) * step; k <= high; k += step) {
            svg.line(px(k), py(low), px(k), py(low) + 4, theme.muted());
            svg.line(px(low) - 4, py(k), px(low), py(k), theme.muted());
            svg.power(px(k), py(low) + 17, Svg.Anchor.MIDDLE, theme.muted(), k);
            svg.power(px(low) - 7, py(k) + 4, Svg.Anchor.END, theme.muted(), k);
        }
        svg.dashed(px(low), py(low), px(high), py(high), theme.muted());
        svg.line(px(low), py(low), px(high), py(low), theme.muted());
        svg.line(px(low), py(low), px(low), py(high), theme.muted());
        svg.text(
                (px(low) + px(high)) / 2, HEIGHT - 6.0, Svg.Anchor.MIDDLE, "predicted scale (RMS)");
        svg.text(4, 12, Svg.Anchor.START, "sampled scale (RMS)");
    }

    private void legend() {
        double x = WIDTH - RIGHT - 246.0;
        for (Role role : List.of(Role.values())) {
            svg.path(shape(role, x, 8, 3.5), svg.theme().normal(), "none");
            svg.text(x + 7, 12, Svg.Anchor.START, 10, svg.theme().ink(), role.symbol());
            x += 34;
        }
        svg.path(shape(Role.ACTIVATION, x + 4, 8, 3.5), svg.theme().overflow(), "none");
        svg.text(x + 12, 12, Svg.Anchor.START, 10, svg.theme().ink(), "outside ±0.5 octaves");
    }

    private void mark(Point point) {
        String color = point.isOutside() ? svg.theme().overflow() : svg.theme().normal();
        String shape =
                shape(
                        point.tensor().key().role(),
                        Math.round(2 * px(x(point))) / 2.0,
                        Math.round(2 * py(y(point))) / 2.0,
                        2.5);
        // Marks that would cover each other to half a pixel are one.
        if (drawn.add(color + shape)) {
            svg.path(shape, color, "none");
        }
    }

    /// A diamond, a square, a triangle up, a triangle down.
    private static String shape(Role role, double x, double y, double r) {
        return switch (role) {
            case ACTIVATION -> polygon(x, y - r, x + r, y, x, y + r, x - r, y);
            case WEIGHT -> polygon(x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r);
            case ACTIVATION_GRADIENT -> polygon(x, y - r, x + r, y + r, x - r, y + r);
            case WEIGHT_GRADIENT -> polygon(x - r, y - r, x + r, y - r, x, y + r);
        };
    }

    private static String polygon(double... xy) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xy.length; i += 2) {
            d.append(i == 0 ? "M" : "L").append(Svg.at(xy[i], xy[i + 1]));
        }
        return d.append("Z").toString();
    }
}
