package org.unitscope.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.unitscope.check.CheckFixtures.check;
import static org.unitscope.check.CheckFixtures.drift;
import static org.unitscope.check.CheckFixtures.found;
import static org.unitscope.check.CheckFixtures.rule;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// What breaks a rule.
class PolicyCheckTest {
    /// Every quantity, just within and just outside. A tensor of one magnitude has RMS and amax
    /// equal to it, and fates of 0 or 1; 1 is a code, so nothing is lost of it, and 1.1 becomes
    /// 1.125 in E4M3: SQNR 20 log10(1.1 / 0.025) = 32.9 dB.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "up A | 2 | 'rms': { 'max': 2 } | false",
                "up A | 2.01 | 'rms': { 'max': 2 } | true",
                "up A | 0.5 | 'rms': { 'min': 0.5 } | false",
                "up A | 0.49 | 'rms': { 'min': 0.5 } | true",
                "up A | NaN | 'rms': { 'min': 0 } | true",
                "up A | NaN | 'rms': { 'max': 9 } | true",
                "up A | 3 | 'amax': 3 | false",
                "up A | 3 | 'amax': 2.9 | true",
                "up gA | 0x1p-18 | 'underflow_fraction': 0.99 | true",
                "up gA | 0x1p-18 | 'underflow_fraction': 1 | false",
                "up gA | 0x1p-18 | 'flushed_energy_fraction': 0.99 | true",
                "up gA | 0x1p-16 | 'underflow_fraction': 0 | false",
                "up gA | 0x1p-16 | 'subnormal_fraction': 0.5 | true",
                "up gA | 1e6 | 'overflow_fraction': 0.5 | true",
                "up A | Infinity | 'nonfinite': 1 | true",
                "up A | Infinity | 'nonfinite': 2 | false",
                "up A | 1.1 | 'sqnr_db': 32.8 | false",
                "up A | 1.1 | 'sqnr_db': 32.9 | true",
                "up A | 0 | 'sqnr_db': 100 | false",
                "up gA | 0x1p-18 | 'verdict': 'at risk' | true",
                "up gA | 0x1p-18 | 'verdict': 'lost' | false"
            })
    void limitsAreInclusive(String tensor, float scale, String limit, boolean breaks)
            throws WorkbenchException {
        CheckResult result = check(Map.of(tensor, scale), rule("'limits': { " + limit + " }"));

        assertThat(found(result)).isEqualTo(breaks ? Arrays.asList(tensor) : Arrays.asList());
        assertThat(result.isViolated()).isEqualTo(breaks);
    }

    /// Changes from a baseline of 1: up is now `after`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | 2 | 'rms_drift_octaves': 1 | false",
                "1 | 2 | 'rms_drift_octaves': 0.99 | true",
                "2 | 1 | 'rms_drift_octaves': 0.99 | true",
                "2 | 1 | 'rms_drift_octaves': { 'max': 0.5 } | false",
                "0 | 1 | 'rms_drift_octaves': 99 | true",
                "1 | 0 | 'rms_drift_octaves': 99 | true",
                "0 | 0 | 'rms_drift_octaves': 0 | false",
                "1 | NaN | 'rms_drift_octaves': 99 | true",
                "1 | 0x1p-18 | 'underflow_fraction_change': 0.5 | true",
                "0x1p-18 | 1 | 'underflow_fraction_change': 0 | false",
                "1 | 0x1p-16 | 'subnormal_fraction_change': 0.5 | true",
                "1 | 1e6 | 'overflow_fraction_change': 0 | true",
                "1 | 0x1p-18 | 'flushed_energy_fraction_change': 0.5 | true",
                "1 | 1 | 'sqnr_change_db': 0 | false",
                "1 | 1.1 | 'sqnr_change_db': -3 | true",
                "1 | 0x1p-18 | 'verdict_drop': 1 | true",
                "1 | 0x1p-18 | 'verdict_drop': 2 | false",
                "0x1p-18 | 1 | 'verdict_drop': 0 | false"
            })
    void changesAreFromTheBaseline(float before, float after, String limit, boolean breaks)
            throws WorkbenchException {
        CheckResult result =
                drift(
                        Map.of("up gA", before),
                        Map.of("up gA", after),
                        rule("'limits': { " + limit + " }"));

        assertThat(found(result)).isEqualTo(breaks ? Arrays.asList("up gA") : Arrays.asList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'tensors': 'gA' | x gA, up gA, sum gA, loss gA",
                "'tensors': 'u*:A' | up A",
                "'tensors': 'u*' | up A, up gA",
                "'tensors': ['w', 'x:A'] | x A, w W, w gW",
                "'tensors': 'linear/weight' | w W",
                "'tensors': 'linear/input' | x A",
                "'tensors': 'linear/gradient' | up gA",
                "'operators': ['linear', 'input'] | x A, x gA, up A, up gA",
                "'operators': 'linear', 'tensors': 'A' | up A",
                "'tensors': 'gA', 'except': ['x', 'loss:gA'] | up gA, sum gA"
            })
    void choosesBySelectorAndOperator(String keys, String expected) throws WorkbenchException {
        CheckResult result = check(Map.of(), rule(keys + ", 'limits': { 'amax': 0.5 }"));

        assertThat(String.join(", ", found(result))).isEqualTo(expected);
    }

    @Test
    void whatMatchesNothingIsBrokenWithItsLineAndTheNearestName() throws WorkbenchException {
        String limits = ", 'limits': { 'amax': 9 }";
        CheckResult path = check(Map.of(), rule("'tensors': ['gA', 'upp']" + limits));
        CheckResult operator = check(Map.of(), rule("'operators': 'linaer'" + limits));
        CheckResult nothing =
                check(Map.of(), rule("'tensors': 'W', 'operators': 'linear'" + limits));
        CheckResult except = check(Map.of(), rule("'except': 'old.*'" + limits));
        CheckResult optional =
                check(Map.of(), rule("'optional': true, 'tensors': 'old.*'" + limits));

        assertThat(path.isViolated()).isTrue();
        assertThat(path.rules().getFirst().findings())
                .singleElement()
                .extracting(Finding::problem)
                .isEqualTo("gate.json:2:34: 'upp' matches no tensor; did you mean up?");
        assertThat(operator.rules().getFirst().findings().getFirst().problem())
                .isEqualTo(
                        "gate.json:2:29: no tensor is made by the operator 'linaer'; did you mean linear?");
        assertThat(nothing.rules().getFirst().findings().getFirst().problem())
                .isEqualTo("gate.json:2:1: the rule matches no tensor");
        assertThat(except.isViolated()).isFalse();
        assertThat(except.rules().getFirst().state()).isEqualTo("warning");
        assertThat(optional.rules().getFirst().state()).isEqualTo("skipped");
    }

    @Test
    void aWarningDoesNotViolate() throws WorkbenchException {
        CheckResult result =
                check(Map.of("up A", 9f), rule("'severity': 'warning', 'limits': { 'amax': 2 }"));

        assertThat(result.rules().getFirst().failing()).isEqualTo(1);
        assertThat(result.isViolated()).isFalse();
        assertThat(result.sentence()).isEqualTo("passed: 0 of 1 rules violated, 1 with warnings");
    }

    @Test
    void aTensorThatOnlyOneRunHasBreaksARuleOfDriftUnlessAllowed() throws WorkbenchException {
        TensorRecord shared = RunFixtures.tensor("fc", "linear", Role.ACTIVATION, 1, 1, 1);
        TensorRecord old = RunFixtures.tensor("old", "gelu", Role.ACTIVATION, 1, 1, 1);
        TensorRecord fresh = RunFixtures.tensor("new", "tanh", Role.ACTIVATION, 1, 1, 1);
        RunRecord before = RunFixtures.run("net", shared, old);
        RunRecord after = RunFixtures.run("net", shared, fresh);
        String limits = "'limits': { 'rms_drift_octaves': 1 }";

        CheckResult result = against(before, after, rule(limits));

        assertThat(result.rules().getFirst().findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.NEW, Finding.Kind.ABSENT);
        assertThat(found(result)).containsExactly("new A", "old A");
        assertThat(result.rules().getFirst().failing()).isEqualTo(1);
        assertThat(result.rules().getFirst().absent()).isEqualTo(1);
        assertThat(against(before, after, rule("'unaligned': 'allow', " + limits)).isViolated())
                .isFalse();
        assertThat(found(against(before, after, rule("'except': 'old', " + limits))))
                .contains("new A")
                .doesNotContain("old A");
    }

    private static CheckResult against(RunRecord before, RunRecord after, String rule)
            throws WorkbenchException {
        return PolicyCheck.of(
                Policy.parse(PolicyTest.policy(rule), "gate.json"),
                new CheckedRun(new ComparedRun("run", after), Optional.empty(), "no model"),
                Optional.of(new ComparedRun("base", before)));
    }

    @Test
    void nothingPassesForWantOfANumber() throws WorkbenchException {
        TensorRecord sampled = RunFixtures.tensor("a", "linear", Role.ACTIVATION, 1, 1, 1);
        TensorRecord predicted = RunFixtures.tensor("b", "linear", Role.ACTIVATION, 4);
        RunRecord partial = RunFixtures.run("net", sampled, predicted);
        String limits = "'limits': { 'rms': { 'max': 2 } }";

        CheckResult missing = alone(partial, rule(limits));
        CheckResult judged = alone(partial, rule("'numbers': 'predicted', " + limits));
        CheckResult lawless =
                alone(
                        partial,
                        rule("'numbers': 'predicted', 'limits': { 'underflow_fraction': 1 }"));

        assertThat(missing.rules().getFirst().findings())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kind()).isEqualTo(Finding.Kind.NO_NUMBER);
                    assertThat(one.problem()).isEqualTo("it was not sampled");
                });
        assertThat(judged.rules().getFirst().findings())
                .singleElement()
                .satisfies(one -> assertThat(one.value()).hasValue(4));
        assertThat(lawless.rules().getFirst().failing()).isEqualTo(2);
    }

    private static CheckResult alone(RunRecord run, String rule) throws WorkbenchException {
        return PolicyCheck.of(
                Policy.parse(PolicyTest.policy(rule), "gate.json"),
                new CheckedRun(new ComparedRun("run", run), Optional.empty(), "no model"),
                Optional.empty());
    }

    @Test
    void aRunThatCannotBeJudgedIsRefusedWithTheRulesLine() {
        RunRecord unsampled =
                RunFixtures.run("net", RunFixtures.tensor("a", "linear", Role.ACTIVATION, 1));
        RunRecord sampled =
                RunFixtures.run("net", RunFixtures.tensor("a", "linear", Role.ACTIVATION, 1, 1));
        String rms = rule("'limits': { 'rms': { 'max': 1 } }");
        String fates = rule("'numbers': 'predicted', 'limits': { 'underflow_fraction': 1 }");
        String inputs = rule("'tensors': 'linear/weight', 'limits': { 'amax': 1 }");

        assertThat(refused(unsampled, rms))
                .isEqualTo(
                        "gate.json:2:1: the rule 'r' judges sampled numbers, and 'run' has none; name a run of unitscope sample, or write \"numbers\": \"predicted\"");
        assertThat(refused(sampled.ofSchema(2), fates)).contains("is of schema version 2");
        assertThat(refused(sampled, inputs)).endsWith("which only the model tells, and no model");
        assertThat(refused(sampled, rule("'limits': { 'verdict_drop': 0 }")))
                .endsWith("compares with a baseline; name one with --baseline RUN");
    }

    private static String refused(RunRecord run, String rule) {
        return String.valueOf(
                catchThrowableOfType(WorkbenchException.class, () -> alone(run, rule))
                        .getMessage());
    }

    @Test
    void aBaselineOfAnotherModelIsRefused() {
        RunRecord a =
                RunFixtures.run("mlp", RunFixtures.tensor("a.x", "linear", Role.WEIGHT, 1, 1));
        RunRecord b =
                RunFixtures.run("bert", RunFixtures.tensor("b.y", "gelu", Role.ACTIVATION, 1, 1));

        assertThat(
                        catchThrowableOfType(
                                        WorkbenchException.class,
                                        () ->
                                                against(
                                                        a,
                                                        b,
                                                        rule(
                                                                "'limits': { 'rms_drift_octaves': 1 }")))
                                .getMessage())
                .isEqualTo(
                        "base: none of its 1 tensors is one of 'run': it is a run of 'mlp', that one of 'bert'; name a baseline of the same model");
    }
}
