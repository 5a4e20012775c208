package org.unitscope.graph;

import java.util.List;

/// Constant factors that one use of an operator is computed with. Of a function f of k inputs with
/// the vector-Jacobian product `f_grad`, a node computes
///
///     y = output · f(inputs_1 x_1, …, inputs_k x_k)
///     g_i = gradients_i · f_grad(inputs_1 x_1, …, inputs_k x_k, g)_i
///
/// as one operator: `f` alone is no tensor, it is neither rounded nor shown. The gradient is the
/// derivative of the function where `gradients_i = output · inputs_i`; unit scaling chooses it
/// otherwise where that is allowed (Blake, Orr, Luschi 2023, arXiv 2303.11257, scaled operators).
///
/// @param output factor of the result
/// @param inputs per input the factor it is multiplied by first; missing ones at the end are 1
/// @param gradients per input the factor of its gradient; missing ones at the end are 1
public record Scaling(double output, List<Double> inputs, List<Double> gradients) {
    /// The operator as it is.
    public static final Scaling NONE = new Scaling(1, List.of(), List.of());

    /// Largest factor; its inverse is the smallest.
    public static final double LARGEST = 1e30;

    /// Copies the lists without the ones at their ends, so that equal factors are equal.
    ///
    /// @throws IllegalArgumentException if a factor is not in [1e-30, 1e30]
    public Scaling {
        inputs = trimmed(inputs);
        gradients = trimmed(gradients);
        requireFactor(output);
        inputs.forEach(Scaling::requireFactor);
        gradients.forEach(Scaling::requireFactor);
    }

    private static List<Double> trimmed(List<Double> factors) {
        int size = factors.size();
        while (size > 0 && factors.get(size - 1) == 1) {
            size--;
        }
        return List.copyOf(factors.subList(0, size));
    }

    private static void requireFactor(double factor) {
        if (!isFactor(factor)) {
            throw new IllegalArgumentException(
                    "a scaling factor must be in [1e-30, 1e30], got " + factor);
        }
    }

    /// Whether a number may be a factor: positive, and far from the ends of double.
    public static boolean isFactor(double factor) {
        return factor >= 1 / LARGEST && factor <= LARGEST;
    }

    /// The factor of an input.
    public double input(int index) {
        return index < inputs.size() ? inputs.get(index) : 1;
    }

    /// The factor of the gradient of an input.
    public double gradient(int index) {
        return index < gradients.size() ? gradients.get(index) : 1;
    }

    /// What the gradient of an input is to the derivative of the scaled function: 1 where it is
    /// that derivative.
    public double ratio(int index) {
        return gradient(index) / (output * input(index));
    }

    /// Whether it changes nothing.
    public boolean isNone() {
        return output == 1
                && inputs.stream().allMatch(factor -> factor == 1)
                && gradients.stream().allMatch(factor -> factor == 1);
    }
}
