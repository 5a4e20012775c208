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
/// than it is at places in between, or vary much more than it does between them (a step at an end),
/// until it says otherwise; and beside cuts at which the slope changes by more than it does around.
final class Panels {
    private static final double[] BESIDE = {0, 0x1p-36, 0x1p-28, 0x1p-20, 0x1p-12, 0x1p-6};
    private static final int FEW_KINKS = 50;
    private static final int EIGHTHS = 64;
    private static final double LARGER = 8;
    private static final double WIDER = 3;
    private static final double SMALL = 1e-12;
    private static final double NARROW = 0x1p-44;
    private static final int MOST_SPLITS = 4000;
    private static final int MOST_ROUNDS = 50;

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
        for (int i = 0; i < MOST_ROUNDS && bends(cuts, kinks); i++) {
            // Halved at both sides of every bend, until none is left.
        }
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

    /// Halves the panels beside a cut where the slope changes by much more than it does inside of
    /// them: a steep bend at the end of both. Whether there was any.
    private boolean bends(NavigableSet<Double> cuts, double... kinks) {
        double[] z = cuts.stream().mapToDouble(Double::doubleValue).toArray();
        double largest = 0;
        for (double cut : z) {
            largest = Math.max(largest, weight(cut) * Math.abs(slope(cut)));
        }
        boolean any = false;
        for (int i = 1; i + 1 < z.length; i++) {
            double before = z[i] - z[i - 1];
            double after = z[i + 1] - z[i];
            double left = slope(z[i] - before / 4);
            double right = slope(z[i] + after / 4);
            double inside =
                    Math.abs(left - slope(z[i] - before / 2))
                            + Math.abs(right - slope(z[i] + after / 2));
            double jump = Math.abs(right - left);
            double wider = Math.max(before, after);
            boolean matters = jump * wider * weight(z[i]) > SMALL * largest;
            if (wider > NARROW && matters && jump > WIDER * inside && !isKink(z[i], kinks)) {
                if (before > wider / 2) {
                    cuts.add(z[i] - before / 2);
                }
                if (after > wider / 2) {
                    cuts.add(z[i] + after / 2);
                }
                any = true;
            }
        }
        return any;
    }

    private boolean isKink(double z, double... kinks) {
        return Arrays.stream(kinks).anyMatch(kink -> Math.abs((kink - center) / width - z) < 1e-9);
    }

    private double slope(double z) {
        double slope = formula.slope(center + width * z);
        return Double.isFinite(slope) ? slope : 0;
    }

    /// What is small beside the largest value, each weighted, is left alone.
    private boolean mayHideSomething(Interval z, double largest) {
        Interval bounds =
                formula.bounds(new Interval(center + width * z.low(), center + width * z.high()));
        double bound = Math.max(-bounds.low(), bounds.high());
        double nearest = z.holds(0) ? 0 : Math.min(Math.abs(z.low()), Math.abs(z.high()));
        double seen = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < 4; i++) {
            double at = z.low() + (z.high() - z.low()) * i / 4;
            seen = Math.max(seen, size(at));
            least = Math.min(least, formula.value(center + width * at));
            most = Math.max(most, formula.value(center + width * at));
        }
        boolean larger = bound > LARGER * seen && bound * weight(nearest) > SMALL * largest;
        double range = bounds.high() - bounds.low();
        // What a step inside can change of an integral is its height times the panel.
        boolean matters = range * weight(nearest) * (z.high() - z.low()) > SMALL * largest;
        return larger || (matters && range > WIDER * (most - least));
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
