package org.unitscope.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.unitscope.check.PolicyRule.Word;
import org.unitscope.json.JsonReading;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.FlagValue;
import org.unitscope.json.JsonValue.NumberValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.task.Problem;

/// Reads a policy; what is wrong is noted, and the reading goes on.
final class PolicyReader {
    static final String FORMAT = "unitscope-policy";
    private static final List<String> KEYS =
            List.of("format", "version", "name", "description", "rules");
    private static final List<String> RULE_KEYS =
            List.of(
                    "name",
                    "reason",
                    "severity",
                    "optional",
                    "numbers",
                    "unaligned",
                    "tensors",
                    "operators",
                    "except",
                    "limits");
    private static final String A_POLICY = "a policy";

    private final JsonReading reading;
    private final LimitReader limits;

    PolicyReader(String file, Consumer<Problem> problems) {
        reading = new JsonReading(file, problems);
        limits = new LimitReader(reading);
    }

    Policy read(JsonValue tree) {
        Optional<ObjectValue> object = reading.object(tree, A_POLICY, KEYS);
        if (object.isEmpty()) {
            return new Policy("", "", "", List.of());
        }
        ObjectValue top = object.get();
        checkFormat(top);
        String name = requiredText(top, A_POLICY, "name");
        Map<String, JsonValue> names = new HashMap<>();
        List<PolicyRule> rules = new ArrayList<>();
        Optional<JsonValue> listed = reading.required(top, A_POLICY, "rules");
        listed.ifPresent(list -> {
            for (JsonValue rule : reading.array(list, "'rules'")) {
                rule(rule, names).ifPresent(rules::add);
            }
            if (list instanceof JsonValue.ArrayValue array && array.elements().isEmpty()) {
                reading.problem(
                        list, "a policy without rules passes whatever happens; write a rule");
            }
        });
        String file = reading.where(tree).replaceFirst(":\\d+:\\d+$", "");
        return new Policy(file, name, text(top, "description"), rules);
    }

    private void checkFormat(ObjectValue top) {
        reading.required(top, A_POLICY, "format")
                .flatMap(value -> reading.text(value, "'format'"))
                .filter(format -> !format.equals(FORMAT))
                .ifPresent(format ->
                        reading.problem(
                                top,
                                "the key 'format' must be \"%s\", got \"%s\""
                                        .formatted(FORMAT, format)));
        reading.required(top, A_POLICY, "version")
                .filter(value ->
                        !(value instanceof NumberValue number && number.number() == Policy.VERSION))
                .ifPresent(value ->
                        reading.problem(
                                value,
                                "this build reads version %d of the policy format; use a newer Unitscope or write \"version\": %d"
                                        .formatted(Policy.VERSION, Policy.VERSION)));
    }

    private Optional<PolicyRule> rule(JsonValue value, Map<String, JsonValue> names) {
        Optional<ObjectValue> object = reading.object(value, "a rule", RULE_KEYS);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        ObjectValue rule = object.get();
        String name = requiredText(rule, "a rule", "name");
        JsonValue earlier = names.putIfAbsent(name, rule);
        if (earlier != null && !name.isEmpty()) {
            reading.problem(
                    rule,
                    "the rule '%s' is there already, at %s; give each its own name"
                            .formatted(name, earlier.at()));
        }
        Numbers numbers = word(rule, "numbers", Numbers.values(), Numbers::label, Numbers.SAMPLED);
        return Optional.of(
                new PolicyRule(
                        name,
                        reading.where(rule),
                        word(rule, "severity", Severity.values(), Severity::label, Severity.ERROR),
                        text(rule, "reason"),
                        flag(rule, "optional"),
                        numbers,
                        isAllowed(rule),
                        selectors(rule, "tensors"),
                        words(rule),
                        selectors(rule, "except"),
                        limits.read(rule, name, numbers)));
    }

    private String requiredText(ObjectValue object, String what, String key) {
        Optional<String> text =
                reading.required(object, what, key)
                        .flatMap(value -> reading.text(value, "'" + key + "'"));
        text.filter(String::isBlank)
                .ifPresent(blank -> reading.problem(object, "'" + key + "' must not be empty"));
        return text.orElse("");
    }

    private String text(ObjectValue object, String key) {
        JsonValue value = object.members().get(key);
        return value == null ? "" : reading.text(value, "'" + key + "'").orElse("");
    }

    private boolean flag(ObjectValue object, String key) {
        JsonValue value = object.members().get(key);
        if (value != null && !(value instanceof FlagValue)) {
            reading.problem(
                    value, "'%s' must be true or false, got %s".formatted(key, value.kind()));
        }
        return value instanceof FlagValue flag && flag.flag();
    }

    private boolean isAllowed(ObjectValue rule) {
        Boolean[] both = {false, true};
        return word(rule, "unaligned", both, allowed -> allowed ? "allow" : "fail", false);
    }

    /// One of a few words.
    private <T> T word(
            ObjectValue object, String key, T[] values, Function<T, String> label, T usual) {
        JsonValue value = object.members().get(key);
        if (value == null) {
            return usual;
        }
        Optional<String> text = reading.text(value, "'" + key + "'");
        if (text.isEmpty()) {
            return usual;
        }
        List<String> known = Arrays.stream(values).map(label).toList();
        int found = known.indexOf(text.get());
        if (found < 0) {
            reading.problem(
                    value,
                    "'%s' cannot be '%s'; %s"
                            .formatted(key, text.get(), JsonReading.nearest(text.get(), known)));
            return usual;
        }
        return values[found];
    }

    /// A list of texts, or one alone.
    private List<JsonValue> list(ObjectValue object, String key) {
        JsonValue value = object.members().get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonValue.TextValue) {
            return List.of(value);
        }
        List<JsonValue> elements = reading.array(value, "'" + key + "'");
        if (elements.isEmpty() && value instanceof JsonValue.ArrayValue) {
            reading.problem(value, "'" + key + "' lists nothing; leave the key out");
        }
        return elements;
    }

    private List<PolicySelector> selectors(ObjectValue rule, String key) {
        List<PolicySelector> selectors = new ArrayList<>();
        for (JsonValue element : list(rule, key)) {
            Optional<String> text = reading.text(element, "a selector of '" + key + "'");
            try {
                text.map(t -> PolicySelector.parse(t, reading.where(element)))
                        .ifPresent(selectors::add);
            } catch (IllegalArgumentException wrong) {
                reading.problem(element, "'%s': %s".formatted(text.orElse(""), wrong.getMessage()));
            }
        }
        return selectors;
    }

    private List<Word> words(ObjectValue rule) {
        List<Word> words = new ArrayList<>();
        for (JsonValue element : list(rule, "operators")) {
            reading.text(element, "an operator")
                    .ifPresent(text -> words.add(new Word(text, reading.where(element))));
        }
        return words;
    }
}
