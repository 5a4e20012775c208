package org.unitscope.run;

import java.util.Optional;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.TensorKey;
import org.unitscope.sampling.Measurement;
import org.unitscope.tensor.Shape;

/// Everything a run knows about one tensor in one role.
///
/// @param operator the word for the producing node: `input`, `parameter` or the operator's name
/// @param format the format it is judged against
/// @param appliedFormat the format it was rounded to in the run, empty where it was not
/// @param measured empty if the run did not sample, or was cancelled before this tensor
/// @param forecast what is predicted beyond the moments
public record TensorRecord(
        TensorKey key,
        String operator,
        Shape shape,
        TargetFormat format,
        Optional<TargetFormat> appliedFormat,
        Prediction predicted,
        Optional<Measurement> measured,
        Forecast forecast) {
    /// Of which nothing is predicted but moments.
    public TensorRecord(
            TensorKey key,
            String operator,
            Shape shape,
            TargetFormat format,
            Optional<TargetFormat> appliedFormat,
            Prediction predicted,
            Optional<Measurement> measured) {
        this(key, operator, shape, format, appliedFormat, predicted, measured, Forecast.NONE);
    }

    /// The stable readable path of the tensor.
    public String path() {
        return key.tensor().path();
    }
}
