package org.unitscope.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.Workers;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.OctaveHistogram;

/// The arithmetic below a study: pooling, quantiles, octaves of laws, misses and their reasons.
class SummaryTest {
    /// A tensor with this error, standard error and total variation.
    static TensorAccuracy tensor(
            String path, Role role, double error, double standardError, double variation) {
        RuleAccuracy predicted = new RuleAccuracy(1 + error, error, variation, 0.45);
        return new TensorAccuracy(
                new TensorKey(OutputRef.of(path), role),
                4,
                1,
                standardError,
                2 * standardError,
                standardError,
                OctaveHistogram.of(Map.of(0, 5L, -1, 5L), 0, 0, 0),
                OptionalInt.of(3),
                0.5,
                predicted,
                new RuleAccuracy(2, 1, 0.5, 0.48));
    }

    private static Observation observed(double meanSquare) {
        return new Observation(meanSquare, OctaveHistogram.of(Map.of(1, 2L), 1, 0, 0));
    }

    /// By the two-pass formula: mean 3, deviations 4 + 1 + 0 + 9 = 14 (1, 2, 3, 6).
    @Test
    void poolingIsThatOfTheTwoPassFormula() {
        Pooled pooled = Pooled.NONE;
        for (double square : new double[] {1, 2, 3, 6}) {
            pooled = pooled.plus(observed(square));
        }
        assertThat(pooled.rms()).isEqualTo(Math.sqrt(3));
        assertThat(pooled.scatter()).isCloseTo(Math.sqrt(14 / 3.0) / 6, within(1e-15));
        assertThat(pooled.standardError()).isCloseTo(Math.sqrt(14 / 3.0) / 12, within(1e-15));
        assertThat(pooled.octaves()).isEqualTo(OctaveHistogram.of(Map.of(1, 8L), 4, 0, 0));
        assertThat(Pooled.NONE.plus(observed(1)).standardError()).isNaN();
        assertThat(Pooled.NONE.plus(observed(0)).plus(observed(0)).scatter()).isZero();
    }

    @Test
    void whatIsNotFiniteMakesTheMeanSquareInfinite() {
        Observation seen = Observation.of(new float[] {3, 0, Float.NaN, -4}, Workers.single());
        assertThat(seen.meanSquare()).isInfinite();
        assertThat(seen.octaves()).isEqualTo(OctaveHistogram.of(Map.of(1, 1L, 2, 1L), 1, 0, 1));
        assertThat(Observation.of(new float[] {3, 0, 0, -4}, Workers.single()).meanSquare())
                .isEqualTo(25 / 4.0);
    }

    @Test
    void quantilesAreByNearestRank() {
        Spread twenty = Spread.of(IntStream.rangeClosed(1, 20).asDoubleStream());
        assertThat(twenty).isEqualTo(new Spread(10, 19, 20));
        assertThat(Spread.of(DoubleStream.of(3, 1, 2))).isEqualTo(new Spread(2, 3, 3));
        assertThat(Spread.of(DoubleStream.empty()).median()).isNaN();
    }

    /// P(|z| < 1) of a normal variable from tables.
    @Test
    void octavesOfALawAreThoseOfTheLaw() {
        ElementLaw law = ElementLaw.ofGaussian(x -> x > 0 ? x : 0, 0, 1);
        OctaveShares octaves = OctaveShares.of(law);
        OctaveHistogram sampled = OctaveHistogram.of(Map.of(-1, 30L, 2, 10L), 55, 3, 2);
        assertThat(octaves.totalVariation(sampled))
                .isCloseTo(law.totalVariation(sampled), within(1e-9));
        assertThat(octaves.shareBelow(0)).isCloseTo(0.682689492, within(1e-4));
    }

    /// With four seeds the median of chi squared over its 3 degrees of freedom is 2.366 / 3.
    @Test
    void theScatterOfFewSeedsIsNotBiased() {
        assertThat(tensor("x", Role.ACTIVATION, 0, 0.1, 0).scatterRatio())
                .isCloseTo(0.5 * Math.sqrt(2.366 / 3), within(0.01 * 0.5));
    }

    @Test
    void rolesAreSummedUp() {
        List<TensorAccuracy> tensors =
                List.of(
                        tensor("a", Role.ACTIVATION, 0.02, 0.01, 0.01),
                        tensor("b", Role.ACTIVATION, -0.3, 0.02, 0.03),
                        tensor("c", Role.ACTIVATION, 0.1, 0.03, 0.02),
                        tensor("w", Role.WEIGHT_GRADIENT, 0, 0.03, 0.2));
        List<RoleAccuracy> roles = RoleAccuracy.each(tensors);

        assertThat(roles)
                .extracting(RoleAccuracy::role)
                .containsExactly(Role.ACTIVATION, Role.WEIGHT_GRADIENT);
        RoleAccuracy activations = roles.getFirst();
        assertThat(activations.tensors()).isEqualTo(3);
        assertThat(activations.predicted().error()).isEqualTo(new Spread(0.1, 0.3, 0.3));
        assertThat(activations.predicted().totalVariation())
                .isEqualTo(new Spread(0.02, 0.03, 0.03));
        assertThat(activations.standardError().median()).isEqualTo(0.02);
        assertThat(activations.independent().error().max()).isEqualTo(1);
        assertThat(activations.worst().getFirst().key().tensor().path()).isEqualTo("b");
        // 0.45 is 0.05 away from 0.5, 0.48 is 0.02 away.
        assertThat(activations.predicted().flushedShare()).isZero();
        assertThat(activations.independent().flushedShare()).isEqualTo(1);
    }

    private static ModelAccuracy model(TensorAccuracy... tensors) {
        return new ModelAccuracy(
                "net",
                Map.of(),
                List.of(1L, 2L),
                ModelAccuracy.Ending.SEEDS,
                List.of(tensors),
                List.of(),
                Map.of());
    }

    @Test
    void missesOfBlocksAreOneRow() {
        List<Miss> misses =
                Miss.of(
                        model(
                                tensor("blocks.0.up", Role.ACTIVATION, 0.06, 0.001, 0),
                                tensor("blocks.1.up", Role.ACTIVATION, -0.2, 0.02, 0.05),
                                tensor("blocks.2.up", Role.ACTIVATION, 0.06, 0.006, 0),
                                tensor("blocks.2.up", Role.ACTIVATION_GRADIENT, 0, 0, 0.11),
                                tensor("out", Role.ACTIVATION, 0.049, 0, 0.1)));
        assertThat(misses)
                .containsExactly(
                        new Miss("net", "blocks.*.up", Role.ACTIVATION, 2, 3, -0.2, 0.02, 0.05),
                        new Miss("net", "blocks.*.up", Role.ACTIVATION_GRADIENT, 1, 1, 0, 0, 0.11));
    }

    @Test
    void reasonsAreFoundByName() {
        MissReasons reasons =
                MissReasons.parse(
                        """
                        # Reasons
                        Words for people, `with` `back` `quotes`.

                        * `gpt*` `blocks.*.up` `gW`: peaked | softmax.
                        * `*` `*` `A`: anything.
                        """);
        assertThat(reasons.count()).isEqualTo(2);
        assertThat(
                        reasons.of(
                                new Miss(
                                        "gpt-unit",
                                        "blocks.*.up",
                                        Role.WEIGHT_GRADIENT,
                                        1,
                                        1,
                                        1,
                                        0,
                                        0)))
                .hasValue("peaked | softmax.");
        assertThat(reasons.of(new Miss("mlp", "blocks.*.up", Role.WEIGHT_GRADIENT, 1, 1, 1, 0, 0)))
                .isEmpty();
        assertThat(reasons.of(new Miss("mlp", "x", Role.ACTIVATION, 1, 1, 1, 0, 0)))
                .hasValue("anything.");
    }

    /// A prediction of zero for a tensor that is not is a miss; only what is zero is left out.
    @Test
    void onlyZerosAreZero() {
        assertThat(TensorAccuracy.isZero(0, 0, 0)).isTrue();
        assertThat(TensorAccuracy.isZero(1e-9, 0, 1)).isTrue();
        assertThat(TensorAccuracy.isZero(1e-9, 1e-3, 1)).isTrue();
        assertThat(TensorAccuracy.isZero(1e-5, 0, 1)).isFalse();
        assertThat(TensorAccuracy.isZero(0, 1, 0)).isFalse();
        Expectation.Rule none = new Expectation.Rule(0, 0, OctaveShares.of(ElementLaw.constant(0)));
        assertThat(RuleAccuracy.of(none, 1e-5, 0, 0).error()).isEqualTo(-1);
        Expectation.Rule one = new Expectation.Rule(1, 0, OctaveShares.of(ElementLaw.constant(1)));
        assertThat(RuleAccuracy.of(one, 0, 0, 0).error()).isInfinite();
        assertThat(RuleAccuracy.of(one, Double.NaN, 0, 0).error()).isInfinite();
    }
}
