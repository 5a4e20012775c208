package org.unitscope.task;

/// Receives how far a long call has come. Called on the thread that works, often; a receiver that
/// draws thins the calls out itself.
@FunctionalInterface
public interface Progress {
    /// Ignores everything.
    Progress NONE = (what, done, total) -> {};

    /// Reports that `done` of `total` steps are finished and `what` is being worked on.
    ///
    /// @param what a few words for a person, for example `forward blocks.3.attention.scores`
    void report(String what, long done, long total);
}
