package org.unitscope.app.heatmap;

import org.unitscope.analysis.Prediction;
import org.unitscope.app.text.NumberText;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// What half a cell shows.
public sealed interface CellValue {
    /// A base-2 logarithm, infinite for a scale of zero.
    ///
    /// @param text as printed in the cell
    record Octaves(double log2, String text) implements CellValue {}

    /// A number that is there but is not finite, such as the RMS of NaNs.
    record NotFinite(String reason) implements CellValue {}

    /// No number, and why.
    record Missing(String reason) implements CellValue {}

    /// The predicted RMS.
    static CellValue predicted(TensorRecord tensor) {
        return switch (tensor.predicted()) {
            case Prediction.Known known -> scale(known.moments().rms());
            case Prediction.Unknown unknown -> new Missing(unknown.reason());
        };
    }

    /// The sampled RMS.
    static CellValue sampled(TensorRecord tensor) {
        return tensor.measured()
                .map(measured -> scale(measured.statistics().moments().rms()))
                .orElse(new Missing("not sampled"));
    }

    /// The sampled RMS over the predicted one.
    static CellValue deviation(TensorRecord tensor) {
        if (!(tensor.predicted() instanceof Prediction.Known known)) {
            return predicted(tensor);
        }
        if (tensor.measured().isEmpty()) {
            return sampled(tensor);
        }
        double predicted = known.moments().rms();
        double sampled = tensor.measured().get().statistics().moments().rms();
        boolean bothZero = predicted == 0 && sampled == 0;
        double ratio = bothZero ? 1 : sampled / predicted;
        return Double.isNaN(ratio)
                ? new NotFinite("sampled RMS is NaN")
                : new Octaves(Scales.log2(ratio), NumberText.deviation(predicted, sampled));
    }

    /// A scale; one that is not finite has no place among the colors.
    static CellValue scale(double rms) {
        if (Double.isNaN(rms) || Double.isInfinite(rms)) {
            return new NotFinite("RMS is " + NumberText.number(rms));
        }
        return new Octaves(
                Scales.log2(rms), rms == 0 ? "0" : NumberText.signed(Scales.log2(rms), 1));
    }
}
