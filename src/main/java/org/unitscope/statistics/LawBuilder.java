package org.unitscope.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers probability by value, then divides it into bins. Mutable, for one thread.
final class LawBuilder {
    /// Lower ends of the bins of the octave from 1 to 2.
    private static final double[] ENDS = ends();

    private double zero;
    private final Map<Double, Double> points = new TreeMap<>();
    private double[] from = new double[64];
    private double[] to = new double[64];
    private double[] weights = new double[64];
    private int spreads;

    private static double[] ends() {
        double[] ends = new double[LogDensity.RESOLUTION + 1];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = StrictMath.pow(2, (double) i / LogDensity.RESOLUTION);
        }
        return ends;
    }

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

    /// Adds probability that is even between two values, of either sign and order.
    void spread(double a, double b, double weight) {
        if (a == b) {
            point(a, weight);
        } else if (weight > 0) {
            if (spreads == from.length) {
                from = Arrays.copyOf(from, 2 * spreads);
                to = Arrays.copyOf(to, 2 * spreads);
                weights = Arrays.copyOf(weights, 2 * spreads);
            }
            from[spreads] = finite(Math.min(a, b));
            to[spreads] = finite(Math.max(a, b));
            weights[spreads++] = weight;
        }
    }

    /// All probability gathered so far.
    double total() {
        double sum = zero;
        for (double weight : points.values()) {
            sum += weight;
        }
        for (int i = 0; i < spreads; i++) {
            sum += weights[i];
        }
        return sum;
    }

    /// The law, divided by its total.
    ///
    /// Values beyond [PointMasses#MOST] are divided between the two bins with the nearest centers,
    /// so that the mean of log2|x| is kept.
    ElementLaw build(LawMoments moments) {
        double scale = 1 / total();
        points.replaceAll((value, weight) -> scale * weight);
        boolean exact = points.size() <= PointMasses.MOST;
        LogDensity density = spreads > 0 || !exact ? density(scale, !exact) : null;
        return new ElementLaw(
                scale * zero, exact ? PointMasses.of(points) : PointMasses.NONE, density, moments);
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
        Deposit deposit = new Deposit(window.lowest());
        for (int i = 0; i < spreads; i++) {
            deposit.spread(from[i], to[i], scale * weights[i]);
        }
        if (withPoints) {
            points.forEach(deposit::point);
        }
        return deposit.density();
    }

    /// Where the bins must lie.
    private static final class Window {
        /// Less probability than this need not be in the right bin.
        private static final double NEGLIGIBLE = 1e-16;

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

    /// Bins that are being filled.
    private static final class Deposit {
        private final double[] plus = new double[LogDensity.BINS];
        private final double[] minus = new double[LogDensity.BINS];
        private final int lowest;

        Deposit(int lowest) {
            this.lowest = lowest;
        }

        void point(double value, double weight) {
            double[] side = value > 0 ? plus : minus;
            double log = StrictMath.log(Math.abs(value)) / StrictMath.log(2);
            double position = (log - lowest) * LogDensity.RESOLUTION - 0.5;
            double inside = Math.clamp(position, 0, side.length - 1.0);
            int bin = Math.min((int) inside, side.length - 2);
            side[bin] += weight * (1 - (inside - bin));
            side[bin + 1] += weight * (inside - bin);
        }

        void spread(double from, double to, double weight) {
            double width = to / 2 - from / 2;
            if (from < 0) {
                side(minus, Math.max(0, -to), -from, weight / width / 2);
            }
            if (to > 0) {
                side(plus, Math.max(0, from), to, weight / width / 2);
            }
        }

        /// @param density probability by value
        private void side(double[] masses, double from, double to, double density) {
            int first = bin(from);
            int last = bin(to);
            double start = from;
            for (int i = first; i < last; i++) {
                double end = Math.clamp(end(i), start, to);
                masses[i] += (end - start) * density;
                start = end;
            }
            masses[last] += (to - start) * density;
        }

        private int bin(double magnitude) {
            int exponent = Math.getExponent(magnitude);
            if (exponent < lowest) {
                return 0;
            }
            if (exponent >= lowest + LogDensity.OCTAVES) {
                return LogDensity.BINS - 1;
            }
            double significand = Math.scalb(magnitude, -exponent);
            if (significand > 2 - 0x1p-24) {
                return Math.min((exponent + 1 - lowest) * LogDensity.RESOLUTION, plus.length - 1);
            }
            int part = 0;
            // An octave has few bins: the search is a handful of steps.
            for (int step = 16; step > 0; step /= 2) {
                part +=
                        part + step < LogDensity.RESOLUTION && ENDS[part + step] <= significand
                                ? step
                                : 0;
            }
            return (exponent - lowest) * LogDensity.RESOLUTION + part;
        }

        /// Upper end of a bin. What float32 rounds up to a power of two is in the bin above, which
        /// matters where activations saturate.
        private double end(int bin) {
            int next = bin + 1;
            int octave = next / LogDensity.RESOLUTION;
            int part = next % LogDensity.RESOLUTION;
            return Math.scalb(part == 0 ? 1 - 0x1p-25 : ENDS[part], lowest + octave);
        }

        LogDensity density() {
            double[] even = new double[plus.length];
            double[] odd = new double[plus.length];
            double difference = 0;
            double mass = 0;
            for (int i = 0; i < plus.length; i++) {
                even[i] = plus[i] + minus[i];
                odd[i] = plus[i] - minus[i];
                mass += even[i];
                difference += Math.abs(odd[i]);
            }
            // A symmetric law comes with rounding errors.
            double @Nullable [] kept = difference <= 1e-12 * mass ? null : odd;
            return new LogDensity(even, kept, lowest);
        }
    }
}
