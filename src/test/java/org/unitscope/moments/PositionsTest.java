package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 19, 63, 64, 65, 127, 128, 1000, 4096, 100_003})
    void blocksPartitionTheSequence(int length) {
        Positions t = Positions.of(length);
        double next = 0;
        for (int i = 0; i < t.blocks(); i++) {
            assertThat(t.start(i)).isEqualTo(next);
            assertThat(t.size(i)).isGreaterThanOrEqualTo(1).isEqualTo(Math.rint(t.size(i)));
            // Alone at first, then at most an eighth of what lies before.
            assertThat(t.size(i)).isLessThanOrEqualTo(Math.max(1, next / 8));
            assertThat(t.size(i) == 1 || next >= 16).isTrue();
            next += t.size(i);
        }
        assertThat(next).isEqualTo(length);
        assertThat(t.total()).isEqualTo(length);
        assertThat(t.isExact()).isEqualTo(length <= 17);
    }

    /// Blocks grow by 9/8, so there are `ln 2 / ln (9/8)` = 5.9 of them to an octave; a little more
    /// at first, where an eighth is rounded down.
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 512, 4096, 65_536})
    void blocksGrowWithTheLogarithm(int length) {
        int more = Positions.of(2 * length).blocks() - Positions.of(length).blocks();
        assertThat(more).isBetween(5, 7);
    }

    @Test
    void singlePositionsAreExact() {
        Positions t = Positions.single(40);

        assertThat(t.blocks()).isEqualTo(40);
        assertThat(t.isExact()).isTrue();
        assertThat(Positions.of(40).isExact()).isFalse();
        assertThat(Positions.of(16))
                .isEqualTo(Positions.single(16))
                .hasSameHashCodeAs(Positions.single(16));
        assertThat(Positions.of(40)).isNotEqualTo(t);
        assertThat(Positions.ONE).isEqualTo(Positions.of(1));
    }

    /// By hand: 16 blocks of one position, then three of two.
    @Test
    void meansWeighBlocksByTheirSize() {
        Positions t = Positions.of(22);
        double[] numbers = new double[t.blocks()];
        numbers[3] = 5;
        numbers[18] = 7;

        assertThat(t.blocks()).isEqualTo(19);
        assertThat(t.mean(numbers)).isCloseTo((5 + 2 * 7) / 22.0, within(1e-15));
    }
}
