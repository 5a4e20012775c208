package org.unitscope.task;

/// One thing that is wrong with what the user gave us.
///
/// @param where file and position, for example `bert.json:12:5`, or a node path; empty if unknown
/// @param what one sentence: who, what rule, got what, what to do
public record Problem(String where, String what) {
    /// `where: what`, or just `what`.
    @Override
    public String toString() {
        return where.isEmpty() ? what : where + ": " + what;
    }
}
