package org.unitscope.check;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.TensorRecord;

/// What became of one rule.
///
/// @param matched the tensors of the run that it is about, in the run's order
/// @param findings in the same order, those of the baseline and of the rule itself behind
public record RuleResult(PolicyRule rule, List<TensorRecord> matched, List<Finding> findings) {
    /// Copies the lists.
    public RuleResult {
        matched = List.copyOf(matched);
        findings = List.copyOf(findings);
    }

    /// Whether it violates the policy.
    public boolean isViolated() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /// How many of the matched tensors break it.
    public long failing() {
        return findings.stream()
                .filter(finding -> finding.kind() != Finding.Kind.ABSENT)
                .map(Finding::tensor)
                .flatMap(Optional::stream)
                .map(TensorRecord::key)
                .distinct()
                .count();
    }

    /// How many tensors of the baseline the run lacks.
    public long absent() {
        return findings.stream().filter(finding -> finding.kind() == Finding.Kind.ABSENT).count();
    }

    /// The findings about one tensor of the run.
    List<Finding> of(TensorKey key) {
        return findings.stream()
                .filter(finding -> finding.kind() != Finding.Kind.ABSENT)
                .filter(finding -> finding.tensor().filter(t -> t.key().equals(key)).isPresent())
                .toList();
    }

    /// The word for its state.
    public String state() {
        if (isViolated()) {
            return "violated";
        }
        if (!findings.isEmpty()) {
            return "warning";
        }
        return matched.isEmpty() ? "skipped" : "passed";
    }
}
