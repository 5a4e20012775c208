package org.unitscope.sweep;

import java.util.Map;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.TensorKey;

/// One value of the swept size.
public sealed interface SweepPoint {
    /// The value.
    double size();

    /// A model that was predicted.
    ///
    /// @param sizes all named sizes of the model at this point
    record Predicted(double size, Map<String, Double> sizes, Map<TensorKey, Prediction> predictions)
            implements SweepPoint {}

    /// A model that cannot be built.
    ///
    /// @param reason one sentence
    record Skipped(double size, String reason) implements SweepPoint {}
}
