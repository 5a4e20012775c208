package org.unitscope.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.LoadedModel;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.Rewritten;
import org.unitscope.transform.Scheme;
import picocli.CommandLine.Option;

/// How a model is rewritten before it is analyzed or sampled.
final class SchemeOption {
    private static final String NAME = "--scheme";

    @Option(
            names = NAME,
            paramLabel = "SCHEME",
            description = {
                "Rewrite the model first: none; unit:paper, unit:library or unit:mus (unit scaling),",
                "with settings behind commas as in",
                "unit:paper,constraint=to-output,residual=running-mean,powers-of-two;",
                "loss-scale=2^K. Default: none."
            })
    private @Nullable String scheme;

    private @Nullable RewriteLog log;

    /// The model as the option wants it.
    ///
    /// @throws WorkbenchException if the option is wrong or the model does not allow it
    LoadedModel applied(LoadedModel model) throws WorkbenchException {
        if (scheme == null || parse(scheme) instanceof Scheme.None) {
            return model;
        }
        Scheme parsed = parse(scheme);
        Rewritten rewritten = rewritten(model, parsed);
        log = rewritten.log();
        return model.rewritten(rewritten.graph(), parsed.text());
    }

    /// What the last [#applied] has done; empty if nothing.
    Optional<RewriteLog> log() {
        return Optional.ofNullable(log);
    }

    /// The model after a rewrite.
    ///
    /// @param text the scheme, empty for none
    /// @throws WorkbenchException if there is no such scheme or the model does not allow it
    static LoadedModel applied(LoadedModel model, String text) throws WorkbenchException {
        if (text.isEmpty()) {
            return model;
        }
        Scheme parsed = parse(text);
        if (parsed instanceof Scheme.None) {
            return model;
        }
        return model.rewritten(rewritten(model, parsed).graph(), parsed.text());
    }

    /// A scheme from its text.
    ///
    /// @throws WorkbenchException if there is no such scheme
    static Scheme parse(String text) throws WorkbenchException {
        try {
            return Scheme.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new WorkbenchException(NAME, String.valueOf(wrong.getMessage()));
        }
    }

    /// The rewrite of a model with its log.
    ///
    /// @throws WorkbenchException if the model does not allow it
    static Rewritten rewritten(LoadedModel model, Scheme scheme) throws WorkbenchException {
        try {
            return scheme.apply(model.graph(), OperatorCatalogue.standard());
        } catch (RewriteException impossible) {
            throw new WorkbenchException(
                    model.file() + ", " + NAME, String.valueOf(impossible.getMessage()));
        }
    }
}
