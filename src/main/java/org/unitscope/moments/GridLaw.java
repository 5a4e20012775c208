package org.unitscope.moments;

/// What is known of a tensor beyond its rows: of one over two position axes, queries by keys, whose
/// kernels are made of those of two tensors of rows; of the gradient of class logits.
public sealed interface GridLaw {
    /// Nothing is known.
    enum None implements GridLaw {
        NONE
    }

    /// `E s_ij s_i'j' = factor · K_left(i, i') · K_right(j, j')`: products of rows of two
    /// independent tensors, Gaussian given the rows.
    ///
    /// @param features how many products an element sums
    record Product(TensorState left, TensorState right, double factor, double features)
            implements GridLaw {}

    /// Softmax along the visible keys of such a product, times a factor.
    record Weights(AttentionKernels attention, double factor) implements GridLaw {
        /// Weights that add up to one.
        public Weights(AttentionKernels attention) {
            this(attention, 1);
        }
    }

    /// What attention has put out, with the weights it used.
    record Attended(Weights weights) implements GridLaw {}

    /// The gradient of such logits, `p_ij (d_ij − Σ_k p_ik d_ik)`, d being the gradient of the
    /// weights.
    record LogitGradient(Weights weights, Product gradient) implements GridLaw {}

    /// The gradient of the logits of a classification, `(p − y) · scale` at labelled rows.
    ///
    /// @param labels probability of every class as label
    /// @param places number of labelled rows
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Residual(double[] labels, double places) implements GridLaw {}

    /// The law of `factor · x`.
    default GridLaw scaled(double factor) {
        double square = factor * factor;
        return switch (this) {
            case Product p -> new Product(p.left(), p.right(), square * p.factor(), p.features());
            case LogitGradient g ->
                    new LogitGradient(g.weights(), (Product) g.gradient().scaled(factor));
            case None none -> none;
            case Residual residual -> residual;
            case Attended attended -> attended;
            case Weights w -> new Weights(w.attention(), factor * w.factor());
        };
    }
}
