package org.unitscope.operators;

/// What is known of a tensor over two position axes, queries by keys, whose kernels are made of
/// those of two tensors of rows.
public sealed interface GridLaw {
    /// Second moment and pairs of a tensor of rows.
    record Rows(double secondMoment, PairKernels pairs) {
        /// Of a state.
        public static Rows of(TensorState state) {
            return new Rows(state.secondMoment(), state.pairs());
        }

        /// Whether pairs are tracked.
        public boolean isTracked() {
            return pairs.isTracked();
        }
    }

    /// Nothing is known.
    enum None implements GridLaw {
        NONE
    }

    /// Gaussian, `E s_ij s_i'j' = factor · K_left(i, i') · K_right(j, j')`: products of rows of two
    /// independent tensors.
    record Product(Rows left, Rows right, double factor) implements GridLaw {}

    /// Softmax along the keys of such a product.
    record Weights(Product logits, int keys) implements GridLaw {}

    /// The gradient of such logits, `p_ij (d_ij − Σ_k p_ik d_ik)`, d being the gradient of the
    /// weights.
    record LogitGradient(Weights weights, Product gradient) implements GridLaw {}

    /// The law of `factor · x`.
    default GridLaw scaled(double factor) {
        double square = factor * factor;
        return switch (this) {
            case Product p -> new Product(p.left(), p.right(), square * p.factor());
            case LogitGradient g ->
                    new LogitGradient(g.weights(), (Product) g.gradient().scaled(factor));
            case None none -> none;
            case Weights weights -> None.NONE;
        };
    }
}
