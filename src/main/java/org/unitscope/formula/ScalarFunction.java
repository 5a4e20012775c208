package org.unitscope.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.kernels.ReferenceFunctions;

/// The functions of one argument that a formula may use, with their derivatives. At a kink the
/// derivative is the one that frameworks use.
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum ScalarFunction {
    EXP(StrictMath::exp, StrictMath::exp, false),
    LOG(StrictMath::log, x -> 1 / x, true),
    SQRT(Math::sqrt, x -> 0.5 / Math.sqrt(x), true),
    RSQRT(x -> 1 / Math.sqrt(x), x -> -0.5 / (x * Math.sqrt(x)), true),
    ABS(Math::abs, Math::signum, true),
    ERF(ReferenceFunctions::erf, x -> 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x), false),
    TANH(StrictMath::tanh, x -> 1 - square(StrictMath.tanh(x)), false),
    SIGMOID(ReferenceFunctions::sigmoid, ScalarFunction::sigmoidSlope, false),
    SOFTPLUS(ScalarFunction::softplus, ReferenceFunctions::sigmoid, false),
    RELU(x -> x > 0 ? x : 0, x -> x > 0 ? 1 : 0, true),
    SILU(x -> x * ReferenceFunctions.sigmoid(x), ScalarFunction::siluSlope, false),
    GELU(x -> x * normal(x), x -> normal(x) + x * density(x), false),
    SIN(StrictMath::sin, StrictMath::cos, false),
    COS(StrictMath::cos, x -> -StrictMath.sin(x), false),
    SIGN(Math::signum, x -> 0, true),
    STEP(x -> x > 0 ? 1 : 0, x -> 0, true);

    private final DoubleUnaryOperator value;
    private final DoubleUnaryOperator slope;
    private final boolean special;

    ScalarFunction(DoubleUnaryOperator value, DoubleUnaryOperator slope, boolean specialAtZero) {
        this.value = value;
        this.slope = slope;
        special = specialAtZero;
    }

    double value(double x) {
        return value.applyAsDouble(x);
    }

    double slope(double x) {
        return slope.applyAsDouble(x);
    }

    /// Whether value or derivative jumps, or has a pole or an end, where the argument is zero.
    boolean isSpecialAtZero() {
        return special;
    }

    /// As formulas write it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ScalarFunction> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ScalarFunction::word).toList();
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sigmoidSlope(double x) {
        double s = ReferenceFunctions.sigmoid(x);
        return s * (1 - s);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double siluSlope(double x) {
        double s = ReferenceFunctions.sigmoid(x);
        return s + x * s * (1 - s);
    }

    private static double normal(double x) {
        return 0.5 * (1 + ReferenceFunctions.erf(x / Math.sqrt(2)));
    }

    private static double density(double x) {
        return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
