package org.unitscope.check;

import java.util.Optional;
import org.unitscope.graph.Graph;
import org.unitscope.graph.PathPattern;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sampling.TensorSelector;

/// Which tensors a rule is about: a [TensorSelector] as `--formats` has them, or a path pattern
/// alone, of every role.
///
/// @param where it stands in the policy, `file:line:column`
/// @param selector empty for a path pattern alone
/// @param path of a path pattern alone
record PolicySelector(
        String text, String where, Optional<TensorSelector> selector, PathPattern path) {
    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it has a colon and no role behind it
    static PolicySelector parse(String text, String where) {
        boolean isRole = text.matches("g?[AW]");
        boolean isPattern = !isRole && text.indexOf(':') < 0 && text.indexOf('/') <= 0;
        return new PolicySelector(
                text,
                where,
                isPattern ? Optional.empty() : Optional.of(TensorSelector.parse(text)),
                PathPattern.of(text));
    }

    /// Whether only a graph tells which tensors these are.
    boolean needsGraph() {
        return selector.filter(TensorSelector::isOfOperator).isPresent();
    }

    /// Whether it is about this tensor.
    ///
    /// @param graph of the run's model; without one nothing is known to flow into an operator
    boolean matches(TensorKey key, Optional<Graph> graph) {
        if (selector.isEmpty()) {
            return path.matches(key.tensor().path());
        }
        return graph.map(model -> selector.get().matches(key, model, OperatorCatalogue.standard()))
                .orElseGet(() -> selector.get().matches(key));
    }
}
