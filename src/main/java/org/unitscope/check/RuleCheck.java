package org.unitscope.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// Holds the tensors of a run to one rule.
///
/// @param pairs with the baseline, by the run's tensors; empty without one
/// @param alone tensors of the run that the baseline has not
record RuleCheck(
        PolicyRule rule,
        RuleTensors tensors,
        CheckedRun checked,
        Map<TensorKey, TensorPair> pairs,
        Map<TensorKey, Unaligned> alone) {
    /// @param absent tensors of the baseline that the run lacks and should have
    RuleResult result(List<Unaligned> absent) {
        List<TensorRecord> matched = tensors.matched();
        Map<Limit, UpstreamSearch> searches = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (TensorRecord tensor : matched) {
            Unaligned lonely = alone.get(tensor.key());
            if (rule.needsBaseline() && lonely != null && !rule.allowUnaligned()) {
                findings.add(
                        unjudged(
                                Finding.Kind.NEW,
                                tensor,
                                Optional.empty(),
                                "the baseline has no such tensor: " + lonely.reason()));
            }
            for (Limit limit : rule.limits()) {
                finding(limit, tensor, searches).ifPresent(findings::add);
            }
        }
        for (Unaligned one : absent) {
            findings.add(
                    unjudged(
                            Finding.Kind.ABSENT,
                            one.tensor(),
                            Optional.empty(),
                            "the baseline has it, the run has not: " + one.reason()));
        }
        findings.addAll(tensors.unmatched());
        return new RuleResult(rule, matched, findings);
    }

    private Optional<Finding> finding(
            Limit limit, TensorRecord tensor, Map<Limit, UpstreamSearch> searches) {
        Optional<Reading> reading = reading(limit.quantity(), tensor);
        if (reading.isEmpty()) {
            return Optional.empty();
        }
        return switch (reading.get()) {
            case Reading.Vacuous nothing -> Optional.empty();
            case Reading.Missing missing ->
                    Optional.of(
                            unjudged(
                                    Finding.Kind.NO_NUMBER,
                                    tensor,
                                    Optional.of(limit),
                                    missing.reason()));
            case Reading.Known known ->
                    limit.outside(known.value()).isEmpty()
                            ? Optional.empty()
                            : Optional.of(outside(limit, tensor, known.value(), searches));
        };
    }

    private Finding unjudged(
            Finding.Kind kind, TensorRecord tensor, Optional<Limit> limit, String problem) {
        return new Finding(
                kind,
                rule.severity(),
                Optional.of(tensor),
                limit,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                problem);
    }

    private Finding outside(
            Limit limit, TensorRecord tensor, double value, Map<Limit, UpstreamSearch> searches) {
        Optional<Upstream> upstream =
                checked.graph()
                        .map(graph -> searches.computeIfAbsent(limit, this::search))
                        .map(search -> search.from(tensor.key()));
        return new Finding(
                Finding.Kind.OUTSIDE,
                rule.severity(),
                Optional.of(tensor),
                Optional.of(limit),
                OptionalDouble.of(value),
                baseline(limit.quantity(), tensor),
                upstream,
                "%s is %s, must be %s"
                        .formatted(
                                limit.quantity().key(),
                                limit.quantity().text(value),
                                limit.text()));
    }

    /// Empty where the baseline has no such tensor, of which another finding tells.
    private Optional<Reading> reading(Quantity quantity, TensorRecord tensor) {
        Readings readings = new Readings(rule.numbers());
        if (!quantity.needsBaseline()) {
            return Optional.of(readings.of(quantity, tensor));
        }
        return Optional.ofNullable(pairs.get(tensor.key()))
                .map(pair -> readings.of(quantity, pair));
    }

    /// The baseline's own number, of the quantity whose change is limited.
    private OptionalDouble baseline(Quantity quantity, TensorRecord tensor) {
        TensorPair pair = pairs.get(tensor.key());
        if (!quantity.needsBaseline() || pair == null) {
            return OptionalDouble.empty();
        }
        Reading reading = new Readings(rule.numbers()).of(quantity.compared(), pair.a());
        return reading instanceof Reading.Known known
                ? OptionalDouble.of(known.value())
                : OptionalDouble.empty();
    }

    private UpstreamSearch search(Limit limit) {
        boolean isDrift = limit.quantity().needsBaseline();
        Map<TensorKey, Double> values = new HashMap<>();
        Map<TensorKey, Double> levels = new HashMap<>();
        for (TensorRecord tensor : checked.run().run().tensors()) {
            if (reading(limit.quantity(), tensor).orElse(null) instanceof Reading.Known known) {
                values.put(tensor.key(), known.value());
            }
            level(tensor, isDrift)
                    .filter(Double::isFinite)
                    .ifPresent(level -> levels.put(tensor.key(), level));
        }
        return new UpstreamSearch(checked.graph().orElseThrow(), limit, values, levels, isDrift);
    }

    private Optional<Double> level(TensorRecord tensor, boolean isDrift) {
        Reading reading =
                isDrift
                        ? reading(Quantity.RMS_DRIFT, tensor).orElseGet(Reading.Vacuous::new)
                        : new Readings(rule.numbers()).of(Quantity.RMS, tensor);
        return reading instanceof Reading.Known known
                ? Optional.of(isDrift ? known.value() : Scales.log2(known.value()))
                : Optional.empty();
    }
}
