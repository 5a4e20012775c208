package org.unitscope.operators;

/// How a tensor changes when the sign of a symmetric weight it depends on is flipped. Two tensors
/// of unlike parity in some weight are uncorrelated.
public enum Parity {
    EVEN,
    ODD,
    MIXED,
    /// No rule has said anything.
    UNTRACKED
}
