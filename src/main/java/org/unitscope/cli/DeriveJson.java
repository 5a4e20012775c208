package org.unitscope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.factors.SampledMoments.Sampled;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.GaussianFactors;
import tools.jackson.databind.json.JsonMapper;

/// Derived factors as one JSON object. A number that does not exist is an object with its `reason`.
final class DeriveJson {
    private DeriveJson() {}

    static String of(DerivedFactors factors, SampledMoments sampled) {
        GaussianFactors ideal = factors.ideal();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("formula", factors.definition().formula());
        result.put("parameters", factors.definition().parameters());
        result.put("input_mean", factors.mean());
        result.put("input_std", factors.deviation());
        result.put("kinks", factors.formula().kinks());
        result.put("mean", estimate(ideal.mean(), sampled.mean()));
        result.put("std", estimate(ideal.deviation(), sampled.deviation()));
        result.put("rms", estimate(ideal.rms(), sampled.rms()));
        result.put("derivative_rms", estimate(ideal.slopeRms(), sampled.slopeRms()));
        result.put("forward", estimate(ideal.forward()));
        result.put("forward_by_rms", estimate(ideal.forwardRms()));
        result.put("backward", estimate(ideal.backward()));
        Map<String, Object> tied = new LinkedHashMap<>();
        factors.tied().forEach((constraint, value) -> tied.put(constraint.word(), estimate(value)));
        result.put("tied", tied);
        result.put("samples", sampled.count());
        result.put("seed", sampled.seed());
        result.put(
                "warnings",
                java.util.stream.Stream.of(ideal.warnings(), sampled.disagreements(ideal))
                        .flatMap(List::stream)
                        .toList());
        return JsonMapper.shared().writeValueAsString(result);
    }

    private static Map<String, Object> estimate(Estimate estimate) {
        Map<String, Object> cells = new LinkedHashMap<>();
        switch (estimate) {
            case Estimate.Known(double value, double error) -> {
                cells.put("value", value);
                cells.put("error", error);
            }
            case Estimate.Refused(String reason) -> cells.put("reason", reason);
        }
        return cells;
    }

    private static Map<String, Object> estimate(Estimate derived, Sampled sampled) {
        Map<String, Object> cells = estimate(derived);
        if (Double.isFinite(sampled.value()) && Double.isFinite(sampled.standardError())) {
            cells.put("sampled", sampled.value());
            cells.put("standard_error", sampled.standardError());
        }
        return cells;
    }
}
