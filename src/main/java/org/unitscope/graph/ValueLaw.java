package org.unitscope.graph;

/// The law real numbers are drawn from at initialization, independently per element but for
/// [CorrelatedRows] and [Orthogonal]. `toString` is the form files and screens show.
public sealed interface ValueLaw {
    /// `E x`.
    double mean();

    /// `E x²`.
    double secondMoment();

    /// The law of `factor · x`; the factor is above 0.
    ValueLaw scaled(double factor);

    /// Gaussian with this mean and standard deviation.
    record Normal(double mean, double standardDeviation) implements ValueLaw {
        @Override
        public double secondMoment() {
            return mean * mean + standardDeviation * standardDeviation;
        }

        @Override
        public ValueLaw scaled(double factor) {
            return new Normal(factor * mean, factor * standardDeviation);
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
        public ValueLaw scaled(double factor) {
            return new Uniform(factor * low, factor * high);
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
        public ValueLaw scaled(double factor) {
            return new Constant(factor * value);
        }

        @Override
        public String toString() {
            return "constant(" + value + ")";
        }
    }

    /// Gaussian, drawn again until it is within `cut` deviations of the mean; with 2 as TensorFlow
    /// and `trunc_normal_` do.
    ///
    /// The variance is `σ² (1 − 2 c φ(c) / (2 Φ(c) − 1))`, 0.7737 σ² at c = 2.
    ///
    /// @param standardDeviation σ, of the Gaussian before it is cut
    /// @param cut c, above 0 and at most [#MOST]
    record TruncatedNormal(double mean, double standardDeviation, double cut) implements ValueLaw {
        /// Beyond it a Gaussian is not cut.
        public static final double MOST = 6;

        @Override
        public double secondMoment() {
            return mean * mean + standardDeviation * standardDeviation * unitVariance(cut);
        }

        /// The variance for σ = 1. With `2 Φ(c) − 1 = 2 φ(c) S`, `S = Σ c^(2n+1) / (2n+1)!!`, it is
        /// `(S − c) / S`: all terms positive, no digits lost.
        public static double unitVariance(double cut) {
            double term = cut;
            double rest = 0;
            for (int n = 1; term > 0x1p-60 * (cut + rest); n++) {
                term *= cut * cut / (2 * n + 1);
                rest += term;
            }
            return rest / (cut + rest);
        }

        @Override
        public ValueLaw scaled(double factor) {
            return new TruncatedNormal(factor * mean, factor * standardDeviation, cut);
        }

        @Override
        public String toString() {
            return "truncated_normal(mean %s, std %s, cut %s)"
                    .formatted(mean, standardDeviation, cut);
        }
    }

    /// Student's t about 0, times a scale: heavy tails, `P(|x| > a)` falling as `a^-degrees`. The
    /// variance is `scale² ν / (ν − 2)`.
    ///
    /// @param degrees ν of freedom, above 4, so that squares have a variance
    record StudentT(double degrees, double scale) implements ValueLaw {
        @Override
        public double mean() {
            return 0;
        }

        @Override
        public double secondMoment() {
            return scale * scale * degrees / (degrees - 2);
        }

        @Override
        public ValueLaw scaled(double factor) {
            return new StudentT(degrees, factor * scale);
        }

        @Override
        public String toString() {
            return "student_t(degrees " + degrees + ", scale " + scale + ")";
        }
    }

    /// Rows, of the innermost axis, that have something in common: `x = σ (√ρ u + √(1 − ρ) v)`, u
    /// one Gaussian row for all, v of every row's own. For inputs.
    ///
    /// @param correlation ρ of two rows in one feature, 0 to 1
    record CorrelatedRows(double standardDeviation, double correlation) implements ValueLaw {
        @Override
        public double mean() {
            return 0;
        }

        @Override
        public double secondMoment() {
            return standardDeviation * standardDeviation;
        }

        @Override
        public ValueLaw scaled(double factor) {
            return new CorrelatedRows(factor * standardDeviation, correlation);
        }

        @Override
        public String toString() {
            return "correlated_rows(std %s, correlation %s)"
                    .formatted(standardDeviation, correlation);
        }
    }

    /// A random matrix with orthonormal rows or columns, whichever are fewer, times a gain; rows
    /// are the outermost axis and columns all others, as in `torch.nn.init.orthogonal_`. Its mean
    /// square is `gain² / longer` without scatter; an element is nearly Gaussian. For weights.
    ///
    /// @param longer the larger of the numbers of rows and of columns
    record Orthogonal(double gain, int longer) implements ValueLaw {
        @Override
        public double mean() {
            return 0;
        }

        @Override
        public double secondMoment() {
            return gain * gain / longer;
        }

        @Override
        public ValueLaw scaled(double factor) {
            return new Orthogonal(factor * gain, longer);
        }

        @Override
        public String toString() {
            return "orthogonal(gain " + gain + ")";
        }
    }

    /// Numbers from a file, times a factor.
    record Stored(StoredValues values, double factor) implements ValueLaw {
        @Override
        public double mean() {
            return factor * values.mean();
        }

        @Override
        public double secondMoment() {
            return factor * factor * values.secondMoment();
        }

        @Override
        public ValueLaw scaled(double more) {
            return new Stored(values, more * factor);
        }

        @Override
        public String toString() {
            return "npy(" + values + (factor == 1 ? "" : ", factor " + factor) + ")";
        }
    }
}
