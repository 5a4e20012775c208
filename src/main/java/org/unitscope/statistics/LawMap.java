package org.unitscope.statistics;

import java.util.function.DoubleUnaryOperator;

/// The law of `f(x)`, from cells of x in which `f` is close to a straight line.
///
/// A cell whose middle is off the line between its ends is halved, until it is straight to a
/// thousandth of the value, or next to nothing lies in it: so jumps, kinks, and values near zero
/// are resolved wherever they are. The probability of half a cell is spread over the values between
/// its ends; where `f` is constant, or constant to the precision of float32 on much of the line, as
/// where activations saturate, it is a point. Moments by Simpson's rule on the same cells.
final class LawMap {
    /// Cells with less probability are not divided.
    private static final double LEAST = 1e-12;

    /// Divisions of one law: enough for the jumps of a number format, an end for functions that are
    /// nowhere straight.
    private static final int MOST_DIVISIONS = 50_000;

    private static final int REACH = 12;
    private static final int CELLS_PER_DEVIATION = 64;
    private static final int HALVES = 2 * REACH * 2 * CELLS_PER_DEVIATION;

    private final DoubleUnaryOperator f;
    private final LawBuilder builder = new LawBuilder();
    private int divisions;
    private double mean;
    private double first;
    private double second;
    private double third;
    private double fourth;

    private LawMap(DoubleUnaryOperator f) {
        this.f = f;
    }

    /// The density of N(0, 1) at the ends and middles of the undivided cells.
    private static final class Normal {
        private static final double[] DENSITIES = densities();

        private static double[] densities() {
            double[] densities = new double[HALVES + 1];
            for (int i = 0; i < densities.length; i++) {
                double z = abscissa(i);
                densities[i] = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            }
            return densities;
        }

        static double abscissa(int half) {
            return (double) half / (2 * CELLS_PER_DEVIATION) - REACH;
        }
    }

    /// The law of `f(z)`, z standard normal, within 12 standard deviations: outside are 4e-33.
    static ElementLaw ofNormal(DoubleUnaryOperator f) {
        LawMap map = new LawMap(f);
        double[] densities = Normal.DENSITIES;
        double left = map.value(Normal.abscissa(0));
        for (int i = 0; i < HALVES; i += 2) {
            double middle = map.value(Normal.abscissa(i + 1));
            double right = map.value(Normal.abscissa(i + 2));
            map.cell(
                    Normal.abscissa(i),
                    Normal.abscissa(i + 2),
                    new Triple(left, middle, right),
                    new Triple(densities[i], densities[i + 1], densities[i + 2]));
            left = right;
        }
        return map.law();
    }

    /// The law of `f(x)`, x having a law, whose density is taken as in [LawShares].
    static ElementLaw of(DoubleUnaryOperator f, ElementLaw law) {
        LawMap map = new LawMap(f);
        map.point(0, law.zero());
        PointMasses points = law.points();
        for (int i = 0; i < points.count(); i++) {
            map.point(points.values()[i], points.weights()[i]);
        }
        LogDensity density = law.density();
        if (density != null) {
            map.bins(density, 1);
            map.bins(density, -1);
        }
        return map.law();
    }

    private void bins(LogDensity density, int sign) {
        double[] masses = density.masses(sign);
        for (int bin = 0; bin < masses.length; bin++) {
            if (masses[bin] > 0) {
                double slope = LawShares.slope(masses, bin);
                bin(sign * density.edge(bin), sign * density.edge(bin + 1), slope, masses[bin]);
            }
        }
    }

    /// The cell of a bin, from its lower end to its upper one, which is downward for negative
    /// numbers: width and density change their sign together.
    ///
    /// @param slope of the logarithm of the density of log|x|; that of x has a factor `1 / |x|`
    private void bin(double low, double high, double slope, double mass) {
        double middle = low / 2 + high / 2;
        double part = StrictMath.log(middle / low) / StrictMath.log(high / low);
        Triple shape =
                new Triple(
                        high / low,
                        StrictMath.exp(slope * part) * (high / middle),
                        StrictMath.exp(slope));
        double scale = mass / ((high - low) * shape.average());
        Triple densities =
                new Triple(scale * shape.left, scale * shape.middle, scale * shape.right);
        cell(low, high, new Triple(value(low), value(middle), value(high)), densities);
    }

    private double value(double x) {
        double value = f.applyAsDouble(x);
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "Law of a function: it must be a number wherever its argument has probability, got NaN at %s; give it a value there."
                            .formatted(x));
        }
        return Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private void point(double x, double weight) {
        if (weight > 0) {
            double y = value(x);
            builder.point(y, weight);
            addMoments(y, weight);
        }
    }

    /// A function at both ends and in the middle of a cell.
    private record Triple(double left, double middle, double right) {
        /// Average of the parabola through these.
        double average() {
            return (left + 4 * middle + right) / 6;
        }

        /// The parabola in the left half of a density.
        Triple leftHalf() {
            return new Triple(left, between((3 * left + 6 * middle - right) / 8), middle);
        }

        Triple rightHalf() {
            return new Triple(middle, between((3 * right + 6 * middle - left) / 8), right);
        }

        /// A density has the sign of its middle everywhere, which a parabola leaves where it is
        /// steep.
        private double between(double density) {
            return density * middle > 0 ? density : 0;
        }

        /// Whether the middle is on the line between the ends: to a twentieth of a bin.
        boolean isStraight() {
            double bend = Math.abs(middle - (left / 2 + right / 2));
            boolean crossesZero = left < 0 != right < 0;
            double size =
                    crossesZero ? Math.max(Math.abs(left), Math.abs(right)) : Math.abs(middle);
            return bend <= 1e-3 * size;
        }
    }

    private void cell(double from, double to, Triple values, Triple densities) {
        double mass = (to - from) * densities.average();
        if (mass < LEAST || divisions >= MOST_DIVISIONS || values.isStraight()) {
            keep((to - from) / 6, mass, values, densities);
            return;
        }
        divisions++;
        double middle = from / 2 + to / 2;
        Triple left = new Triple(values.left, value(from / 2 + middle / 2), values.middle);
        Triple right = new Triple(values.middle, value(middle / 2 + to / 2), values.right);
        cell(from, middle, left, densities.leftHalf());
        cell(middle, to, right, densities.rightHalf());
    }

    private void keep(double sixth, double mass, Triple values, Triple densities) {
        addMoments(values.left, sixth * densities.left);
        addMoments(values.middle, 4 * sixth * densities.middle);
        addMoments(values.right, sixth * densities.right);
        double left = Math.clamp(3 * sixth * densities.leftHalf().average(), 0, Math.max(0, mass));
        spread(values.left, values.middle, left, tilt(densities.left, densities.middle));
        spread(values.middle, values.right, mass - left, tilt(densities.middle, densities.right));
    }

    private static double tilt(double from, double to) {
        return from == to ? 0 : (to - from) / (to + from);
    }

    private void spread(double from, double to, double weight, double tilt) {
        double rounded = toFloatPrecision(from);
        if (rounded == toFloatPrecision(to)) {
            builder.round(rounded, weight);
        } else {
            builder.spread(from, to, weight, tilt);
        }
    }

    /// As float32 rounds it, whatever the exponent.
    private static double toFloatPrecision(double value) {
        int exponent = Math.getExponent(value);
        return Math.scalb((float) Math.scalb(value, -exponent), exponent);
    }

    private void addMoments(double y, double weight) {
        double magnitude = Math.abs(y);
        double square = y * y;
        mean += weight * y;
        first += weight * magnitude;
        second += weight * square;
        third += weight * square * magnitude;
        fourth += weight * square * square;
    }

    private ElementLaw law() {
        return builder.build(new LawMoments(mean, first, second, third, fourth));
    }
}
