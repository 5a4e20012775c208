package org.unitscope.run;

import java.util.OptionalDouble;
import org.unitscope.analysis.Prediction;

/// The scale (RMS) of recorded tensors, in octaves. All views take these numbers from here.
public final class Scales {
    private Scales() {}

    /// The predicted RMS, if there is one.
    public static OptionalDouble predicted(TensorRecord tensor) {
        return tensor.predicted() instanceof Prediction.Known known
                ? OptionalDouble.of(known.moments().rms())
                : OptionalDouble.empty();
    }

    /// The sampled RMS, if the tensor was sampled.
    public static OptionalDouble sampled(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> OptionalDouble.of(measured.statistics().moments().rms()))
                .orElse(OptionalDouble.empty());
    }

    /// `sampled / predicted − 1` of the RMS; empty where one is missing or nothing was predicted
    /// but zero. Zero against zero is 0.
    public static OptionalDouble deviation(TensorRecord tensor) {
        OptionalDouble predicted = predicted(tensor);
        OptionalDouble sampled = sampled(tensor);
        if (predicted.isEmpty() || sampled.isEmpty()) {
            return OptionalDouble.empty();
        }
        double expected = predicted.getAsDouble();
        double found = sampled.getAsDouble();
        if (expected == 0) {
            return found == 0 ? OptionalDouble.of(0) : OptionalDouble.empty();
        }
        return OptionalDouble.of(found / expected - 1);
    }

    /// `log2` of a scale: −∞ for 0, NaN for NaN.
    public static double log2(double scale) {
        return StrictMath.log(scale) / StrictMath.log(2);
    }

    /// How many octaves a tensor's scale is away from 1: sampled if it was, else predicted. An
    /// all-zero tensor and one without any number are at 0: nothing can be lost of them. A NaN is
    /// at infinity.
    public static double distance(TensorRecord tensor) {
        OptionalDouble sampled = sampled(tensor);
        OptionalDouble scale = sampled.isPresent() ? sampled : predicted(tensor);
        if (scale.isEmpty() || scale.getAsDouble() == 0) {
            return 0;
        }
        double octaves = Math.abs(log2(scale.getAsDouble()));
        return Double.isNaN(octaves) ? Double.POSITIVE_INFINITY : octaves;
    }
}
