package org.unitscope.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Holds a run to a policy.
public final class PolicyCheck {
    private final Policy policy;
    private final CheckedRun checked;
    private final Optional<RunComparison> comparison;
    private final Map<TensorKey, TensorPair> pairs = new HashMap<>();
    private final Map<TensorKey, Unaligned> alone = new HashMap<>();

    private PolicyCheck(Policy policy, CheckedRun checked, Optional<RunComparison> comparison) {
        this.policy = policy;
        this.checked = checked;
        this.comparison = comparison;
        comparison.ifPresent(found -> {
            found.pairs().forEach(pair -> pairs.put(pair.b().key(), pair));
            found.unaligned().stream()
                    .filter(one -> !one.inFirst())
                    .forEach(one -> alone.put(one.tensor().key(), one));
        });
    }

    /// Checks a run.
    ///
    /// @param baseline what rules compare with, if any does
    /// @throws WorkbenchException if the run or the baseline cannot be judged by the policy: with
    ///   every rule for which that is so
    public static CheckResult of(Policy policy, CheckedRun checked, Optional<ComparedRun> baseline)
            throws WorkbenchException {
        return of(policy, checked, baseline, TensorMapping.NONE);
    }

    /// The same.
    ///
    /// @param mapping of the baseline's tensors to the run's, before all other rules of alignment
    public static CheckResult of(
            Policy policy,
            CheckedRun checked,
            Optional<ComparedRun> baseline,
            TensorMapping mapping)
            throws WorkbenchException {
        requireJudgeable(policy, checked, baseline);
        Optional<RunComparison> comparison = Optional.empty();
        if (baseline.isPresent()) {
            RunComparison found = RunComparison.of(baseline.get(), checked.run(), mapping);
            requireAligned(found);
            comparison = Optional.of(found);
        }
        return new PolicyCheck(policy, checked, comparison).result();
    }

    private static void requireJudgeable(
            Policy policy, CheckedRun checked, Optional<ComparedRun> baseline)
            throws WorkbenchException {
        List<Problem> problems = new ArrayList<>();
        for (PolicyRule rule : policy.rules()) {
            if (rule.needsBaseline() && baseline.isEmpty()) {
                problems.add(
                        problem(rule, "compares with a baseline; name one with --baseline RUN"));
            }
            lack(rule, checked.run()).ifPresent(what -> problems.add(problem(rule, what)));
            if (rule.needsBaseline()) {
                baseline.flatMap(run -> lack(rule, run))
                        .ifPresent(what -> problems.add(problem(rule, what)));
            }
            boolean needsGraph =
                    rule.tensors().stream().anyMatch(PolicySelector::needsGraph)
                            || rule.except().stream().anyMatch(PolicySelector::needsGraph);
            if (needsGraph && checked.graph().isEmpty()) {
                problems.add(
                        problem(
                                rule,
                                "selects by operator inputs, which only the model tells, and "
                                        + checked.withoutGraph()));
            }
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
    }

    private static Problem problem(PolicyRule rule, String what) {
        return new Problem(rule.where(), "the rule '" + rule.name() + "' " + what);
    }

    /// What a run as a whole lacks for a rule.
    private static Optional<String> lack(PolicyRule rule, ComparedRun compared) {
        RunRecord run = compared.run();
        if (rule.numbers() == Numbers.SAMPLED && run.measuredCount() == 0) {
            return Optional.of(
                    "judges sampled numbers, and '%s' has none; name a run of unitscope sample, or write \"numbers\": \"predicted\""
                            .formatted(compared.source()));
        }
        boolean needsForecast =
                rule.limits().stream().anyMatch(limit -> limit.quantity().isForecast());
        boolean isEarlier = run.spec().schemaVersion() < RunStore.FORECASTS;
        return rule.numbers() == Numbers.PREDICTED && needsForecast && isEarlier
                ? Optional.of(
                        "judges predicted fates, and '%s' is of schema version %d, which has none; run it anew"
                                .formatted(compared.source(), run.spec().schemaVersion()))
                : Optional.empty();
    }

    private static void requireAligned(RunComparison comparison) throws WorkbenchException {
        if (comparison.pairs().isEmpty()) {
            throw new WorkbenchException(
                    comparison.a().source(),
                    "none of its %d tensors is one of '%s': it is a run of '%s', that one of '%s'; name a baseline of the same model"
                            .formatted(
                                    comparison.a().run().tensors().size(),
                                    comparison.b().source(),
                                    comparison.a().run().spec().modelName(),
                                    comparison.b().run().spec().modelName()));
        }
    }

    private CheckResult result() {
        List<RuleResult> results = new ArrayList<>();
        for (PolicyRule rule : policy.rules()) {
            RuleTensors tensors =
                    new RuleTensors(rule, checked.run().run().tensors(), checked.graph());
            results.add(
                    new RuleCheck(rule, tensors, checked, pairs, alone)
                            .result(absent(rule, tensors)));
        }
        return new CheckResult(policy, checked, comparison, results);
    }

    /// Tensors that the rule is about, which the baseline has and the run has not.
    private List<Unaligned> absent(PolicyRule rule, RuleTensors tensors) {
        if (!rule.needsBaseline() || rule.allowUnaligned()) {
            return List.of();
        }
        return comparison.stream()
                .flatMap(found -> found.unaligned().stream())
                .filter(one -> one.inFirst() && tensors.isMatched(one.tensor()))
                .toList();
    }
}
