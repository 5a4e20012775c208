package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class OctaveHistogramTest {
    private static final OctaveHistogram SOME =
            OctaveHistogram.of(Map.of(-149, 1L, 0, 4L, 127, 2L), 5, 1, 3);

    @Test
    void countsEveryKindOfElement() {
        assertThat(SOME.count()).isEqualTo(16);
        assertThat(SOME.nonzeroFinite()).isEqualTo(7);
        assertThat(SOME.count(0)).isEqualTo(4);
        assertThat(SOME.count(1)).isZero();
        assertThat(SOME.count(128)).isZero();
        assertThat(SOME.count(-150)).isZero();
        assertThat(SOME.share(0)).isEqualTo(0.25);
        assertThat(SOME.zeros()).isEqualTo(5);
        assertThat(SOME.infinite()).isEqualTo(1);
        assertThat(SOME.nan()).isEqualTo(3);
    }

    @Test
    void knowsWhichOctavesAreInUse() {
        assertThat(SOME.octaves()).containsExactly(-149, 0, 127);
        assertThat(SOME.lowestOctave()).hasValue(-149);
        assertThat(SOME.highestOctave()).hasValue(127);
        assertThat(SOME.toMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(-149, 1L, 0, 4L, 127, 2L));
        assertThat(OctaveHistogram.EMPTY.lowestOctave()).isEmpty();
        assertThat(OctaveHistogram.EMPTY.share(0)).isZero();
    }

    @Test
    void countsBelowAnOctave() {
        assertThat(SOME.countBelow(-149)).isZero();
        assertThat(SOME.countBelow(-1000)).isZero();
        assertThat(SOME.countBelow(0)).isEqualTo(1);
        assertThat(SOME.countBelow(1)).isEqualTo(5);
        assertThat(SOME.countBelow(1000)).isEqualTo(7);
    }

    @Test
    void mergesByAdding() {
        OctaveHistogram other = OctaveHistogram.of(Map.of(0, 1L, 5, 1L), 1, 0, 1);

        assertThat(SOME.merge(other))
                .isEqualTo(OctaveHistogram.of(Map.of(-149, 1L, 0, 5L, 5, 1L, 127, 2L), 6, 1, 4))
                .hasSameHashCodeAs(
                        OctaveHistogram.of(Map.of(-149, 1L, 0, 5L, 5, 1L, 127, 2L), 6, 1, 4));
        assertThat(SOME.merge(OctaveHistogram.EMPTY)).isEqualTo(SOME);
    }

    @Test
    void theOctaveOfAFloatIsExactDownToTheSmallestSubnormal() {
        assertThat(OctaveHistogram.octaveOf(Float.MIN_VALUE)).isEqualTo(-149);
        assertThat(OctaveHistogram.octaveOf(-3 * Float.MIN_VALUE)).isEqualTo(-148);
        assertThat(OctaveHistogram.octaveOf(Math.nextDown(1f))).isEqualTo(-1);
        assertThat(OctaveHistogram.octaveOf(1f)).isZero();
        assertThat(OctaveHistogram.octaveOf(Float.MAX_VALUE)).isEqualTo(127);
    }

    @Test
    void refusesImpossibleCounts() {
        assertThatThrownBy(() -> OctaveHistogram.of(Map.of(128, 1L), 0, 0, 0))
                .hasMessage("Octave histogram: octave must be -149 to 127, got 128.");
        assertThatThrownBy(() -> OctaveHistogram.of(Map.of(1, -1L), 0, 0, 0))
                .hasMessageContaining("octave 1 must not be negative, got -1");
        assertThatThrownBy(() -> OctaveHistogram.of(Map.of(), 0, -2, 0))
                .hasMessageContaining("infinite");
    }
}
