package org.unitscope.operators;

/// Whose formulas of unit scaling an operator is asked for. All agree on products of independent
/// unit Gaussians; they differ in activations, softmax, attention and the last product.
public enum ScalingStyle {
    /// Blake, Orr and Luschi 2023, arXiv 2303.11257: factors are those of unit Gaussian inputs,
    /// exact.
    PAPER,
    /// The library `unit-scaling` with u-μP (Blake et al. 2024, arXiv 2407.17465): interpolated
    /// activation and softmax factors, the last product over its fan-in, logits over head width.
    LIBRARY,
    /// μS (Narayan et al. 2025, arXiv 2502.05967): products over the root of their fan-in, the last
    /// over its fan-in, no factors of gradients of their own.
    MU_S
}
