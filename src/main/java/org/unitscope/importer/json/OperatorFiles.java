package org.unitscope.importer.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.formula.Definition;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.Estimate.Refused;
import org.unitscope.formula.FormulaException;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;

/// Rule files, format `unitscope-operator`, version 1: a function of one variable that models may
/// use by its name. The factors in it are for people; whoever reads it derives them again.
public final class OperatorFiles {
    static final String FORMAT = "unitscope-operator";

    private OperatorFiles() {}

    /// The text of a rule file.
    ///
    /// @param factors for N(0, 1)
    public static String text(Definition definition, GaussianFactors factors) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("format", FORMAT);
        file.put("version", 1.0);
        file.put("name", definition.name());
        if (!definition.title().isEmpty()) {
            file.put("title", definition.title());
        }
        file.put("formula", definition.formula());
        if (!definition.parameters().isEmpty()) {
            file.put("parameters", new LinkedHashMap<>(definition.parameters()));
        }
        if (!definition.note().isEmpty()) {
            file.put("note", definition.note());
        }
        Map<String, Object> derived = new LinkedHashMap<>();
        derived(factors)
                .forEach((key, estimate) -> {
                    if (estimate instanceof Known(double value, double error)) {
                        Map<String, Object> number = new LinkedHashMap<>();
                        number.put("value", value);
                        number.put("error", error);
                        derived.put(key, number);
                    }
                });
        file.put("derived", derived);
        return JsonLayout.text(file);
    }

    /// What a rule file says of its function for x ~ N(0, 1), by key.
    static Map<String, Estimate> derived(GaussianFactors factors) {
        Map<String, Estimate> derived = new LinkedHashMap<>();
        derived.put("mean", factors.mean());
        derived.put("std", factors.deviation());
        derived.put("rms", factors.rms());
        derived.put("derivative_rms", factors.slopeRms());
        derived.put("forward", factors.forward());
        derived.put("forward_by_rms", factors.forwardRms());
        derived.put("backward", factors.backward());
        return derived;
    }

    /// Refuses what no model can use.
    ///
    /// @param where for the message
    /// @return its factors for N(0, 1)
    /// @throws WorkbenchException if the name is taken or is none, the formula cannot be read, or
    ///   it has no factors
    public static GaussianFactors requireUsable(
            Definition definition, OperatorCatalogue catalogue, String where)
            throws WorkbenchException {
        Optional<String> wrong = problem(definition, catalogue);
        if (wrong.isPresent()) {
            throw new WorkbenchException(where, wrong.get());
        }
        try {
            GaussianFactors factors = GaussianFactors.of(definition.with(Map.of()), 0, 1);
            for (Estimate factor : List.of(factors.forward(), factors.backward())) {
                if (factor instanceof Refused(String reason)) {
                    throw new WorkbenchException(
                            where,
                            "no operator can be made of '%s': %s"
                                    .formatted(definition.formula(), reason));
                }
            }
            return factors;
        } catch (FormulaException unreadable) {
            throw new WorkbenchException(where, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Optional<String> problem(Definition definition, OperatorCatalogue catalogue) {
        return catalogue.find(definition.name()).isPresent()
                ? Optional.of(
                        "'%s' is an operator already; choose another name"
                                .formatted(definition.name()))
                : definition.wrongNames();
    }
}
