package org.unitscope.app.explanation;

import java.util.Optional;
import org.unitscope.analysis.Explanations;
import org.unitscope.graph.LoadedModel;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// The analysis of the open model, made when the first tensor is explained and kept until another
/// model is opened. Asking for another tensor in the meantime does not begin it anew.
final class Preparation {
    private final Maker maker;
    private volatile Optional<LoadedModel> wanted = Optional.empty();
    private Optional<LoadedModel> prepared = Optional.empty();
    private Optional<Explanations> explanations = Optional.empty();

    /// Predicts a model to explain it. Blocks.
    @FunctionalInterface
    public interface Maker {
        /// The explanations of a model.
        Explanations make(LoadedModel model, Progress progress, CancellationToken token);
    }

    Preparation(Maker maker) {
        this.maker = maker;
    }

    /// Says which model is open now; the analysis of another one stops.
    void want(Optional<LoadedModel> model) {
        wanted = model;
    }

    /// On the engine thread.
    ///
    /// @throws org.unitscope.task.CancelledException if another model is wanted by now
    synchronized Explanations of(LoadedModel model, Progress progress) {
        if (explanations.isEmpty() || !isSame(prepared, model)) {
            explanations = Optional.of(maker.make(model, progress, () -> !isSame(wanted, model)));
            prepared = Optional.of(model);
        }
        return explanations.orElseThrow();
    }

    private static boolean isSame(Optional<LoadedModel> known, LoadedModel model) {
        return known.filter(model::equals).isPresent();
    }
}
