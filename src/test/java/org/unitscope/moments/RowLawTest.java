package org.unitscope.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RowLawTest {
    private static final RowLaw MASKED = RowLaw.present(0.25);
    private static final RowLaw HALF = new RowLaw(new double[] {0.5, 0.5}, new double[] {0.4, 1.6});

    private static double mean(RowLaw law) {
        return moment(law, 1);
    }

    private static double moment(RowLaw law, int power) {
        double sum = 0;
        for (int k = 0; k < law.values().length; k++) {
            sum += law.weights()[k] * Math.pow(law.values()[k], power);
        }
        return sum;
    }

    @Test
    void presentRowsMakeUpForTheOthers() {
        assertThat(MASKED.weights()).containsExactly(0.75, 0.25);
        assertThat(MASKED.values()).containsExactly(0, 4);
        assertThat(RowLaw.present(1)).isSameAs(RowLaw.ONE);
        assertThat(RowLaw.ONE.isOne()).isTrue();
        assertThat(MASKED.isOne()).isFalse();
        assertThat(RowLaw.present(0)).isSameAs(RowLaw.ONE);
    }

    /// Terms with the same rows go up and down together; with other ones every pair occurs.
    @Test
    void sumsMixByVariance() {
        RowLaw same = MASKED.mixed(1, MASKED, 3);
        assertThat(same.values()).containsExactly(0, 4);
        RowLaw one = MASKED.mixed(1, RowLaw.ONE, 3);
        assertThat(one.values()).containsExactly(0.75, 1.75);
        assertThat(one.weights()).containsExactly(0.75, 0.25);
        assertThat(RowLaw.ONE.mixed(3, MASKED, 1).values()).containsExactly(0.75, 1.75);
        RowLaw joint = MASKED.mixed(1, HALF, 1);
        assertThat(joint.values()).containsExactly(0.2, 0.8, 2.2, 2.8);
        assertThat(joint.weights()).containsExactly(0.375, 0.375, 0.125, 0.125);
        assertThat(MASKED.mixed(0, HALF, 0)).isSameAs(RowLaw.ONE);
    }

    @Test
    void productsAreOfIndependentFactors() {
        RowLaw product = MASKED.times(HALF);

        assertThat(mean(product)).isCloseTo(1, within(1e-15));
        assertThat(moment(product, 2))
                .isCloseTo(moment(MASKED, 2) * moment(HALF, 2), within(1e-12));
        assertThat(RowLaw.ONE.times(HALF)).isSameAs(HALF);
        assertThat(HALF.times(RowLaw.ONE)).isSameAs(HALF);
    }

    /// The mean of n draws has a variance smaller by n, and the same mean.
    @Test
    void meansOfDrawsNarrow() {
        RowLaw three = HALF.meanWith(HALF, 1, 3);
        assertThat(mean(three)).isCloseTo(1, within(1e-12));
        assertThat(moment(three, 2) - 1).isCloseTo(0.36 / 3, within(1e-12));
        RowLaw more = three.meanWith(HALF, 3, 20);
        assertThat(mean(more)).isCloseTo(1, within(1e-12));
        // Bins of 1/31 of a Gaussian hold 1/104 of its variance, lost at each of 17 steps.
        assertThat(moment(more, 2) - 1).isCloseTo(0.36 / 20, within(17.0 / 104 * 0.36 / 20));
        // Of masked rows the chance that all draws are masked stays.
        RowLaw masked = MASKED.meanWith(MASKED, 1, 12);
        assertThat(masked.values()[0]).isZero();
        assertThat(masked.weights()[0]).isCloseTo(Math.pow(0.75, 12), within(1e-12));
    }

    @Test
    void fewerAtomsKeepTheMeanAndTheZeros() {
        double[] weights = new double[500];
        double[] values = new double[500];
        Arrays.fill(weights, 1.0 / 500);
        Arrays.setAll(values, k -> k < 100 ? 0 : (k % 50) / 10.0 + 0.05);
        RowLaw law = new RowLaw(weights, values);
        RowLaw few = law.compressed();

        assertThat(few.values()).hasSizeLessThanOrEqualTo(32).isSorted();
        assertThat(Arrays.stream(few.weights()).sum()).isCloseTo(1, within(1e-12));
        assertThat(few.values()[0]).isZero();
        assertThat(few.weights()[0]).isCloseTo(0.2, within(1e-12));
        assertThat(mean(few)).isCloseTo(mean(law), within(1e-12));
        assertThat(moment(few, 2)).isCloseTo(moment(law, 2), within(0.01 * moment(law, 2)));
        assertThat(HALF.compressed()).isSameAs(HALF);
    }

    @Test
    void aProfileHoldsThePositions() {
        Positions t = Positions.of(18);
        double[] diagonal = new double[t.blocks()];
        Arrays.fill(diagonal, 1);
        diagonal[16] = 10;
        RowLaw law = RowLaw.profile(Kernels.untracked(t, diagonal));

        assertThat(mean(law)).isCloseTo(1, within(1e-12));
        assertThat(law.weights()[16]).isCloseTo(2 / 18.0, within(1e-15));
        assertThat(law.values()[16] / law.values()[0]).isCloseTo(10, within(1e-12));
        assertThat(mean(RowLaw.profile(Kernels.untracked(t, new double[17])))).isZero();
    }

    @Test
    void rootsHaveTheirSquaresBack() {
        assertThat(HALF.roots().secondMoment()).isCloseTo(1, within(1e-12));
        assertThat(MASKED.roots().zero()).isCloseTo(0.75, within(1e-12));
    }
}
