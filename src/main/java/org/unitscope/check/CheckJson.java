package org.unitscope.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.run.RunRecord;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A result as one JSON object: every rule, every finding with its numbers in full and its path
/// upstream as far as the operator where it starts. What there is not is left out; JSON has no
/// infinity and no NaN, those are words.
public final class CheckJson {
    /// Version of this layout.
    private static final int VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CheckJson() {}

    /// The text, ended by a line break.
    public static String of(CheckResult result) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("format", "unitscope-check");
        cells.put("version", VERSION);
        cells.put("passed", !result.isViolated());
        cells.put("policy", result.policy().name());
        cells.put("policy_file", result.policy().source());
        cells.put("run", run(result.checked().run()));
        result.comparison()
                .ifPresent(found -> {
                    cells.put("baseline", run(found.a()));
                    cells.put("differences", found.differences());
                    cells.put("aligned", found.pairs().size());
                    cells.put("unaligned", found.unaligned().size());
                });
        if (!result.checked().withoutGraph().isEmpty()) {
            cells.put("not_traced_because", result.checked().withoutGraph());
        }
        cells.put("rules", result.rules().stream().map(CheckJson::rule).toList());
        return MAPPER.writeValueAsString(cells).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> run(ComparedRun compared) {
        Map<String, Object> cells = new LinkedHashMap<>();
        RunRecord run = compared.run();
        cells.put("source", compared.source());
        cells.put("model", run.spec().modelName());
        cells.put("formats", run.spec().formats());
        if (!run.spec().scheme().isEmpty()) {
            cells.put("scheme", run.spec().scheme());
        }
        cells.put("seed", run.spec().seed());
        cells.put("tensors", run.tensors().size());
        cells.put("sampled", run.measuredCount());
        return cells;
    }

    private static Map<String, Object> rule(RuleResult result) {
        Map<String, Object> cells = new LinkedHashMap<>();
        PolicyRule rule = result.rule();
        cells.put("name", rule.name());
        cells.put("where", rule.where());
        cells.put("severity", rule.severity().label());
        if (!rule.reason().isEmpty()) {
            cells.put("reason", rule.reason());
        }
        cells.put("numbers", rule.numbers().label());
        cells.put("state", result.state());
        cells.put("tensors", result.matched().size());
        cells.put("failing", result.failing());
        cells.put("absent", result.absent());
        cells.put("findings", result.findings().stream().map(CheckJson::finding).toList());
        return cells;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("kind", finding.kind().label());
        cells.put("severity", finding.severity().label());
        finding.tensor()
                .ifPresent(tensor -> {
                    cells.put("tensor", tensor.path());
                    cells.put("role", tensor.key().role().symbol());
                    cells.put("op", tensor.operator());
                    cells.put("format", tensor.format().toString());
                });
        finding.limit()
                .ifPresent(limit -> {
                    Quantity quantity = limit.quantity();
                    cells.put("quantity", quantity.key());
                    put(cells, "value", quantity, finding.value());
                    put(cells, "baseline", quantity.compared(), finding.baseline());
                    put(cells, "min", quantity, limit.min());
                    put(cells, "max", quantity, limit.max());
                });
        cells.put("problem", finding.problem());
        finding.upstream().ifPresent(upstream -> cells.put("upstream", upstream(upstream)));
        return cells;
    }

    private static Map<String, Object> upstream(Upstream upstream) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("starts_at", upstream.origin().place());
        upstream.largest().ifPresent(step -> cells.put("most_of_it_from", step(step)));
        cells.put(
                "path",
                upstream.steps().stream()
                        .limit(upstream.start() + 1L)
                        .map(CheckJson::step)
                        .toList());
        return cells;
    }

    private static Map<String, Object> step(Upstream.Step step) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("tensor", step.tensor().tensor().path());
        cells.put("role", step.tensor().role().symbol());
        cells.put("node", step.node());
        cells.put("op", step.operator());
        step.level().ifPresent(level -> cells.put("level_octaves", level));
        step.octaves().ifPresent(octaves -> cells.put("octaves", octaves));
        return cells;
    }

    private static void put(
            Map<String, Object> cells, String key, Quantity quantity, OptionalDouble value) {
        value.ifPresent(number -> cells.put(key, cell(quantity, number)));
    }

    private static Object cell(Quantity quantity, double value) {
        boolean isNumber = quantity != Quantity.VERDICT && Double.isFinite(value);
        if (!isNumber) {
            return quantity.text(value);
        }
        boolean isCount = quantity == Quantity.NONFINITE || quantity == Quantity.VERDICT_DROP;
        return isCount ? (Object) (long) value : (Object) value;
    }
}
