package org.unitscope.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Gathers probability by value, then divides it into bins. Mutable, for one thread.
final class LawBuilder {
    /// Less probability than this at a number of float32 is no point.
    private static final double MUCH = 1e-4;

    private double zero;
    private final Map<Double, Double> rounded = new TreeMap<>();
    private final Map<Double, Double> points = new TreeMap<>();
    private double[] from = new double[64];
    private double[] to = new double[64];
    private double[] weights = new double[64];
    private double[] tilts = new double[64];
    private int spreads;

    /// Adds probability of exactly one value.
    void point(double value, double weight) {
        if (value == 0) {
            zero += weight;
        } else if (weight > 0) {
            points.merge(finite(value), weight, Double::sum);
        }
    }

    private static double finite(double value) {
        return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /// Adds probability of numbers that float32 rounds to a value.
    void round(double value, double weight) {
        rounded.merge(value, weight, Double::sum);
    }

    /// Adds probability of the values between two, of either sign and order, with a density that
    /// changes along a line: `1 - tilt` parts at the first, `1 + tilt` at the second.
    void spread(double first, double second, double weight, double tilt) {
        if (first == second) {
            point(first, weight);
        } else if (weight > 0) {
            if (spreads == from.length) {
                from = Arrays.copyOf(from, 2 * spreads);
                to = Arrays.copyOf(to, 2 * spreads);
                weights = Arrays.copyOf(weights, 2 * spreads);
                tilts = Arrays.copyOf(tilts, 2 * spreads);
            }
            from[spreads] = finite(Math.min(first, second));
            to[spreads] = finite(Math.max(first, second));
            weights[spreads] = weight;
            tilts[spreads++] = first < second ? tilt : -tilt;
        }
    }

    /// What much is rounded to is a point; the rest lies beside it.
    private void placeRounded() {
        rounded.forEach((value, weight) -> {
            if (value == 0 || weight > MUCH || points.containsKey(value)) {
                point(value, weight);
            } else {
                spread(value * (1 - 0x1p-26), value * (1 + 0x1p-26), weight, 0);
            }
        });
        rounded.clear();
    }

    private double total() {
        double sum = zero;
        for (double weight : points.values()) {
            sum += weight;
        }
        for (int i = 0; i < spreads; i++) {
            sum += weights[i];
        }
        return sum;
    }

    /// The law, divided by its total, as its moments are.
    ///
    /// Values beyond [PointMasses#MOST] are divided between the two bins with the nearest centers,
    /// so that the mean of log2|x| is kept.
    ElementLaw build(LawMoments moments) {
        placeRounded();
        double scale = 1 / total();
        points.replaceAll((value, weight) -> scale * weight);
        boolean exact = points.size() <= PointMasses.MOST;
        LogDensity density = spreads > 0 || !exact ? density(scale, !exact) : null;
        return new ElementLaw(
                scale * zero,
                exact ? PointMasses.of(points) : PointMasses.NONE,
                density,
                LawMoments.ZERO.plus(scale, moments));
    }

    /// Bins of points, each divided between the two with the nearest centers.
    static LogDensity density(PointMasses points) {
        LawBuilder builder = new LawBuilder();
        for (int i = 0; i < points.count(); i++) {
            builder.point(points.values()[i], points.weights()[i]);
        }
        return builder.density(1, true);
    }

    private LogDensity density(double scale, boolean withPoints) {
        Window window = new Window();
        for (int i = 0; i < spreads; i++) {
            double magnitude = Math.max(-from[i], to[i]);
            window.add(magnitude / 2, scale * weights[i]);
            window.reach(magnitude, scale * weights[i]);
        }
        if (withPoints) {
            points.forEach(window::add);
            points.forEach(window::reach);
        }
        LawDeposit deposit = new LawDeposit(window.lowest());
        for (int i = 0; i < spreads; i++) {
            deposit.spread(from[i], to[i], scale * weights[i], tilts[i]);
        }
        if (withPoints) {
            points.forEach(deposit::point);
        }
        return deposit.density();
    }

    /// Where the bins must lie.
    private static final class Window {
        /// Less probability than this need not be in the right bin: about what is left at a pole.
        private static final double NEGLIGIBLE = 2e-12;

        private double centers;
        private double mass;
        private double top = Double.NEGATIVE_INFINITY;

        void add(double value, double weight) {
            // Good to a tenth of an octave.
            double magnitude = Math.abs(value);
            int exponent = Math.getExponent(magnitude);
            double log = exponent - 1 + Math.scalb(magnitude, -exponent);
            centers += weight * log;
            mass += weight;
        }

        void reach(double value, double weight) {
            if (weight > NEGLIGIBLE) {
                top = Math.max(top, Math.getExponent(Math.abs(value)) + 1.0);
            }
        }

        int lowest() {
            double center = centers / mass;
            return LogDensity.window(center, Math.max(center, top));
        }
    }
}
