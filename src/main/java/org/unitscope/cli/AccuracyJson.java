package org.unitscope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.compare.ModelAccuracy;
import org.unitscope.compare.RoleAccuracy;
import org.unitscope.compare.RuleAccuracy;
import org.unitscope.compare.Spread;
import org.unitscope.compare.TensorAccuracy;
import tools.jackson.databind.json.JsonMapper;

/// Accuracies as one JSON object: per model the summary of every role and a row for every tensor.
/// Shares and errors are fractions, not percent; what does not exist is left out, infinity is a
/// word.
final class AccuracyJson {
    private AccuracyJson() {}

    static String of(List<ModelAccuracy> models) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("models", models.stream().map(AccuracyJson::model).toList());
        return JsonMapper.shared().writeValueAsString(result);
    }

    private static Map<String, Object> model(ModelAccuracy model) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model.name());
        object.put("sizes", model.symbols());
        object.put("seeds", model.seeds());
        object.put("ended_by", model.ending().title());
        object.put("roles", model.roles().stream().map(AccuracyJson::role).toList());
        object.put("tensors", model.tensors().stream().map(AccuracyJson::tensor).toList());
        object.put("zero", model.zeros().stream().map(AccuracyJson::tensor).toList());
        Map<String, Object> unknown = new LinkedHashMap<>();
        model.unknown().forEach((key, reason) -> unknown.put(key.toString(), reason));
        object.put("not_predicted", unknown);
        return object;
    }

    private static Map<String, Object> role(RoleAccuracy role) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("role", role.role().symbol());
        object.put("tensors", role.tensors());
        object.put("standard_error", spread(role.standardError()));
        put(object, "scatter_ratio", role.scatterRatio());
        object.put("predicted", rules(role.predicted()));
        object.put("independent", rules(role.independent()));
        object.put("worst", role.worst().stream().map(t -> t.key().tensor().path()).toList());
        return object;
    }

    private static Map<String, Object> rules(RoleAccuracy.Rules rules) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("error", spread(rules.error()));
        object.put("total_variation", spread(rules.totalVariation()));
        object.put("flushed_compared", rules.flushedCompared());
        object.put("flushed_agreeing", rules.flushedAgreeing());
        return object;
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "median", spread.median());
        put(object, "p95", spread.p95());
        put(object, "max", spread.max());
        return object;
    }

    private static Map<String, Object> tensor(TensorAccuracy tensor) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("tensor", tensor.key().tensor().path());
        object.put("role", tensor.key().role().symbol());
        put(object, "sampled_rms", tensor.sampledRms());
        put(object, "standard_error", tensor.standardError());
        put(object, "scatter", tensor.scatter());
        put(object, "predicted_scatter", tensor.predictedScatter());
        tensor.shift().ifPresent(shift -> object.put("shift", shift));
        put(object, "flushed", tensor.flushed());
        object.put("predicted", rule(tensor.predicted()));
        object.put("independent", rule(tensor.independent()));
        return object;
    }

    private static Map<String, Object> rule(RuleAccuracy rule) {
        Map<String, Object> object = new LinkedHashMap<>();
        put(object, "rms", rule.rms());
        put(object, "error", rule.error());
        put(object, "total_variation", rule.totalVariation());
        put(object, "flushed", rule.flushed());
        return object;
    }

    private static void put(Map<String, Object> object, String name, double value) {
        if (!Double.isNaN(value)) {
            object.put(name, Double.isInfinite(value) ? Double.toString(value) : value);
        }
    }
}
