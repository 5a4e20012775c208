package org.unitscope.format;

/// Which codes of a format are not finite numbers.
public enum SpecialValues {
    /// The top exponent field holds the infinities (mantissa 0) and NaN (any other mantissa), as in
    /// IEEE 754: FP32, FP16, BF16, OCP E5M2.
    IEEE,

    /// The top exponent field holds finite numbers, only the code with every exponent and mantissa
    /// bit set is NaN, and there is no infinity: OCP E4M3.
    NAN_ONLY_ALL_ONES
}
