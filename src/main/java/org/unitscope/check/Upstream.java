package org.unitscope.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.graph.TensorKey;

/// Where a broken limit starts, found by going back from the tensor along what its scale comes
/// from: the inputs of the operator that made it; for a gradient the gradients of its consumers'
/// outputs.
///
/// @param steps from the tensor back to a source, at least one
/// @param start index of the step where it starts: the first tensor on the path, seen from its
///   source, from which on all break the limit on the same side
public record Upstream(List<Step> steps, int start) {
    /// One tensor of the path, and the operator that makes it from the next one.
    ///
    /// @param node path of the operator's node; for a gradient that of the consumer, whose backward
    ///   pass makes it
    /// @param operator its word
    /// @param level `log2` of the scale, or by how many octaves it has drifted; empty if it is zero
    ///   or unknown
    /// @param octaves what the operator adds to the level: the difference to the next step, the
    ///   level itself for the last; empty where a level is
    public record Step(
            TensorKey tensor,
            String node,
            String operator,
            OptionalDouble level,
            OptionalDouble octaves) {
        /// The operator in words: `linear 'fc1'`, `backward of linear 'fc1'`.
        public String place() {
            String pass = tensor.role().isGradient() ? "backward of " : "";
            return "%s%s '%s'".formatted(pass, operator, node);
        }

        /// The operator and what it adds, where that is known.
        String text() {
            return octaves.isPresent()
                    ? String.format(
                            Locale.ROOT, "%s (%+.2f octaves)", place(), octaves.getAsDouble() + 0.0)
                    : place();
        }
    }

    /// Copies the list.
    public Upstream {
        steps = List.copyOf(steps);
    }

    /// The step where it starts.
    public Step origin() {
        return steps.get(start);
    }

    /// The operator that moves the scale farthest in the direction in which the tensor has gone;
    /// empty where its level is unknown or zero.
    public Optional<Step> largest() {
        double direction = Math.signum(steps.getFirst().level().orElse(0));
        return steps.stream()
                .filter(step -> step.octaves().isPresent())
                .filter(step -> direction * step.octaves().getAsDouble() > 0)
                .max(Comparator.comparingDouble(step -> direction * step.octaves().getAsDouble()));
    }

    /// One line: where it starts and, if that is another operator, which moves the scale most.
    public String text() {
        return largest()
                .filter(step -> !step.equals(origin()))
                .map(step -> origin().text() + "; most of it from " + step.text())
                .orElse(origin().text());
    }
}
