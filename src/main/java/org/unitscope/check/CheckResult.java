package org.unitscope.check;

import java.util.List;
import java.util.Optional;
import org.unitscope.comparison.RunComparison;

/// What became of a policy.
///
/// @param comparison of the baseline with the run, if there is a baseline
public record CheckResult(
        Policy policy,
        CheckedRun checked,
        Optional<RunComparison> comparison,
        List<RuleResult> rules) {
    /// Copies the list.
    public CheckResult {
        rules = List.copyOf(rules);
    }

    /// Whether a rule of severity `error` is broken.
    public boolean isViolated() {
        return rules.stream().anyMatch(RuleResult::isViolated);
    }

    /// Rules in a state, see [RuleResult#state].
    public long count(String state) {
        return rules.stream().filter(rule -> rule.state().equals(state)).count();
    }

    /// One sentence.
    public String sentence() {
        String counts =
                "%d of %d rules violated, %d with warnings"
                        .formatted(count("violated"), rules.size(), count("warning"));
        return (isViolated() ? "violated: " : "passed: ") + counts;
    }
}
