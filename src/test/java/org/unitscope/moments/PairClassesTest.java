package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairClassesTest {
    private static final PairClasses TOKENS = new PairClasses(List.of("tokens"), List.of(0.1));
    private static final PairClasses BOTH =
            new PairClasses(List.of("segments", "tokens"), List.of(0.5, 0.1));

    @Test
    void weightsAreProbabilities() {
        for (PairClasses classes : List.of(PairClasses.PLAIN, TOKENS, BOTH)) {
            assertThat(Arrays.stream(classes.weights()).sum()).isCloseTo(1, within(1e-15));
        }
        assertThat(PairClasses.PLAIN.weights()).containsExactly(0.5, 0.5);
        // Below and above, different tokens; then equal ones.
        assertThat(TOKENS.weights()).containsExactly(0.45, 0.45, 0.05, 0.05);
        // Segments in the lower bit: neither, segments, tokens, both.
        assertThat(BOTH.weight(1)).isCloseTo(0.5 * 0.5 * 0.9, within(1e-15));
        assertThat(BOTH.weight(3)).isCloseTo(0.5 * 0.5 * 0.9, within(1e-15));
        assertThat(BOTH.weight(4)).isCloseTo(0.5 * 0.5 * 0.1, within(1e-15));
        assertThat(BOTH.weight(7)).isCloseTo(0.5 * 0.5 * 0.1, within(1e-15));
        assertThat(BOTH.isSame(2, 0)).isTrue();
        assertThat(BOTH.isSame(2, 1)).isFalse();
        assertThat(BOTH.isSame(5, 1)).isTrue();
    }

    /// `P(class | same) = P(class and same) / P(same)`.
    @Test
    void weightsGivenAnIdentityAreConditional() {
        double[] given = BOTH.weightsGiven("tokens");

        assertThat(Arrays.stream(given).sum()).isCloseTo(1, within(1e-15));
        for (int c = 0; c < BOTH.count(); c++) {
            double expected = BOTH.isSame(c, 1) ? BOTH.weight(c) / 0.1 : 0;
            assertThat(given[c]).isCloseTo(expected, within(1e-15));
        }
        // A kernel that does not depend on an identity is the same given that.
        assertThat(BOTH.weightsGiven("other")).isEqualTo(BOTH.weights());
        PairClasses never = new PairClasses(List.of("tokens"), List.of(0.0));
        assertThat(never.weightsGiven("tokens")).containsOnly(0);
    }

    @Test
    void theUnionHoldsAllIdentitiesSorted() {
        PairClasses segments = new PairClasses(List.of("segments"), List.of(0.5));

        assertThat(TOKENS.union(segments)).isEqualTo(BOTH);
        assertThat(segments.union(TOKENS)).isEqualTo(BOTH);
        assertThat(BOTH.union(TOKENS)).isEqualTo(BOTH);
        assertThat(TOKENS.union(PairClasses.PLAIN)).isEqualTo(TOKENS);
        assertThat(PairClasses.PLAIN.union(TOKENS)).isEqualTo(TOKENS);
    }

    @Test
    void aClassOfTheUnionBelongsToOneOfEach() {
        for (int c = 0; c < BOTH.count(); c++) {
            int mine = TOKENS.project(c, BOTH);
            assertThat(mine & 1).isEqualTo(c & 1);
            assertThat(TOKENS.isSame(mine, 0)).isEqualTo(BOTH.isSame(c, 1));
            assertThat(PairClasses.PLAIN.project(c, BOTH)).isEqualTo(c & 1);
        }
    }

    /// Weights of the classes of one are sums of those of the union.
    @Test
    void projectionsKeepProbabilities() {
        double[] sums = new double[TOKENS.count()];
        for (int c = 0; c < BOTH.count(); c++) {
            sums[TOKENS.project(c, BOTH)] += BOTH.weight(c);
        }
        for (int c = 0; c < sums.length; c++) {
            assertThat(sums[c]).isCloseTo(TOKENS.weight(c), within(1e-15));
        }
    }

    @Test
    void moreThanThreeIdentitiesAreNotFollowed() {
        PairClasses three = new PairClasses(List.of("a", "b", "c"), List.of(0.1, 0.2, 0.3));

        assertThat(three.count()).isEqualTo(16);
        assertThat(three.union(TOKENS)).isEqualTo(three);
        assertThat(TOKENS.union(three)).isEqualTo(TOKENS);
    }
}
