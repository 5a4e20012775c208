package org.unitscope.operators;

import java.util.List;
import org.unitscope.moments.TensorState;

/// How the covariance of an operator's output with any other tensor follows from those of its
/// inputs: what tells whether two tensors that meet are correlated, and by how much.
public sealed interface CrossRule {
    /// Nothing is said: a covariance through it is taken as zero, and that is flagged.
    enum Unknown implements CrossRule {
        UNKNOWN
    }

    /// The output is odd in a zero-mean parameter: it is uncorrelated with whatever does not depend
    /// on that parameter, in the values and in the gradients.
    ///
    /// @param weight index of the input that holds it
    ///
    /// @param factor what the product is multiplied by
    record Fresh(int weight, double factor) implements CrossRule {
        /// A product that is not multiplied by anything.
        public Fresh(int weight) {
            this(weight, 1);
        }
    }

    /// The output answers to its inputs with mean slopes: `cov(x, y) = Σ_i E ∂y/∂u_i cov(x, u_i)`,
    /// element by element. Exact for linear operators, by Stein's lemma for functions of Gaussians.
    ///
    /// @param slopes of the output
    /// @param pulls of the gradients: the same, but where a gradient is scaled otherwise than the
    ///   output
    record Responds(Slopes slopes, Slopes pulls) implements CrossRule {
        /// With gradients that are those of the function.
        public Responds(Slopes slopes) {
            this(slopes, slopes);
        }
    }

    /// Mean slopes of an operator.
    @FunctionalInterface
    interface Slopes {
        /// Per input the mean slope at every block of positions of the output; empty for an input
        /// that has none, or whose shape is not the output's.
        List<double[]> of(Invocation use, List<TensorState> inputs);
    }

    /// A slope that is the same at every position.
    static double[] constant(TensorState input, double slope) {
        double[] slopes = new double[input.means().length];
        java.util.Arrays.fill(slopes, slope);
        return slopes;
    }

    /// An operator that moves elements but leaves values and rows as they are.
    static CrossRule same() {
        return new Responds((use, inputs) -> List.of(constant(inputs.getFirst(), 1)));
    }
}
