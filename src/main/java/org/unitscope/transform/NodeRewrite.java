package org.unitscope.transform;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.Scaling;
import org.unitscope.operators.Factor;

/// What a rewrite has done to one node, and why.
///
/// @param output the ideal factor of the result
/// @param inputs one per input
/// @param scaling what the node has now
/// @param reasons sentences for people, in the order of thought
public record NodeRewrite(
        String path,
        String operator,
        Factor output,
        List<InputRewrite> inputs,
        Scaling scaling,
        List<String> reasons) {
    /// Copies the lists.
    public NodeRewrite {
        inputs = List.copyOf(inputs);
        reasons = List.copyOf(reasons);
    }

    /// One input of the node.
    ///
    /// @param name as the operator calls it
    /// @param ideal the ideal factor of its gradient; empty for indices
    /// @param edge what the constraint says of it
    /// @param cycle from where to where the cycle runs that ties it; empty if none does
    /// @param delay weight of the residual branch that begins here, applied to the gradient only; 1
    ///   if none does
    public record InputRewrite(
            String name, Optional<Factor> ideal, Edge edge, Optional<String> cycle, double delay) {}

    /// How free the factor of an input's gradient is.
    public enum Edge {
        /// Removing it would cut the graph: its gradient is summed with nothing that has another
        /// factor.
        CUT("cut edge, free"),
        /// Part of a cycle: its factor is tied to that of the result.
        TIED("on a cycle, tied to the result"),
        /// Part of a cycle, but the constraint none was asked for.
        UNTIED("on a cycle, not tied"),
        /// Part of a cycle inside attention, whose factors are set together.
        TOGETHER("on a cycle, set together with the rest of its attention"),
        /// Part of a cycle, but another product undoes it on every path: free.
        MIRRORED("on a cycle, undone by another product, free"),
        /// A parameter with one use: free.
        PARAMETER("parameter, free"),
        /// A parameter with several uses: they have one ratio.
        SHARED("shared parameter, one ratio over all uses"),
        /// Indices have no gradient.
        INDEX("indices");

        private final String words;

        Edge(String words) {
            this.words = words;
        }

        /// A few words for people.
        public String words() {
            return words;
        }
    }

    /// How many octaves the result is off unit scale because its ideal factor was not used.
    public double outputCost() {
        return octaves(scaling.output() / output.value());
    }

    /// How many octaves the gradient of an input is off unit scale because its ideal factor was not
    /// used; 0 for indices.
    public double gradientCost(int input) {
        return inputs.get(input)
                .ideal()
                .map(ideal ->
                        octaves(
                                scaling.gradient(input)
                                        / (ideal.value() * inputs.get(input).delay())))
                .orElse(0.0);
    }

    private static double octaves(double factor) {
        return StrictMath.log(factor) / StrictMath.log(2);
    }
}
