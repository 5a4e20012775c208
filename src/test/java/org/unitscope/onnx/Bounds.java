package org.unitscope.onnx;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;
import org.unitscope.operators.Invocation;
import org.unitscope.tensor.RealTensor;

/// Bounds of rounding errors in single precision, to first order in `u = 2^-24`, from the number of
/// roundings and the size of what is rounded (Higham 2002, Accuracy and Stability of Numerical
/// Algorithms, chapters 3 and 4). None is fitted to what was seen.
///
/// Functions that are no sum have the errors of ONNX Runtime's approximations, from its sources
/// (`onnxruntime/core/mlas/lib`: `compute.cpp`, `logistic.cpp`, `tanh.cpp`, `erf.cpp`; log, sin and
/// cos are Eigen's); [ApproximationsTest] holds them against what they do:
///
/// * exp, sin and cos: 2 ulp, `4 u |y|`, from polynomials of faithful rounding.
/// * log: the argument is brought to (√½, √2) and the terms, of which four sums are rounded, are up
///   to twice the result, `8 u |y|`.
/// * sigmoid: ½ and a quotient of polynomials, both of positive terms, with 4 and 5 steps of
///   Horner's scheme. The quotient is at most ½, its relative error at most that of two roundings a
///   step and one for every power of x²: 13 above, 15 below, 1 for the quotient; then one of the
///   sum and `0.3 u` of the range, cut at ±18. Together below `16 u`, whatever the size of the
///   result.
/// * tanh: the same without the ½, 7 steps above and 4 below, `32 u |y|`, cut at ±9.
/// * erf: 1 ulp as published for the polynomials; with the rounding of its argument `8 u`.
final class Bounds {
    /// Half the distance from 1 to the next number.
    static final double U = 0x1p-24;

    /// In multiples of u, relative.
    static final double EXP = 4;

    /// In multiples of u, relative.
    static final double LOG = 8;

    /// In multiples of u, relative.
    static final double TANH = 32;

    /// In multiples of u, absolute.
    static final double SIGMOID = 16;

    /// In multiples of u, absolute.
    static final double ERF = 8;

    private Bounds() {}

    /// No difference at all: elements are moved, compared or rounded to a narrower format.
    static Bound exact() {
        return sameBits(y -> 0);
    }

    /// One correctly rounded operation.
    static Bound rounded() {
        return sameBits(y -> U * Math.abs(y));
    }

    private static Bound sameBits(DoubleUnaryOperator allowed) {
        return new Bound() {
            @Override
            public double[] of(Sample sample, RealTensor output) {
                return map(output, allowed);
            }

            @Override
            public boolean isSameBits() {
                return true;
            }
        };
    }

    /// So many roundings, each relative to the result.
    static Bound relative(double roundings) {
        return (sample, output) -> map(output, y -> roundings * U * Math.abs(y));
    }

    /// A function of the element of the first input, in multiples of u.
    static Bound elementwise(DoubleUnaryOperator ofInput) {
        return (sample, output) -> map(sample.input(0), x -> U * ofInput.applyAsDouble(x));
    }

    /// A sum of n products in any order: every term goes through at most n roundings, so the error
    /// is at most `n u Σ |terms|`, and two more are for a bias or a factor. The sum of the sizes is
    /// the operator itself on absolute values.
    ///
    /// @param factors numbers of the inputs that the terms are products of
    static Bound sum(ToIntFunction<Invocation> terms, int... factors) {
        return (sample, output) -> {
            double roundings = terms.applyAsInt(sample.use()) + 2.0;
            return map(sample.absolute(factors), size -> roundings * U * size);
        };
    }

    static double[] map(RealTensor tensor, DoubleUnaryOperator f) {
        double[] values = new double[tensor.shape().length()];
        Arrays.setAll(values, i -> f.applyAsDouble(tensor.get(i)));
        return values;
    }
}
