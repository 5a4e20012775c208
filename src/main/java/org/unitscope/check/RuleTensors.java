package org.unitscope.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unitscope.check.PolicyRule.Word;
import org.unitscope.graph.Graph;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.NearestNames;

/// Which tensors of a run a rule is about, and which of its selectors are about none.
record RuleTensors(PolicyRule rule, List<TensorRecord> tensors, Optional<Graph> graph) {
    /// Those it is about, in the run's order.
    List<TensorRecord> matched() {
        return tensors.stream().filter(this::isMatched).toList();
    }

    /// Whether it is about this tensor, of this run or another.
    boolean isMatched(TensorRecord tensor) {
        boolean named = rule.tensors().isEmpty() || matchesAny(rule.tensors(), tensor);
        boolean made =
                rule.operators().isEmpty()
                        || rule.operators().stream()
                                .anyMatch(word -> word.text().equals(tensor.operator()));
        return named && made && !matchesAny(rule.except(), tensor);
    }

    private boolean matchesAny(List<PolicySelector> selectors, TensorRecord tensor) {
        return selectors.stream().anyMatch(selector -> selector.matches(tensor.key(), graph));
    }

    /// What matches nothing: a rule that does is broken, and so is one of which a part does, since
    /// what it was written for is not checked any more. An exception that excepts nothing is only
    /// untidy. Nothing for a rule that may match nothing.
    List<Finding> unmatched() {
        List<Finding> findings = new ArrayList<>();
        if (rule.optional()) {
            return findings;
        }
        rule.tensors().forEach(one -> add(findings, one, rule.severity()));
        rule.operators().forEach(word -> add(findings, word));
        rule.except().forEach(one -> add(findings, one, Severity.WARNING));
        if (findings.stream().noneMatch(found -> found.severity() == rule.severity())
                && matched().isEmpty()) {
            findings.add(finding(rule.severity(), rule.where() + ": the rule matches no tensor"));
        }
        return findings;
    }

    private void add(List<Finding> findings, PolicySelector selector, Severity severity) {
        if (tensors.stream().noneMatch(tensor -> selector.matches(tensor.key(), graph))) {
            Stream<String> known =
                    Stream.concat(
                            tensors.stream().map(TensorRecord::path),
                            Stream.of("A", "W", "gA", "gW"));
            findings.add(
                    finding(
                            severity,
                            "%s: '%s' matches no tensor%s"
                                    .formatted(
                                            selector.where(),
                                            selector.text(),
                                            nearest(selector.text(), known))));
        }
    }

    private void add(List<Finding> findings, Word operator) {
        if (tensors.stream().noneMatch(tensor -> tensor.operator().equals(operator.text()))) {
            findings.add(
                    finding(
                            rule.severity(),
                            "%s: no tensor is made by the operator '%s'%s"
                                    .formatted(
                                            operator.where(),
                                            operator.text(),
                                            nearest(
                                                    operator.text(),
                                                    tensors.stream()
                                                            .map(TensorRecord::operator)))));
        }
    }

    private static String nearest(String text, Stream<String> known) {
        List<String> nearest = NearestNames.of(text, known.collect(Collectors.toSet()));
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    }

    private static Finding finding(Severity severity, String problem) {
        return new Finding(
                Finding.Kind.NO_MATCH,
                severity,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                problem);
    }
}
