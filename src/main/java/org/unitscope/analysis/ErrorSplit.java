package org.unitscope.analysis;

/// How far a sampled RMS is from its prediction, split in two: what the rule itself is off when it is
/// fed what was sampled of its inputs, and what it inherits from predictions of them that are off.
///
///     sampled / predicted = (sampled / local) · (local / predicted)
///
/// @param sampled RMS
/// @param local RMS that the tensor's own rule predicts from sampled inputs
/// @param predicted RMS
public record ErrorSplit(double sampled, double local, double predicted) {
    /// `sampled / local − 1`.
    public double localError() {
        return sampled / local - 1;
    }

    /// `local / predicted − 1`.
    public double inheritedError() {
        return local / predicted - 1;
    }

    /// `sampled / predicted − 1`.
    public double wholeError() {
        return sampled / predicted - 1;
    }
}
