package org.unitscope.analysis;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Derivation;
import org.unitscope.statistics.Moments;

/// Why a tensor has the scale it is predicted to have.
///
/// @param predicted its moments
/// @param derivation the rule, with numbers filled in
/// @param uses where a gradient is a sum over several uses, the derivation of each, the largest
///   first; else empty
/// @param path from the source to the tensor, along the input that counts most at every step
/// @param warnings assumptions that do not hold at the tensor or at what it is computed from, the
///   nearest first
/// @param error how far a sample is off, and whose fault that is; empty without a sample
public record Explanation(
        TensorKey key,
        Moments predicted,
        Derivation derivation,
        List<UseDerivation> uses,
        List<Step> path,
        List<Warning> warnings,
        Optional<ErrorSplit> error) {
    /// Copies the lists.
    public Explanation {
        uses = List.copyOf(uses);
        path = List.copyOf(path);
        warnings = List.copyOf(warnings);
    }

    /// What one use gives to a gradient.
    ///
    /// @param node path of the node that uses the tensor
    public record UseDerivation(String node, String operator, Derivation derivation) {}

    /// A step of a path: the rule of `node` gave this tensor from the one before.
    ///
    /// @param node path of the node whose rule it is; of a gradient, the one that uses the tensor
    /// @param octaves by which the RMS grew in the step; 0 at the source
    /// @param share of the mean square that came this way
    public record Step(
            TensorKey key,
            String node,
            String operator,
            double rms,
            double octaves,
            double share) {}

    /// How many octaves lie between the source of the path and the tensor: the sum over its steps.
    public double octaves() {
        return path.stream().mapToDouble(Step::octaves).sum();
    }
}
