package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.unitscope.comparison.ScaleChange;
import org.unitscope.comparison.ScaleState;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// Predicted against sampled scale (RMS), tensor by tensor.
///
/// @param compared rows with both numbers
/// @param bothZero of those the ones that are all zero in both
/// @param outside those that differ by more than [#BAND] octaves, or by no number of octaves, the
///   farthest first
/// @param points the rest of `compared` and `outside` that has a place on two logarithmic axes, in
///   the order of the run
public record Agreement(long compared, long bothZero, List<Point> outside, List<Point> points) {
    /// Octaves that the two may differ by.
    public static final double BAND = 0.5;

    /// A row.
    ///
    /// @param change from the predicted to the sampled RMS
    public record Point(TensorRecord tensor, ScaleChange change) {
        /// `log2(sampled / predicted)`; infinite where one is zero or not finite.
        public double octaves() {
            return change.octaves().orElse(Double.POSITIVE_INFINITY);
        }

        /// Whether the two differ by more than the band.
        public boolean isOutside() {
            ScaleState state = change.state(BAND);
            return state == ScaleState.OUTSIDE || state.isUnbounded();
        }
    }

    /// Copies the lists.
    public Agreement {
        outside = List.copyOf(outside);
        points = List.copyOf(points);
    }

    static Agreement of(RunRecord run) {
        List<Point> both = new ArrayList<>();
        for (TensorRecord tensor : run.tensors()) {
            ScaleChange change = new ScaleChange(Scales.predicted(tensor), Scales.sampled(tensor));
            if (change.isKnown()) {
                both.add(new Point(tensor, change));
            }
        }
        return new Agreement(
                both.size(),
                both.stream().filter(p -> p.change().state(BAND) == ScaleState.BOTH_ZERO).count(),
                both.stream()
                        .filter(Point::isOutside)
                        .sorted(Comparator.comparingDouble(p -> -Math.abs(p.octaves())))
                        .toList(),
                both.stream().filter(p -> p.change().octaves().isPresent()).toList());
    }
}
