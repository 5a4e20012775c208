package org.unitscope.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unitscope.check.CheckFixtures.check;
import static org.unitscope.check.CheckFixtures.drift;
import static org.unitscope.check.CheckFixtures.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.unitscope.task.WorkbenchException;

/// Where breaks start, on `x -> up -> sum = x + up -> loss`.
class UpstreamTest {
    private static Upstream upstream(CheckResult result, String tensor) {
        return result.rules().getFirst().findings().stream()
                .filter(one -> one.tensor().orElseThrow().key().toString().equals(tensor))
                .map(Finding::upstream)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> path(Upstream upstream) {
        return upstream.steps().stream().map(step -> step.tensor().toString()).toList();
    }

    private static final String SMALL = rule("'limits': { 'rms': { 'min': 0.125 } }");

    @Test
    void anActivationIsFollowedToTheParameterThatMadeItSmall() throws WorkbenchException {
        CheckResult result =
                check(Map.of("w W", 0x1p-6f, "up A", 0x1p-5f, "sum A", 0x1p-4f), SMALL);

        Upstream upstream = upstream(result, "sum A");

        assertThat(path(upstream)).containsExactly("sum A", "up A", "w W");
        assertThat(upstream.origin().place()).isEqualTo("parameter 'w'");
        assertThat(upstream.steps())
                .extracting(step -> step.octaves().orElseThrow())
                .usingElementComparator(UpstreamTest::nearly)
                .containsExactly(1.0, 1.0, -6.0);
        assertThat(upstream.text()).isEqualTo("parameter 'w' (-6.00 octaves)");
    }

    private static int nearly(double a, double b) {
        return Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b);
    }

    /// The input broke the limit, the weight as well: the input has it first.
    @Test
    void inputsComeBeforeParameters() throws WorkbenchException {
        CheckResult result = check(Map.of("x A", 0x1p-4f, "w W", 0x1p-6f, "up A", 0x1p-10f), SMALL);

        assertThat(path(upstream(result, "up A"))).containsExactly("up A", "x A");
    }

    /// The loss's gradient falls eleven octaves at `sum` and stays within; `up` takes it out.
    @Test
    void aGradientIsFollowedAlongItsConsumersAndTheLargestContributionNamed()
            throws WorkbenchException {
        CheckResult result =
                check(
                        Map.of("sum gA", 0x1p-11f, "up gA", 0x1p-13f, "w gW", 0x1p-14f),
                        rule("'limits': { 'rms': { 'min': 2.44140625E-4 } }"));

        Upstream upstream = upstream(result, "w gW");

        assertThat(path(upstream)).containsExactly("w gW", "up gA", "sum gA", "loss gA");
        assertThat(upstream.start()).isEqualTo(1);
        assertThat(upstream.text())
                .isEqualTo(
                        "backward of add 'sum' (-2.00 octaves); most of it from backward of mean 'loss' (-11.00 octaves)");
        double sum =
                upstream.steps().stream().mapToDouble(step -> step.octaves().orElseThrow()).sum();
        assertThat(sum).isCloseTo(-14, within(1e-12));
    }

    /// Two gradients meet at `x`: the small one that breaks the limit does not rule the sum.
    @Test
    void theLargestGradientRulesASum() throws WorkbenchException {
        CheckResult result =
                check(Map.of("up gA", 0x1p-12f, "sum gA", 0x1p-2f, "x gA", 0x1p-4f), SMALL);

        assertThat(path(upstream(result, "x gA"))).containsExactly("x gA", "sum gA", "loss gA");
        assertThat(upstream(result, "x gA").start()).isZero();
    }

    /// What is small further up does not count where it has recovered in between.
    @Test
    void theStartIsTheLastOfAnUnbrokenChain() throws WorkbenchException {
        CheckResult result = check(Map.of("sum gA", 0x1p-5f, "up gA", 1f, "w gW", 0x1p-5f), SMALL);

        assertThat(path(upstream(result, "w gW")))
                .containsExactly("w gW", "up gA", "sum gA", "loss gA");
        assertThat(upstream(result, "w gW").start()).isZero();
    }

    @Test
    void aDriftIsFollowedToWhatWasEdited() throws WorkbenchException {
        String rule = rule("'limits': { 'rms_drift_octaves': 0.5 }");
        Map<String, Float> before = Map.of("w W", 0.5f, "up A", 2f, "x gA", 4f);
        Map<String, Float> after = Map.of("w W", 2f, "up A", 8f, "x gA", 16f, "sum A", 4f);

        CheckResult result = drift(before, after, rule);

        assertThat(path(upstream(result, "sum A"))).containsExactly("sum A", "up A", "w W");
        assertThat(upstream(result, "sum A").text()).isEqualTo("parameter 'w' (+2.00 octaves)");
        // No gradient that flows in has drifted: the weight that the backward pass multiplied has.
        assertThat(path(upstream(result, "x gA"))).startsWith("x gA").contains("w W");
        assertThat(upstream(result, "x gA").origin().place()).isEqualTo("parameter 'w'");
    }

    @Test
    void aBreakThatHasNoneBeforeItStartsWhereItIs() throws WorkbenchException {
        CheckResult result = check(Map.of("sum A", Float.NaN, "loss A", Float.NaN), SMALL);

        assertThat(upstream(result, "loss A").origin().place()).isEqualTo("add 'sum'");
        assertThat(upstream(result, "sum A").start()).isZero();
        assertThat(upstream(result, "sum A").largest()).isEmpty();
    }

    @Test
    void aZeroHasNoOctaves() throws WorkbenchException {
        CheckResult result = check(Map.of("up A", 0f), SMALL);

        assertThat(upstream(result, "up A").origin().text()).isEqualTo("linear 'up'");
    }
}
