package org.unitscope.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unitscope.analysis.ErrorSplit;
import org.unitscope.analysis.Explanation;
import org.unitscope.analysis.Warning;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.Term;
import tools.jackson.databind.json.JsonMapper;

/// An explanation as one JSON object. The second moment is the sum over `terms` of the product of
/// `factors`; the octaves of `path` add up to the logarithm of the RMS over that of its first step.
final class JsonExplanation {
    private JsonExplanation() {}

    static String missing(TensorKey key, String reason) {
        Map<String, Object> result = head(key);
        result.put("not_predicted_because", reason);
        return JsonMapper.shared().writeValueAsString(result);
    }

    static String of(Explanation explanation) {
        Map<String, Object> result = head(explanation.key());
        result.put("predicted_mean", number(explanation.predicted().mean()));
        result.put("predicted_second_moment", number(explanation.predicted().secondMoment()));
        result.put("predicted_rms", number(explanation.predicted().rms()));
        explanation.error().ifPresent(error -> result.put("error", error(error)));
        result.put("derivation", derivation(explanation.derivation()));
        if (!explanation.uses().isEmpty()) {
            result.put("uses", explanation.uses().stream().map(JsonExplanation::use).toList());
        }
        result.put("path", explanation.path().stream().map(JsonExplanation::step).toList());
        result.put("octaves", number(explanation.octaves()));
        result.put(
                "warnings", explanation.warnings().stream().map(JsonExplanation::warning).toList());
        return JsonMapper.shared().writeValueAsString(result);
    }

    private static Map<String, Object> head(TensorKey key) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tensor", key.tensor().path());
        result.put("role", key.role().symbol());
        return result;
    }

    /// JSON has no infinity and no NaN: those become words.
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }

    private static Map<String, Object> error(ErrorSplit error) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("sampled_rms", number(error.sampled()));
        result.put("local_rms", number(error.local()));
        result.put("whole", number(error.wholeError()));
        result.put("local", number(error.localError()));
        result.put("inherited", number(error.inheritedError()));
        return result;
    }

    private static Map<String, Object> derivation(Derivation derivation) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("rule", derivation.rule());
        result.put("formula", derivation.formula());
        result.put(
                "terms", derivation.terms().stream().map(term -> term(derivation, term)).toList());
        return result;
    }

    private static Map<String, Object> term(Derivation derivation, Term term) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("label", term.label());
        result.put("value", number(term.value()));
        result.put("share", number(derivation.share(term)));
        result.put("factors", term.factors().stream().map(JsonExplanation::factor).toList());
        return result;
    }

    private static Map<String, Object> factor(Quantity factor) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("symbol", factor.symbol());
        result.put("value", number(factor.value()));
        result.put("meaning", factor.meaning());
        return result;
    }

    private static Map<String, Object> use(Explanation.UseDerivation use) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("node", use.node());
        result.put("op", use.operator());
        result.put("derivation", derivation(use.derivation()));
        return result;
    }

    private static Map<String, Object> step(Explanation.Step step) {
        Map<String, Object> result = head(step.key());
        result.put("node", step.node());
        result.put("op", step.operator());
        result.put("rms", number(step.rms()));
        result.put("octaves", number(step.octaves()));
        result.put("share", number(step.share()));
        return result;
    }

    private static Map<String, Object> warning(Warning warning) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("assumption", warning.assumption().title());
        result.put("breach", warning.assumption().breach());
        result.putAll(head(warning.where()));
        result.put("measure", number(warning.measure()));
        result.put("limit", number(warning.assumption().limit()));
        result.put("worst", number(warning.worst()));
        result.put("places", warning.places());
        result.put("sentence", warning.sentence());
        return result;
    }
}
