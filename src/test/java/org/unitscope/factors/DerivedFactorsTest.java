package org.unitscope.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.factors.SampledMoments.Sampled;
import org.unitscope.formula.Definition;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.Estimate.Refused;
import org.unitscope.formula.FormulaException;
import org.unitscope.transform.unitscaling.Constraint;

class DerivedFactorsTest {
    private static DerivedFactors derive(String formula) throws FormulaException {
        return DerivedFactors.of(new Definition("f", "", formula, Map.of(), ""), 0, 1);
    }

    /// 1/std and 1/rms f' to 7 digits from an independent quadrature, the table
    /// `elementwise_exact.csv`; the means of both by their definitions from those.
    @ParameterizedTest
    @CsvSource({
        "relu(x), 1.712858, 1.414214",
        "gelu(x), 1.700926, 1.481115",
        "silu(x), 1.787188, 1.623321",
        "tanh(x), 1.592538, 1.467413",
        "sigmoid(x), 4.801313, 4.722647",
        "'max(-1, min(1, x))', 1.392036, 1.210287",
        "softplus(x), 1.919125, 1.846229",
        "'where(x > 0, x, exp(x) - 1)', 1.270843, 1.223429"
    })
    void factorsAndTheirMeans(String formula, double forward, double backward)
            throws FormulaException {
        DerivedFactors factors = derive(formula);
        assertIs(factors.ideal().forward(), forward);
        assertIs(factors.ideal().backward(), backward);
        assertIs(factors.tied(Constraint.TO_OUTPUT), forward);
        assertIs(factors.tied(Constraint.TO_GRAD_INPUT), backward);
        assertIs(factors.tied(Constraint.GEOMETRIC_MEAN), Math.sqrt(forward * backward));
        assertIs(factors.tied(Constraint.ARITHMETIC_MEAN), (forward + backward) / 2);
        assertIs(factors.tied(Constraint.HARMONIC_MEAN), 2 / (1 / forward + 1 / backward));
        assertThat(factors.isUsable()).isTrue();
    }

    private static void assertIs(Estimate found, double expected) {
        Known known = found.known().orElseThrow();
        assertThat(known.value()).isCloseTo(expected, within(1e-6));
        assertThat(known.error()).isBetween(0.0, 1e-12);
    }

    @Test
    void withoutABackwardFactorOnlyTheResultsRemains() throws FormulaException {
        DerivedFactors factors = derive("step(x)");
        assertIs(factors.tied(Constraint.TO_OUTPUT), 2);
        assertThat(factors.tied(Constraint.GEOMETRIC_MEAN)).isInstanceOf(Refused.class);
        assertThat(factors.isUsable()).isFalse();
    }

    /// Of 20 seeds and 4 numbers none is off by more than 5 standard errors: chance gives 5e-5.
    @RepeatedTest(20)
    void sampledMomentsAgree(RepetitionInfo info) throws FormulaException {
        DerivedFactors factors = derive("where(x > 0.5, x ^ 2, sin(3 * x)) + 100");
        SampledMoments sampled = SampledMoments.of(factors, 10_000, info.getCurrentRepetition());
        assertThat(sampled.disagreements(factors.ideal())).isEmpty();
        assertThat(sampled.mean().standardError()).isBetween(0.001, 0.1);
    }

    /// What no draw meets, or overflows when squared, is said so and counted in no standard errors.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "step(x - 5.5) | the RMS of f as sampled, 0.00000, is the same in all draws",
                "1e200 * silu(x) | the RMS of f as sampled overflows: not checked"
            })
    void whatCannotBeCheckedIsToldSo(String formula, String sentence) throws FormulaException {
        DerivedFactors factors = derive(formula);
        assertThat(SampledMoments.of(factors, 1000, 1).disagreements(factors.ideal()))
                .anyMatch(line -> line.startsWith(sentence))
                .noneMatch(line -> line.contains("NaN") || line.contains("Infinity"));
    }

    /// The standard error is that of the mean: over many seeds z² averages 1, ± 5 √(2/400).
    @Test
    void standardErrorsAreHonest() throws FormulaException {
        DerivedFactors factors = derive("gelu(x)");
        Known rms = factors.ideal().rms().known().orElseThrow();
        Known slope = factors.ideal().slopeRms().known().orElseThrow();
        double squares = 0;
        double slopeSquares = 0;
        for (int seed = 0; seed < 400; seed++) {
            SampledMoments sampled = SampledMoments.of(factors, 2000, seed);
            squares += square(sampled.rms(), rms);
            slopeSquares += square(sampled.slopeRms(), slope);
        }
        assertThat(squares / 400).isCloseTo(1, within(5 * Math.sqrt(2 / 400.0)));
        assertThat(slopeSquares / 400).isCloseTo(1, within(5 * Math.sqrt(2 / 400.0)));
    }

    private static double square(Sampled sampled, Known derived) {
        double z = (sampled.value() - derived.value()) / sampled.standardError();
        return z * z;
    }

    /// A derived number that is wrong by 1 % is found by a million draws.
    @Test
    void aWrongNumberIsFound() {
        Sampled sampled = new Sampled(0.6499, 0.0008);
        assertThat(sampled.apart(new Known(0.6496, 1e-15))).isLessThan(1);
        assertThat(sampled.apart(new Known(0.6561, 1e-15))).isGreaterThan(5);
        assertThat(sampled.apart(new Refused("none"))).isZero();
        assertThat(new Sampled(1.00000001, 0).apart(new Known(1, 0))).isZero();
        assertThat(new Sampled(1.1, 0).apart(new Known(1, 0))).isInfinite();
    }
}
