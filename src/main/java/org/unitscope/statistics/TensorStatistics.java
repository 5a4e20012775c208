package org.unitscope.statistics;

import java.util.OptionalDouble;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;

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
/// @param fine bins of all elements
/// @param fates what rounding to the target does to the elements
/// @param target the format, and the conversion to it, that the tensor is judged against
/// @param sqnrDecibels `10 log10(sum(x^2) / sum((q - x)^2))` of rounding to the target. Positive
///   infinity if rounding changes nothing, negative infinity if a finite element becomes infinite
///   or NaN, empty if `sum(x^2)` is zero
/// @param verdict by the rule given when the statistics were finished
public record TensorStatistics(
        long count,
        Moments moments,
        double amax,
        OptionalDouble minNonzero,
        long zeros,
        long nonfinite,
        FineHistogram fine,
        Fates fates,
        TargetFormat target,
        OptionalDouble sqnrDecibels,
        Verdict verdict) {

    /// Octaves of all elements.
    public OctaveHistogram histogram() {
        return fine.octaves();
    }

    /// The format the tensor is judged against.
    public ScalarFormat format() {
        return target.format();
    }

    /// `sum(x^2)` over the finite elements; zero if there is none.
    public double energy() {
        long finite = count - nonfinite;
        return finite == 0 ? 0 : finite * moments.secondMoment();
    }

    /// Number of finite elements other than zero: what the fates are shares of.
    public long nonzeroFinite() {
        return count - zeros - nonfinite;
    }
}
