package org.unitscope.tensor;

/// In which arithmetic a pass is computed: `SINGLE` is what the sampling engine runs, `DOUBLE` is
/// the reference for derivatives and proofs.
public enum Precision {
    SINGLE,
    DOUBLE
}
