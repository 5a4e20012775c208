package org.unitscope.graph;

/// The one key that views, files and commands use for a tensor.
///
/// @param tensor the output it is, or whose gradient it is
public record TensorKey(OutputRef tensor, Role role) {
    /// `blocks.0.attention.query.weight gW`.
    @Override
    public String toString() {
        return tensor.path() + " " + role.symbol();
    }
}
