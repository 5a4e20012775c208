package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Single precision against double over the bit patterns of float, in ulps of the exact result.
class ElementaryFunctionsTest {
    interface FloatFunction {
        float apply(float x);
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                of("exp", ElementaryFunctions::exp, StrictMath::exp, 1.5),
                of("log", ElementaryFunctions::log, StrictMath::log, 1.5),
                of("log1p", ElementaryFunctions::log1p, StrictMath::log1p, 2.5),
                of("tanh", ElementaryFunctions::tanh, StrictMath::tanh, 3),
                of("sigmoid", ElementaryFunctions::sigmoid, ReferenceFunctions::sigmoid, 3),
                of("erf", ElementaryFunctions::erf, ReferenceFunctions::erf, 3));
    }

    private static Arguments of(
            String name, FloatFunction function, DoubleUnaryOperator reference, double bound) {
        return Arguments.of(Named.of(name, function), reference, bound);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void staysWithinItsBound(FloatFunction f, DoubleUnaryOperator reference, double bound) {
        assertThat(worst(f, reference, 9973)).isLessThan(bound);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("functions")
    void staysWithinItsBoundOnADenseSweep(
            FloatFunction f, DoubleUnaryOperator reference, double bound) {
        assertThat(worst(f, reference, 211)).isLessThan(bound);
    }

    /// The largest error over every `step`-th bit pattern, from −∞ over NaN to +∞.
    private static double worst(FloatFunction f, DoubleUnaryOperator reference, int step) {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += step) {
            float x = Float.intBitsToFloat((int) bits);
            float y = f.apply(x);
            double exact = reference.applyAsDouble(x);
            if (Double.isNaN(exact) || Float.isInfinite((float) exact)) {
                assertThat(Float.valueOf(y))
                        .as("f(" + x + ")")
                        .isEqualTo(Float.valueOf((float) exact));
            } else {
                worst = Math.max(worst, Math.abs(y - exact) / Math.ulp((float) exact));
            }
        }
        return worst;
    }

    @Test
    void specialValues() {
        assertThat(ElementaryFunctions.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(ElementaryFunctions.exp(Float.POSITIVE_INFINITY)).isInfinite();
        assertThat(ElementaryFunctions.exp(0f)).isEqualTo(1f);
        assertThat(ElementaryFunctions.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(ElementaryFunctions.log(-1f)).isNaN();
        assertThat(ElementaryFunctions.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(ElementaryFunctions.erf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(ElementaryFunctions.erf(-0f)).isEqualTo(-0f);
        assertThat(ElementaryFunctions.sigmoid(Float.NaN)).isNaN();
    }

    @Test
    void turnsHitTheQuartersAndStayNearTheCircle() {
        assertThat(ElementaryFunctions.cosTwoPi(0)).isEqualTo(1);
        assertThat(ElementaryFunctions.sinTwoPi(0.25f)).isEqualTo(1);
        assertThat(ElementaryFunctions.cosTwoPi(0.5f)).isEqualTo(-1);
        assertThat(ElementaryFunctions.sinTwoPi(0.75f)).isEqualTo(-1);
        double worst = 0;
        for (int i = 0; i < 1 << 24; i += 7) {
            float turns = i * 0x1p-24f;
            double angle = 2 * Math.PI * turns;
            double c = ElementaryFunctions.cosTwoPi(turns) - StrictMath.cos(angle);
            double s = ElementaryFunctions.sinTwoPi(turns) - StrictMath.sin(angle);
            worst = Math.max(worst, Math.max(Math.abs(c), Math.abs(s)));
        }
        assertThat(worst).isLessThan(1.2e-7);
    }

    /// erf by its Maclaurin series in 60 digits, where cancellation leaves more than 40.
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.1, 0.5, 1, 1.7, 2.5, 2.999, 3, 3.5, 4.2, 5.5})
    void referenceErfAgreesWithSixtyDigits(double x) {
        MathContext digits = new MathContext(60);
        BigDecimal square = new BigDecimal(x).pow(2);
        BigDecimal term = new BigDecimal(x);
        BigDecimal sum = term;
        for (int n = 1; n < 250; n++) {
            term = term.multiply(square).divide(BigDecimal.valueOf(-n), digits);
            sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), digits), digits);
        }
        BigDecimal pi =
                new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494");
        BigDecimal exact = sum.multiply(BigDecimal.TWO).divide(pi.sqrt(digits), digits);

        double expected = exact.doubleValue();
        assertThat(ReferenceFunctions.erf(x)).isCloseTo(expected, within(4e-15 * expected));
        assertThat(ReferenceFunctions.erf(-x)).isEqualTo(-ReferenceFunctions.erf(x));
    }
}
