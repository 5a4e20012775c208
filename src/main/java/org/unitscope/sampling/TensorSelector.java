package org.unitscope.sampling;

import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.PathPattern;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;

/// Which tensors an exception of `--formats`, or a rule of a policy, is about. A selector is about
/// stored tensors (`role` given) or about what flows into an operator (`operator` given):
///
/// * a role: `gA`;
/// * a path pattern and a role: `blocks.0.*:A`;
/// * an operator's input: `linear/weight`;
/// * the gradient that flows into an operator: `linear/gradient`;
/// * either of them on a path: `logits:linear/weight`.
///
/// @param text as it was written
/// @param path empty for any
/// @param role empty where it is about an operator
/// @param operator empty where it is about stored tensors
/// @param input an input's name or `gradient`; empty where it is about stored tensors
public record TensorSelector(
        String text,
        Optional<PathPattern> path,
        Optional<Role> role,
        String operator,
        String input) {
    private static final String GRADIENT = "gradient";

    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it names no role
    public static TensorSelector parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.lastIndexOf(':');
        Optional<PathPattern> path =
                colon < 0
                        ? Optional.empty()
                        : Optional.of(PathPattern.of(text.substring(0, colon)));
        if (slash > 0) {
            return new TensorSelector(
                    text,
                    path,
                    Optional.empty(),
                    text.substring(colon + 1, slash),
                    text.substring(slash + 1));
        }
        return new TensorSelector(
                text, path, Optional.of(Role.ofSymbol(text.substring(colon + 1))), "", "");
    }

    /// Whether it is about what flows into an operator; which tensors those are only a graph knows.
    public boolean isOfOperator() {
        return role.isEmpty();
    }

    /// Whether it is about the gradient that flows into an operator.
    public boolean isOfGradient() {
        return input.equals(GRADIENT);
    }

    /// Whether it is about this stored tensor.
    public boolean matches(TensorKey key) {
        return role.filter(key.role()::equals).isPresent()
                && (path.isEmpty() || path.get().matches(key.tensor().path()));
    }

    /// Whether it may be about a node of this path.
    public boolean isOn(String node) {
        return path.isEmpty() || path.get().matches(node);
    }

    /// Whether it is about this input of this operator, of this node.
    public boolean matches(String node, String operatorName, String inputName) {
        return isOfOperator()
                && operator.equals(operatorName)
                && input.equals(inputName)
                && isOn(node);
    }

    /// Whether it is about the gradient that flows into this operator, of this node.
    public boolean matchesGradient(String node, String operatorName) {
        return matches(node, operatorName, GRADIENT);
    }

    /// Whether it is about this tensor of a graph: a stored one, one that flows into the operator
    /// as the input, or the gradient of an output of the operator.
    public boolean matches(TensorKey key, Graph graph, OperatorCatalogue catalogue) {
        if (!isOfOperator()) {
            return matches(key);
        }
        if (isOfGradient()) {
            return key.role() == Role.ACTIVATION_GRADIENT
                    && graph.find(key.tensor().node())
                            .filter(node -> matchesGradient(node.path(), node.operator()))
                            .isPresent();
        }
        return !key.role().isGradient()
                && graph.uses(key.tensor()).stream()
                        .anyMatch(use ->
                                matches(
                                        use.consumer().path(),
                                        use.consumer().operator(),
                                        name(use, catalogue)));
    }

    private static String name(Graph.Use use, OperatorCatalogue catalogue) {
        Node.Operation consumer = use.consumer();
        return catalogue
                .find(consumer.operator())
                .map(Operator::signature)
                .filter(signature -> use.input() < signature.inputs().size())
                .map(signature -> signature.inputs().get(use.input()).name())
                .orElse("");
    }

    @Override
    public String toString() {
        return text;
    }
}
