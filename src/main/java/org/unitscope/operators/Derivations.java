package org.unitscope.operators;

import java.util.Map;
import java.util.Optional;

/// The explanations that a moment rule can give: where its second moments come from, and by how
/// much it keeps the assumptions it rests on.
///
/// The sum over terms of the product of factors must be the second moment that the rule predicts,
/// to rounding. What a rule does not explain gets [GenericDerivation].
public interface Derivations {
    /// Of a rule that explains nothing.
    Derivations NONE = new Derivations() {};

    /// The second moment of an output.
    default Optional<Derivation> output(Application of, int output) {
        return Optional.empty();
    }

    /// The second moment of the gradient of an input, from this use alone.
    default Optional<Derivation> gradient(Application of, int input) {
        return Optional.empty();
    }

    /// The measures of the assumptions that the rule makes in this pass, kept or not.
    default Map<Assumption, Double> assumptions(Application of) {
        return Map.of();
    }
}
