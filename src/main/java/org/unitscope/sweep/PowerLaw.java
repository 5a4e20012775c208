package org.unitscope.sweep;

import java.util.List;
import java.util.Optional;
import org.unitscope.run.Scales;

/// The power that follows a scale most closely: `rms ≈ 2^log2Coefficient * size^exponent`.
///
/// Least squares of `log2 rms` on `log2 size`, every point with the same weight: `exponent = Σ (x −
/// x̄)(y − ȳ) / Σ (x − x̄)²`. A law that is no power has a large [#deviation], and an
/// [#upperExponent] other than the exponent.
///
/// @param exponent 0 where the scale does not depend on the size
/// @param log2Coefficient of the law at size 1
/// @param deviation largest distance of a point from the fit, in octaves; 0 for two points
/// @param upperExponent slope between the two largest sizes
public record PowerLaw(
        double exponent, double log2Coefficient, double deviation, double upperExponent) {
    /// Fits scales at ascending sizes; empty for fewer than two points, and where a scale is zero,
    /// infinite or NaN: such scales have no logarithm.
    public static Optional<PowerLaw> fit(List<ScaleLaw.Point> points) {
        int count = points.size();
        double[] x = new double[count];
        double[] y = new double[count];
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < count; i++) {
            double rms = points.get(i).rms();
            if (!(rms > 0) || Double.isInfinite(rms)) {
                return Optional.empty();
            }
            x[i] = Scales.log2(points.get(i).size());
            y[i] = Scales.log2(rms);
            sumX += x[i];
            sumY += y[i];
        }
        if (count < 2) {
            return Optional.empty();
        }
        double meanX = sumX / count;
        double meanY = sumY / count;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        double exponent = products / squares;
        double atOne = meanY - exponent * meanX;
        double deviation = 0;
        for (int i = 0; i < count && count > 2; i++) {
            deviation = Math.max(deviation, Math.abs(y[i] - atOne - exponent * x[i]));
        }
        double upper = (y[count - 1] - y[count - 2]) / (x[count - 1] - x[count - 2]);
        return Optional.of(new PowerLaw(exponent, atOne, deviation, upper));
    }

    /// `log2` of the fitted scale at a size.
    public double log2At(double size) {
        return log2Coefficient + exponent * Scales.log2(size);
    }
}
