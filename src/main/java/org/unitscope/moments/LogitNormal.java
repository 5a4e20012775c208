package org.unitscope.moments;

/// The law of one weight of a softmax, `p = 1 / (1 + e^{-x})` with Gaussian x: the weight's own
/// logit less the logarithm of the sum of the others, which is nearly Gaussian too. Exact for two
/// keys, log-normal for many.
///
/// @param mean of x
/// @param deviation of x
record LogitNormal(double mean, double deviation) {
    private static final double REACH = 9;
    private static final double STEP = 0.1;
    private static final double LARGEST = 40;
    private static final double CLOSE = 1e-5;
    private static final int MOST_STEPS = 60;

    /// Places of the trapezoid rule and the mass of a standard normal there.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Nodes(double[] places, double[] masses, int count) {
        static final Nodes USUAL = of(STEP);

        static Nodes of(double width) {
            int most = (int) Math.ceil(2 * REACH / width) + 2;
            double[] places = new double[most];
            double[] masses = new double[most];
            int count = 0;
            for (double z = -REACH; z < REACH + width / 2; z += width) {
                places[count] = z;
                masses[count] = width * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
                count++;
            }
            return new Nodes(places, masses, count);
        }
    }

    /// `E p` and `E p²` by the trapezoid rule, off by `exp(-2 π² / (step · deviation))`, and the
    /// slope of `E p` in the mean.
    private record Sums(double first, double second, double slope) {
        static Sums of(double mean, double deviation) {
            double first = 0;
            double second = 0;
            double slope = 0;
            Nodes nodes = deviation <= 1 / STEP ? Nodes.USUAL : Nodes.of(1 / deviation);
            for (int i = 0; i < nodes.count; i++) {
                double p = 1 / (1 + StrictMath.exp(-mean - deviation * nodes.places[i]));
                double mass = nodes.masses[i];
                first += mass * p;
                second += mass * p * p;
                slope += mass * p * (1 - p);
            }
            return new Sums(first, second, slope);
        }
    }

    /// The one with `E p = 1/n` and `E p² = overlap/n`; the deviation is at most 40.
    ///
    /// @param count n, more than one
    static LogitNormal fit(double count, double overlap) {
        double low = 0;
        double high =
                Math.min(LARGEST, Math.sqrt(2 * Math.max(0, StrictMath.log(count * overlap))));
        LogitNormal result = withMean(count, high);
        while (high < LARGEST && result.missing(count, overlap) > 0) {
            low = high;
            high = Math.min(LARGEST, 1.5 * high + 0.1);
            result = withMean(count, high);
        }
        for (int k = 0; k < MOST_STEPS && high - low > CLOSE * high; k++) {
            LogitNormal middle = withMean(count, (low + high) / 2);
            if (middle.missing(count, overlap) > 0) {
                low = middle.deviation;
            } else {
                high = middle.deviation;
                result = middle;
            }
        }
        return result;
    }

    private double missing(double count, double overlap) {
        return overlap / count - Sums.of(mean, deviation).second();
    }

    /// By Newton's rule for `ln E p`, which is concave: from the left, where `E p <= E e^x`, or
    /// where x is above zero with a chance of 1e-9.
    private static LogitNormal withMean(double count, double deviation) {
        double target = -StrictMath.log(count);
        double mean = deviation < REACH ? target - deviation * deviation / 2 : -6 * deviation - 1;
        for (int k = 0; k < MOST_STEPS; k++) {
            Sums sums = Sums.of(mean, deviation);
            double step = (target - StrictMath.log(sums.first())) * sums.first() / sums.slope();
            mean += step;
            if (Math.abs(step) < CLOSE) {
                break;
            }
        }
        return new LogitNormal(mean, deviation);
    }

    /// p at a value of a standard normal.
    double at(double z) {
        return 1 / (1 + StrictMath.exp(-mean - deviation * z));
    }
}
