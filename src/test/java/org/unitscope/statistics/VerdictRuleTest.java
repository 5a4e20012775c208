package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

final class VerdictRuleTest {
    private static final VerdictRule RULE = VerdictRule.DEFAULT;
    private static final ScalarFormat E4M3 = Formats.FP8_E4M3;

    @Test
    void anyOverflowingElementIsOverflow() {
        assertThat(RULE.judge(new Fates(1, 0, 1e-9, 1), 500, E4M3)).isEqualTo(Verdict.OVERFLOW);
        assertThat(RULE.explain(new Fates(1, 0, 1e-9, 1), 500, E4M3, 0))
                .isEqualTo(
                        "overflow in FP8 E4M3 OCP (max 448, bias 7): <0.001 % of the non-zero elements"
                                + " overflow (threshold 464).");
    }

    @Test
    void elementsThatAreNotFiniteAreOverflowAndSaidSo() {
        assertThat(RULE.judge(Fates.NONE, 1, E4M3, 2)).isEqualTo(Verdict.OVERFLOW);
        assertThat(RULE.explain(Fates.NONE, 1, E4M3, 2))
                .endsWith(": 2 elements are infinite or NaN before rounding.");
    }

    @Test
    void lostEnergyOrMostValuesIsLost() {
        assertThat(RULE.judge(new Fates(0, 0, 0, 0.0101), 1, E4M3)).isEqualTo(Verdict.LOST);
        assertThat(RULE.judge(new Fates(0.51, 0, 0, 0), 1, E4M3)).isEqualTo(Verdict.LOST);
        assertThat(RULE.explain(new Fates(0.38, 0, 0, 0.04), 1, E4M3, 0))
                .endsWith(": 4 % of the energy is flushed to zero (limit 1 %).");
        assertThat(RULE.explain(new Fates(0.625, 0, 0, 0), 1, E4M3, 0))
                .endsWith(": 62.5 % of the non-zero elements are flushed to zero (limit 50 %).");
    }

    @Test
    void someLostValuesOrLittleHeadroomIsAtRisk() {
        assertThat(RULE.judge(new Fates(0.02, 0, 0, 0), 1, E4M3)).isEqualTo(Verdict.AT_RISK);
        assertThat(RULE.judge(new Fates(0.5, 0, 0, 0.01), 1, E4M3)).isEqualTo(Verdict.AT_RISK);
        assertThat(RULE.judge(Fates.NONE, Math.nextUp(232.0), E4M3)).isEqualTo(Verdict.AT_RISK);
        assertThat(RULE.explain(new Fates(0.02, 0, 0, 0), 1, E4M3, 0))
                .endsWith(": 2 % of the non-zero elements are flushed to zero (limit 1 %).");
        assertThat(RULE.explain(Fates.NONE, 328.0976, E4M3, 0))
                .endsWith(": amax 328 leaves 0.5 octaves to overflow (limit 1).");
    }

    @Test
    void theLimitsThemselvesAreStillRepresentable() {
        assertThat(RULE.judge(new Fates(0.01, 1, 0, 0.01), 232, E4M3))
                .isEqualTo(Verdict.REPRESENTABLE);
        assertThat(RULE.explain(new Fates(0.01, 1, 0, 0.01), 232, E4M3, 0))
                .endsWith(
                        ": 1 % of the non-zero elements are flushed to zero (limit 1 %), 1 octaves to"
                                + " overflow.");
    }

    @Test
    void zerosAreRepresentable() {
        assertThat(RULE.judge(Fates.NONE, 0, E4M3)).isEqualTo(Verdict.REPRESENTABLE);
        assertThat(RULE.explain(Fates.NONE, 0, E4M3, 0)).endsWith(": no element is non-zero.");
    }

    @Test
    void theLimitsCanBeEdited() {
        VerdictRule strict = new VerdictRule(0.001, 0.1, 0.001, 3);

        assertThat(strict.judge(new Fates(0.2, 0, 0, 0), 1, E4M3)).isEqualTo(Verdict.LOST);
        assertThat(strict.judge(Fates.NONE, 100, E4M3)).isEqualTo(Verdict.AT_RISK);
    }

    @Test
    void verdictsAreReadBackFromTheirLabels() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(Verdict.ofLabel(verdict.label())).isEqualTo(verdict);
        }
        assertThatThrownBy(() -> Verdict.ofLabel("fine")).hasMessageContaining("'fine'");
    }
}
