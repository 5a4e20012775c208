package org.unitscope.transform;

import org.unitscope.graph.LoadedModel;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;

/// A model as it was read, and as a scheme has rewritten it.
///
/// @param original as read
/// @param model rewritten; the original where the scheme is none
/// @param log what was done
public record SchemedModel(LoadedModel original, LoadedModel model, RewriteLog log) {
    private static final String WHERE = "--scheme";

    /// Applies a scheme.
    ///
    /// @param text as [Scheme#text] writes it; empty for none
    /// @throws WorkbenchException if there is no such scheme, or the model does not allow it
    public static SchemedModel of(LoadedModel original, String text, OperatorCatalogue catalogue)
            throws WorkbenchException {
        Scheme scheme = parse(text);
        if (scheme instanceof Scheme.None) {
            return new SchemedModel(original, original, RewriteLog.empty(scheme.text()));
        }
        try {
            Rewritten rewritten = scheme.apply(original.graph(), catalogue);
            return new SchemedModel(
                    original,
                    original.rewritten(rewritten.graph(), scheme.text()),
                    rewritten.log());
        } catch (RewriteException impossible) {
            throw new WorkbenchException(
                    original.file() + ", " + WHERE, String.valueOf(impossible.getMessage()));
        }
    }

    /// A scheme from its text.
    ///
    /// @throws WorkbenchException if there is no such scheme
    public static Scheme parse(String text) throws WorkbenchException {
        try {
            return text.isBlank() ? new Scheme.None() : Scheme.parse(text.strip());
        } catch (IllegalArgumentException wrong) {
            throw new WorkbenchException(WHERE, String.valueOf(wrong.getMessage()));
        }
    }
}
