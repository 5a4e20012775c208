package org.unitscope.graph;

/// The law real numbers are drawn from at initialization, independently per element. `toString` is
/// the form files and screens show.
public sealed interface ValueLaw {
    /// `E x`.
    double mean();

    /// `E x²`.
    double secondMoment();

    /// Gaussian with this mean and standard deviation.
    record Normal(double mean, double standardDeviation) implements ValueLaw {
        @Override
        public double secondMoment() {
            return mean * mean + standardDeviation * standardDeviation;
        }

        @Override
        public String toString() {
            return "normal(mean " + mean + ", std " + standardDeviation + ")";
        }
    }

    /// Uniform on [low, high).
    record Uniform(double low, double high) implements ValueLaw {
        @Override
        public double mean() {
            return (low + high) / 2;
        }

        @Override
        public double secondMoment() {
            return (low * low + low * high + high * high) / 3;
        }

        @Override
        public String toString() {
            return "uniform(" + low + ", " + high + ")";
        }
    }

    /// The same number everywhere.
    record Constant(double value) implements ValueLaw {
        @Override
        public double mean() {
            return value;
        }

        @Override
        public double secondMoment() {
            return value * value;
        }

        @Override
        public String toString() {
            return "constant(" + value + ")";
        }
    }
}
