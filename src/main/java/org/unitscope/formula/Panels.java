package org.unitscope.formula;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Where the integral of a formula against a Gaussian is cut before any value is looked at, so that
/// nothing hides between the nodes of a panel: at whole deviations, at eighths in the middle, at
/// kinks and ever nearer to each, and wherever interval arithmetic says that f may be much larger
/// than it is at places in between, until it says otherwise.
final class Panels {
    private static final double[] BESIDE = {0, 0x1p-36, 0x1p-28, 0x1p-20, 0x1p-12, 0x1p-6};
    private static final int FEW_KINKS = 50;
    private static final int EIGHTHS = 64;
    private static final double LARGER = 8;
    private static final double SMALL = 1e-12;
    private static final double NARROW = 0x1p-30;
    private static final int MOST_SPLITS = 4000;

    private final Formula formula;
    private final double center;
    private final double width;

    /// For x = center + width z.
    Panels(Formula formula, double center, double width) {
        this.formula = formula;
        this.center = center;
        this.width = width;
    }

    /// The cuts in z, ascending, between -reach and reach.
    double[] cuts(double reach, double... kinks) {
        DoubleStream whole = IntStream.rangeClosed((int) -reach, (int) reach).mapToDouble(i -> i);
        DoubleStream eighths = IntStream.rangeClosed(-EIGHTHS, EIGHTHS).mapToDouble(i -> i / 8.0);
        double[] beside = kinks.length <= FEW_KINKS ? BESIDE : new double[] {0};
        DoubleStream own =
                Arrays.stream(kinks)
                        .map(x -> (x - center) / width)
                        .flatMap(z ->
                                Arrays.stream(beside).flatMap(d -> DoubleStream.of(z - d, z + d)));
        TreeSet<Double> cuts = new TreeSet<>();
        DoubleStream.concat(DoubleStream.concat(whole, eighths), own)
                .filter(z -> Math.abs(z) <= reach)
                .forEach(cuts::add);
        split(cuts);
        return cuts.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void split(NavigableSet<Double> cuts) {
        double largest = cuts.stream().mapToDouble(z -> weight(z) * size(z)).reduce(0, Math::max);
        Deque<Interval> open = new ArrayDeque<>();
        double before = cuts.first();
        for (double cut : cuts.tailSet(before, false)) {
            open.add(new Interval(before, cut));
            before = cut;
        }
        for (int i = 0; i < MOST_SPLITS && !open.isEmpty(); ) {
            Interval z = open.remove();
            if (z.high() - z.low() > NARROW && mayHideSomething(z, largest)) {
                double middle = z.low() + (z.high() - z.low()) / 2;
                cuts.add(middle);
                open.add(new Interval(z.low(), middle));
                open.add(new Interval(middle, z.high()));
                i++;
            }
        }
    }

    /// What is small beside the largest value, each weighted, is left alone.
    private boolean mayHideSomething(Interval z, double largest) {
        Interval bounds =
                formula.bounds(new Interval(center + width * z.low(), center + width * z.high()));
        double bound = Math.max(-bounds.low(), bounds.high());
        double nearest = z.holds(0) ? 0 : Math.min(Math.abs(z.low()), Math.abs(z.high()));
        double seen = 0;
        for (int i = 1; i < 4; i++) {
            seen = Math.max(seen, size(z.low() + (z.high() - z.low()) * i / 4));
        }
        return bound > LARGER * seen && bound * weight(nearest) > SMALL * largest;
    }

    private double size(double z) {
        double size = Math.abs(formula.value(center + width * z));
        return Double.isFinite(size) ? size : 0;
    }

    /// The root of the density, but for a constant: what mean squares weigh f by.
    private static double weight(double z) {
        return StrictMath.exp(-z * z / 4);
    }
}
