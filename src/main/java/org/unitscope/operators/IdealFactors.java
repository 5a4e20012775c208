package org.unitscope.operators;

import java.util.List;
import java.util.Optional;

/// The factors that bring an operator's result and its inputs' gradients to unit scale, each by
/// itself, for inputs and gradients of unit scale: what unit scaling would use if no constraint
/// held.
///
/// @param output α of the result
/// @param gradients β per input; empty for an index input
/// @param outputFixed whether the result must stay as it is, as that of a loss or a norm: where a
///   constraint ties factors, they follow it
public record IdealFactors(Factor output, List<Optional<Factor>> gradients, boolean outputFixed) {
    /// Copies the list.
    public IdealFactors {
        gradients = List.copyOf(gradients);
    }

    /// Real inputs only.
    public static IdealFactors of(Factor output, Factor... gradients) {
        return new IdealFactors(
                output, java.util.Arrays.stream(gradients).map(Optional::of).toList(), false);
    }

    /// The same with a result that stays as it is.
    public IdealFactors fixed() {
        return new IdealFactors(output, gradients, true);
    }

    /// An operator that moves elements but leaves values as they are.
    public static IdealFactors same(int inputs) {
        return new IdealFactors(
                Factor.ONE, java.util.Collections.nCopies(inputs, Optional.of(Factor.ONE)), true);
    }

    /// As many gradients as the use has inputs.
    public IdealFactors first(int inputs) {
        return new IdealFactors(output, gradients.subList(0, inputs), outputFixed);
    }
}
