package org.unitscope.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.ValueLaw;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;
import org.unitscope.tensor.Shape;

/// A residual branch made by hand: `x -> up (linear) -> sum = x + up -> loss`, and runs of it.
/// Gradients are judged against E5M2, which flushes up to `2^-17`, the rest against E4M3, which
/// overflows beyond 464.
final class CheckFixtures {
    private CheckFixtures() {}

    static Graph graph() {
        Shape shape = Shape.of(2, 2);
        return new Graph(
                "net",
                "",
                Map.of(),
                List.of(
                        new Node.RealInput("x", shape, new ValueLaw.Normal(0, 1)),
                        new Node.Parameter("w", shape, new ValueLaw.Normal(0, 1)),
                        operation("up", "linear", shape, "x", "w"),
                        operation("sum", "add", shape, "x", "up"),
                        operation("loss", "mean", Shape.SCALAR, "sum")),
                OutputRef.of("loss"));
    }

    private static Node.Operation operation(
            String path, String operator, Shape shape, String... inputs) {
        return new Node.Operation(
                path,
                operator,
                AttributeMap.NONE,
                List.of(inputs).stream().map(OutputRef::of).toList(),
                List.of(shape));
    }

    /// A run of the graph in which every element of a tensor has the same magnitude.
    ///
    /// @param scales by `path role`; 1 where not given
    static RunRecord run(Map<String, Float> scales) {
        return RunFixtures.run(
                "net",
                tensor("x", "input", Role.ACTIVATION, scales),
                tensor("x", "input", Role.ACTIVATION_GRADIENT, scales),
                tensor("w", "parameter", Role.WEIGHT, scales),
                tensor("w", "parameter", Role.WEIGHT_GRADIENT, scales),
                tensor("up", "linear", Role.ACTIVATION, scales),
                tensor("up", "linear", Role.ACTIVATION_GRADIENT, scales),
                tensor("sum", "add", Role.ACTIVATION, scales),
                tensor("sum", "add", Role.ACTIVATION_GRADIENT, scales),
                tensor("loss", "mean", Role.ACTIVATION, scales),
                tensor("loss", "mean", Role.ACTIVATION_GRADIENT, scales));
    }

    private static TensorRecord tensor(
            String path, String operator, Role role, Map<String, Float> scales) {
        float scale = scales.getOrDefault(path + " " + role.symbol(), 1f);
        return RunFixtures.tensor(path, operator, role, scale, scale, -scale);
    }

    static CheckedRun checked(RunRecord run) {
        return new CheckedRun(new ComparedRun("run", run), Optional.of(graph()), "");
    }

    static CheckResult check(Map<String, Float> scales, String... rules) throws WorkbenchException {
        return PolicyCheck.of(
                Policy.parse(PolicyTest.policy(rules), "gate.json"),
                checked(run(scales)),
                Optional.empty());
    }

    static CheckResult drift(Map<String, Float> before, Map<String, Float> after, String... rules)
            throws WorkbenchException {
        return PolicyCheck.of(
                Policy.parse(PolicyTest.policy(rules), "gate.json"),
                checked(run(after)),
                Optional.of(new ComparedRun("base", run(before))));
    }

    /// A rule `r` of these keys besides its name.
    static String rule(String keys) {
        return "{ \"name\": \"r\", %s }".formatted(keys.replace('\'', '"'));
    }

    /// `path role` of all that is found of the first rule.
    static List<String> found(CheckResult result) {
        return result.rules().getFirst().findings().stream()
                .map(one -> one.tensor().map(t -> t.key().toString()).orElse("-"))
                .toList();
    }
}
