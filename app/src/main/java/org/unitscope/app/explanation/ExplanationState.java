package org.unitscope.app.explanation;

import org.unitscope.analysis.Explanation;

/// What there is to show.
public sealed interface ExplanationState {
    /// No tensor is selected, or nobody is looking.
    record Empty() implements ExplanationState {}

    /// There is nothing to explain, and why.
    record Unavailable(String sentence) implements ExplanationState {}

    /// It is being worked out.
    record Busy() implements ExplanationState {}

    /// It could not be worked out.
    record Failed(String sentence) implements ExplanationState {}

    /// Here it is.
    record Shown(Explanation explanation) implements ExplanationState {}
}
