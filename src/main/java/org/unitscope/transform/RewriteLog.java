package org.unitscope.transform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a rewrite has done, in graph order. Paths stay as they were: a node of the rewritten graph
/// is the node of the same path.
///
/// @param scheme as text, see [Scheme]
/// @param nodes per operation its factors
/// @param weights parameters with another law
/// @param ratios per parameter what its gradient is to the derivative of the rewritten function, a
///   positive constant; parameters that the loss does not depend on are not there
/// @param warnings sentences for people: what does not hold, and where
public record RewriteLog(
        String scheme,
        List<NodeRewrite> nodes,
        List<WeightRewrite> weights,
        Map<String, Double> ratios,
        List<String> warnings) {
    /// Copies the collections.
    public RewriteLog {
        nodes = List.copyOf(nodes);
        weights = List.copyOf(weights);
        ratios = java.util.Collections.unmodifiableMap(new TreeMap<>(ratios));
        warnings = List.copyOf(warnings);
    }

    /// A log of nothing.
    public static RewriteLog empty(String scheme) {
        return new RewriteLog(scheme, List.of(), List.of(), Map.of(), List.of());
    }

    /// A parameter with another law: its numbers are `factor` times what they were.
    ///
    /// @param from the law as the model has it
    /// @param to the law now
    public record WeightRewrite(String path, double factor, String from, String to) {}

    /// What was done to a node.
    public Optional<NodeRewrite> node(String path) {
        return nodes.stream().filter(node -> node.path().equals(path)).findFirst();
    }
}
