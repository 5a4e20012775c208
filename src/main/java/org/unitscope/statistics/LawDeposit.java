package org.unitscope.statistics;

import org.jspecify.annotations.Nullable;

/// Bins of a [LogDensity] that are being filled. Mutable, for one thread.
final class LawDeposit {
    /// Lower ends of the bins of the octave from 1 to 2.
    private static final double[] ENDS = ends();

    private final double[] plus = new double[LogDensity.BINS];
    private final double[] minus = new double[LogDensity.BINS];
    private final int lowest;

    LawDeposit(int lowest) {
        this.lowest = lowest;
    }

    private static double[] ends() {
        double[] ends = new double[LogDensity.RESOLUTION];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = StrictMath.pow(2, (double) i / LogDensity.RESOLUTION);
        }
        return ends;
    }

    /// Divides the probability of a number between the two bins with the nearest centers.
    void point(double value, double weight) {
        double[] side = value > 0 ? plus : minus;
        double log = StrictMath.log(Math.abs(value)) / StrictMath.log(2);
        double position = (log - lowest) * LogDensity.RESOLUTION - 0.5;
        double inside = Math.clamp(position, 0, side.length - 1.0);
        int bin = Math.min((int) inside, side.length - 2);
        side[bin] += weight * (1 - (inside - bin));
        side[bin + 1] += weight * (inside - bin);
    }

    /// Spreads probability over the numbers between two, the smaller first, with a density that
    /// goes from `1 - tilt` to `1 + tilt` parts.
    void spread(double from, double to, double weight, double tilt) {
        side(plus, from, to, weight, tilt);
        side(minus, -to, -from, weight, -tilt);
    }

    /// The part that is positive.
    private void side(double[] masses, double from, double to, double weight, double tilt) {
        if (to <= 0) {
            return;
        }
        double half = to / 2 - from / 2;
        double start = Math.max(0, from);
        int last = bin(to);
        for (int i = bin(start); i <= last; i++) {
            double end = i == last ? to : Math.clamp(end(i), start, to);
            // From -1 to 1 over the whole.
            double center = (start / 2 - from / 2) / half + (end / 2 - to / 2) / half;
            masses[i] += weight * (end / 2 - start / 2) / half * (1 + tilt * center);
            start = end;
        }
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
