package org.unitscope.format;

/// How the scale of an integer format is chosen from the data. With `s` the float32 scale, `z` the
/// zero point, the stored integer is `q = clamp(round(x * (1 / s)) + z)` (the reciprocal rounded to
/// float32, as torch does) and the value is `(q - z) * s` in float32.
///
/// Symmetric: `z = 0`, `s = amax / n` with `n` the largest code, or the largest code and a half
/// where the lowest code is used too (127.5 for `[-128, 127]`). Asymmetric: the range is widened to
/// hold zero, `s = (max - min) / (number of codes - 1)`, `z = lowest - round(min / s)`, clamped.
/// Where the range is zero or not finite `s = 1`; `s` is at least 2^-126, to have a reciprocal.
public enum Scaling {
    /// The format's values are used as they are.
    NONE(false, false, ""),
    /// One scale for the whole tensor, zero at code 0.
    SYMMETRIC_PER_TENSOR(false, false, "symmetric, per tensor"),
    /// One scale and one zero point for the whole tensor.
    ASYMMETRIC_PER_TENSOR(true, false, "asymmetric, per tensor"),
    /// A scale for each index of the last axis, zero at code 0.
    SYMMETRIC_PER_CHANNEL(false, true, "symmetric, per channel"),
    /// A scale and a zero point for each index of the last axis.
    ASYMMETRIC_PER_CHANNEL(true, true, "asymmetric, per channel");

    private final boolean asymmetric;
    private final boolean perChannel;
    private final String title;

    Scaling(boolean asymmetric, boolean perChannel, String title) {
        this.asymmetric = asymmetric;
        this.perChannel = perChannel;
        this.title = title;
    }

    /// Whether there is a zero point.
    public boolean isAsymmetric() {
        return asymmetric;
    }

    /// Whether every channel (index of the last axis) has its own scale.
    public boolean isPerChannel() {
        return perChannel;
    }

    /// In words; empty for [#NONE].
    public String title() {
        return title;
    }
}
