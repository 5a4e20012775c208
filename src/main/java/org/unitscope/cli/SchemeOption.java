package org.unitscope.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.LoadedModel;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.SchemedModel;
import picocli.CommandLine.Option;

/// How a model is rewritten before it is analyzed or sampled.
final class SchemeOption {
    @Option(
            names = "--scheme",
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
        if (scheme == null) {
            return model;
        }
        SchemedModel schemed = SchemedModel.of(model, scheme, OperatorCatalogue.standard());
        log = schemed.model().scheme().isEmpty() ? null : schemed.log();
        return schemed.model();
    }

    /// What the last [#applied] has done; empty if nothing.
    Optional<RewriteLog> log() {
        return Optional.ofNullable(log);
    }

    /// Says what a rewrite had to warn of.
    static void warn(Console console, RewriteLog log) {
        log.warnings().forEach(warning -> console.message("warning: " + warning));
    }
}
