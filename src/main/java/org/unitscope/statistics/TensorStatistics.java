package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.FloatFormat;

/// Everything measured of one tensor in one pass.
///
/// Elements that are infinite or NaN are counted and take no part in the moments, `amax`, the fates
/// or the SQNR.
///
/// @param count number of elements
/// @param moments of the finite elements; NaN if there is none
/// @param amax largest magnitude of the finite elements; zero if there is none
/// @param minNonzero smallest magnitude of the non-zero finite elements, if there is one
/// @param zeros number of elements equal to zero, of either sign
/// @param nonfinite number of infinite and NaN elements
/// @param histogram octaves of all elements
/// @param fates what rounding to `format` does to the elements
/// @param format the format the tensor is judged against
/// @param sqnrDecibels `10 log10(sum(x^2) / sum((q - x)^2))` of rounding to `format` with its usual
///   overflow. Positive infinity if rounding changes nothing, negative infinity if a finite element
///   becomes infinite, empty if `sum(x^2)` is zero
/// @param verdict by the rule given when the statistics were finished
public record TensorStatistics(
        long count,
        Moments moments,
        double amax,
        OptionalDouble minNonzero,
        long zeros,
        long nonfinite,
        OctaveHistogram histogram,
        Fates fates,
        FloatFormat format,
        OptionalDouble sqnrDecibels,
        Verdict verdict) {

    /// Number of finite elements other than zero: what the fates are shares of.
    public long nonzeroFinite() {
        return count - zeros - nonfinite;
    }
}
