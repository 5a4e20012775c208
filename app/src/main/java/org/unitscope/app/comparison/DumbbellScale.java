package org.unitscope.app.comparison;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.app.histogram.Bands;
import org.unitscope.comparison.TensorPair;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// The common axis of dumbbells: from the least to the largest scale of all listed pairs, in
/// octaves, kept away from what few tensors far out would squeeze.
///
/// @param low left end
/// @param high right end
record DumbbellScale(double low, double high) {
    /// Octaves shown at most to either side of scale 1.
    private static final double MOST = 40;

    private static final double PADDING = 1;

    static DumbbellScale of(List<TensorPair> pairs) {
        double low = 0;
        double high = 0;
        for (TensorPair pair : pairs) {
            for (OptionalDouble scale : List.of(pair.scale().before(), pair.scale().after())) {
                double octaves = Scales.log2(scale.orElse(1));
                if (Double.isFinite(octaves)) {
                    low = Math.min(low, octaves);
                    high = Math.max(high, octaves);
                }
            }
        }
        return new DumbbellScale(
                Math.max(-MOST, Math.floor(low)) - PADDING,
                Math.min(MOST, Math.ceil(high)) + PADDING);
    }

    /// Where on the axis a scale is, from 0 to 1; empty for zero and for what is no number.
    OptionalDouble position(OptionalDouble scale) {
        if (scale.isEmpty()) {
            return OptionalDouble.empty();
        }
        double octaves = Scales.log2(scale.getAsDouble());
        return Double.isFinite(octaves)
                ? OptionalDouble.of(place(octaves))
                : OptionalDouble.empty();
    }

    /// Where a power of two is, held at the ends.
    double place(double octaves) {
        return Math.clamp((octaves - low) / (high - low), 0, 1);
    }

    /// The bands of the format that a tensor is judged in.
    static Optional<Bands> bands(TensorRecord tensor) {
        double amax = tensor.measured().map(measured -> measured.statistics().amax()).orElse(0.0);
        return Bands.of(tensor.format(), amax);
    }
}
