package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.Scaling;

/// The factors of a node as an importer read them: inputs by name, what is left out not there.
///
/// @param output factor of the result, 1 if left out
/// @param inputs factors of inputs, 1 if left out
/// @param gradients factors of gradients; those left out are the derivative's
public record ScalingDraft(
        Optional<Double> output, Map<String, Double> inputs, Map<String, Double> gradients) {
    /// No factors.
    public static final ScalingDraft NONE = new ScalingDraft(Optional.empty(), Map.of(), Map.of());

    /// The factors in the order of a node's inputs.
    ///
    /// @param given how many inputs the node has
    /// @throws ShapeException if a name is not that of a real input the node has, or a factor is
    ///   not positive
    Scaling resolve(Signature signature, int given) throws ShapeException {
        List<String> names =
                signature.inputs().subList(0, given).stream()
                        .filter(input -> input.kind() != Signature.InputKind.INDEX)
                        .map(Signature.Input::name)
                        .toList();
        for (Map<String, Double> factors : List.of(inputs, gradients)) {
            for (String name : factors.keySet()) {
                if (!names.contains(name)) {
                    throw new ShapeException(
                            "scaling: there is no real input '%s'; it has %s"
                                    .formatted(name, String.join(", ", names)));
                }
            }
        }
        double out = checked("output", output.orElse(1.0));
        List<Double> of = new ArrayList<>();
        List<Double> back = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            String name = signature.inputs().get(i).name();
            double factor = checked("inputs." + name, inputs.getOrDefault(name, 1.0));
            of.add(factor);
            boolean real = names.contains(name);
            double derivative = real ? out * factor : 1;
            back.add(checked("gradients." + name, gradients.getOrDefault(name, derivative)));
        }
        Scaling scaling = new Scaling(out, of, back);
        return scaling.isNone() ? Scaling.NONE : scaling;
    }

    private static double checked(String name, double factor) throws ShapeException {
        if (!Scaling.isFactor(factor)) {
            throw new ShapeException(
                    "scaling: the factor '%s' must be between 1e-30 and 1e30, got %s"
                            .formatted(name, factor));
        }
        return factor;
    }
}
