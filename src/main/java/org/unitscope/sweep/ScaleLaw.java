package org.unitscope.sweep;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Basis;

/// How the predicted scale of one tensor follows the size.
///
/// @param key the tensor; of a series of last blocks one that no model holds, as
///   `blocks.last.ffn.down`
/// @param lastBlock whether it takes at each size the tensor of the last repeated block
/// @param points ascending in size, at least two
/// @param fit empty where a scale is zero, infinite or NaN
/// @param basis the weakest that a point rests on
public record ScaleLaw(
        TensorKey key, boolean lastBlock, List<Point> points, Optional<PowerLaw> fit, Basis basis) {
    /// A predicted scale.
    ///
    /// @param size value of the swept size
    /// @param rms predicted root mean square
    public record Point(double size, double rms) {}

    /// Copies the list.
    public ScaleLaw {
        points = List.copyOf(points);
    }

    /// The path of the tensor.
    public String path() {
        return key.tensor().path();
    }

    /// What stands in the place of an exponent that there is not: all points are zero, or some are
    /// zero or not finite.
    public String withoutFit() {
        return points.stream().allMatch(point -> point.rms() == 0)
                ? "zero at every point"
                : "zero or not finite at some points";
    }
}
