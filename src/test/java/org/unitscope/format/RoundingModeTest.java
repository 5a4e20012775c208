package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.unitscope.format.RoundingMode.Kind;

/// Every rounding mode at, just below and just above every value and every midpoint of every format
/// of eight bits or fewer, against exact decimals.
final class RoundingModeTest {
    static final List<String> TABLES = CodeTable.NAMES;

    @ParameterizedTest
    @FieldSource("TABLES")
    void deterministicModesAgreeWithExactDecimals(String name) {
        CodeTable table = CodeTable.read(name);
        ExactRounding exact = new ExactRounding(table);
        Set<Float> inputs = inputs(table, exact);
        for (Kind kind : Kind.values()) {
            if (!kind.isStochastic()) {
                RoundingMode mode = RoundingMode.of(kind);
                check(name, exact, inputs, Conversion.SATURATING.with(mode), 0);
                check(name, exact, inputs, Conversion.NONSATURATING.with(mode), 0);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("TABLES")
    void stochasticModesAgreeWithExactDecimalsForEveryRandomInteger(String name) {
        CodeTable table = CodeTable.read(name);
        ExactRounding exact = new ExactRounding(table);
        Set<Float> inputs = inputs(table, exact);
        for (Kind kind : List.of(Kind.STOCHASTIC_A, Kind.STOCHASTIC_B, Kind.STOCHASTIC_C)) {
            for (int bits : new int[] {1, 2, 4}) {
                RoundingMode mode = new RoundingMode(kind, bits);
                for (int random = 0; random < 1 << bits; random++) {
                    check(name, exact, inputs, Conversion.SATURATING.with(mode), random);
                }
            }
        }
    }

    /// Values, midpoints, quarters, their neighbors among the floats, and the first overflow.
    private static Set<Float> inputs(CodeTable table, ExactRounding exact) {
        Set<Float> inputs = new LinkedHashSet<>();
        List<BigDecimal> values = table.magnitudes();
        for (int i = 0; i < values.size(); i++) {
            BigDecimal value = values.get(i);
            BigDecimal next = i + 1 < values.size() ? values.get(i + 1) : exact.beyond();
            BigDecimal quarter = next.subtract(value).divide(BigDecimal.valueOf(4));
            for (int part = 0; part < 4; part++) {
                BigDecimal x = value.add(quarter.multiply(BigDecimal.valueOf(part)));
                float f = x.floatValue();
                inputs.addAll(List.of(f, -f, Math.nextUp(f), -Math.nextUp(f)));
                inputs.addAll(List.of(Math.nextDown(f), -Math.nextDown(f)));
            }
        }
        inputs.removeIf(x -> !Float.isFinite(x));
        return inputs;
    }

    private static void check(
            String name,
            ExactRounding exact,
            Set<Float> inputs,
            Conversion conversion,
            int random) {
        ScalarFormat format = Formats.require(name);
        Quantizer quantizer = Quantizer.of(format, conversion);
        Kind kind = conversion.rounding().kind();
        for (float x : inputs) {
            boolean negative = x < 0;
            BigDecimal magnitude = new BigDecimal(Math.abs(x));
            BigDecimal rounded =
                    exact.round(
                            magnitude, negative, kind, conversion.rounding().randomBits(), random);
            boolean over = rounded == null || rounded.compareTo(exact.limit(negative)) > 0;
            float expected =
                    rounded == null || over
                            ? beyond(format, conversion, negative)
                            : signed(format, rounded.floatValue(), x);
            float got = quantizer.quantize(x, random);
            if (Float.floatToIntBits(got) != Float.floatToIntBits(expected)
                    || quantizer.overflows(x, random) != over) {
                assertThat(got)
                        .as("%s %s R=%d of %s (%a)", name, conversion, random, x, x)
                        .isEqualTo(expected);
                assertThat(quantizer.overflows(x, random)).as("%s of %s", name, x).isEqualTo(over);
            }
        }
    }

    private static float signed(ScalarFormat format, float magnitude, float x) {
        boolean minus = 1 / x < 0 && (magnitude != 0 || format.hasNegativeZero());
        return minus ? -magnitude : magnitude;
    }

    /// The rule of the two conventions, written down once more.
    private static float beyond(ScalarFormat format, Conversion conversion, boolean negative) {
        float limit = (float) (negative ? format.lowestFinite() : format.maxFinite());
        Kind kind = conversion.rounding().kind();
        boolean inward =
                kind == Kind.TOWARD_ZERO
                        || (kind == Kind.UP && negative)
                        || (kind == Kind.DOWN && !negative);
        boolean none = !format.hasInfinity() && !format.hasNan();
        if (conversion.overflow() == Overflow.SATURATE || inward || none) {
            return limit;
        }
        boolean infinite = format.hasInfinity() && (format.isSigned() || !negative);
        return infinite ? (negative ? -1 : 1) * Float.POSITIVE_INFINITY : Float.NaN;
    }

    /// The share of random integers that round away is the probability of the definition.
    @Test
    void probabilitiesAreThoseOfTheDefinitions() {
        ScalarFormat format = Formats.FP8_E4M3;
        for (Kind kind : List.of(Kind.STOCHASTIC_A, Kind.STOCHASTIC_B, Kind.STOCHASTIC_C)) {
            for (int bits = 1; bits <= 10; bits++) {
                Quantizer quantizer =
                        Quantizer.of(
                                format, Conversion.SATURATING.with(new RoundingMode(kind, bits)));
                for (int part = 0; part < 100; part++) {
                    float x = -(1 + part / 800f);
                    int away = 0;
                    for (int random = 0; random < 1 << bits; random++) {
                        away += quantizer.quantize(x, random) == -1.125f ? 1 : 0;
                    }
                    assertThat((double) away / (1 << bits))
                            .as("%s:%d at %s", kind, bits, x)
                            .isEqualTo(quantizer.probabilityAway(x))
                            // N bits resolve the position to 2^-N, rule A always downward.
                            .isBetween(
                                    (-x - 1) * 8 - Math.scalb(1.0, -bits),
                                    (-x - 1) * 8
                                            + Math.scalb(
                                                    kind == Kind.STOCHASTIC_A ? 0 : 0.5, -bits));
                }
            }
        }
    }

    @Test
    void readsItsOwnWords() {
        for (Kind kind : Kind.values()) {
            RoundingMode mode = new RoundingMode(kind, kind.isStochastic() ? 7 : 0);
            assertThat(RoundingMode.parse(mode.toString())).isEqualTo(mode);
        }
        assertThatThrownBy(() -> RoundingMode.parse("nearest"))
                .hasMessageStartingWith("Rounding 'nearest' is not known; use rne,");
        assertThatThrownBy(() -> RoundingMode.parse("sr-a")).hasMessageContaining("not known");
        assertThatThrownBy(() -> RoundingMode.parse("sr-a:24"))
                .hasMessage("Rounding sr-a: needs 1 to 23 random bits, got 24.");
        assertThatThrownBy(() -> RoundingMode.parse("sr-c:0")).hasMessageContaining("got 0");
    }
}
