package org.unitscope.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.VerdictRule;

/// Which powers of two leave a tensor inside a format.
class ExponentRangeTest {
    private static final TargetFormat FP16 = TargetFormat.of(Formats.FP16);

    private static Optional<ExponentRange> of(ElementLaw law) {
        return ExponentRange.of(law, 10, FP16, VerdictRule.DEFAULT);
    }

    /// FP16 holds 2^-25 to 65520 without flushing or overflow. A constant 2^-30 needs 2^5 and not
    /// to be a tie at 2^-25 itself, so 2^6; one octave of head-room leaves up to 2^15 < 65520 / 2
    /// at 45.
    @Test
    void aConstantsRangeIsThatOfTheFormat() {
        assertThat(of(ElementLaw.constant(0x1p-30))).contains(new ExponentRange(6, 44));
    }

    /// Half the values at 1, half at 2^-60: FP16 has 40 octaves.
    @Test
    void whatIsWiderThanTheFormatIsImpossible() {
        assertThat(of(ElementLaw.atoms(new double[] {1, 0x1p-60}, new double[] {0.5, 0.5})))
                .isEmpty();
    }
}
