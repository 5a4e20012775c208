package org.unitscope.app.explanation;

import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.unitscope.analysis.Explanations;
import org.unitscope.app.explanation.ExplanationState.Busy;
import org.unitscope.app.explanation.ExplanationState.Empty;
import org.unitscope.app.explanation.ExplanationState.Failed;
import org.unitscope.app.explanation.ExplanationState.Shown;
import org.unitscope.app.explanation.ExplanationState.Unavailable;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.ExplanationText;
import org.unitscope.run.RunRecord;
import org.unitscope.statistics.Moments;
import org.unitscope.task.CancelledException;

/// The explanation of the selected tensor, worked out only while somebody looks.
public final class ExplanationViewModel {
    /// Said of a run that was opened from its folder.
    static final String NO_MODEL =
            "This run was opened from its folder, which holds numbers but not the model. Predict or"
                    + " Sample reads the model again, or open its file.";

    private final ObservableValue<Optional<RunRecord>> runs;
    private final ObservableValue<Optional<LoadedModel>> models;
    private final SelectionModel selection;
    private final Preparation preparation;
    private final TaskRunner runner;
    private final BooleanProperty open = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<ExplanationState> state =
            new ReadOnlyObjectWrapper<>(new Empty());

    /// What is asked for.
    private record Question(LoadedModel model, TensorKey key, Map<TensorKey, Moments> sampled) {}

    /// An explanation that follows a run, its model and a selection.
    ///
    /// @param maker predicts a model to explain it
    /// @param runner a runner of its own: a new question replaces the one before
    public ExplanationViewModel(
            ObservableValue<Optional<RunRecord>> runs,
            ObservableValue<Optional<LoadedModel>> models,
            SelectionModel selection,
            Preparation.Maker maker,
            TaskRunner runner) {
        this.runs = runs;
        this.models = models;
        this.selection = selection;
        this.runner = runner;
        preparation = new Preparation(maker);
        models.subscribe(model -> {
            preparation.want(model);
            refresh();
        });
        runs.subscribe(run -> refresh());
        selection.selectedProperty().subscribe(key -> refresh());
        open.subscribe(now -> refresh());
    }

    private void refresh() {
        Optional<RunRecord> run = runs.getValue();
        Optional<TensorKey> key = selection.selected().filter(k -> isIn(run, k));
        Optional<LoadedModel> model = models.getValue();
        if (!open.get() || key.isEmpty()) {
            state.set(new Empty());
        } else if (model.isEmpty()) {
            state.set(new Unavailable(NO_MODEL));
        } else if (!model.get().graph().tensors().contains(key.get())) {
            // Between a new model and its run.
            state.set(new Empty());
        } else {
            ask(
                    new Question(
                            model.get(),
                            key.get(),
                            run.map(RunRecord::sampledMoments).orElse(Map.of())));
        }
    }

    private static boolean isIn(Optional<RunRecord> run, TensorKey key) {
        return run.flatMap(record -> record.find(key)).isPresent();
    }

    private void ask(Question question) {
        state.set(new Busy());
        runner.run(
                "Explaining",
                (progress, token) -> {
                    Explanations all = preparation.of(question.model(), progress);
                    Optional<String> obstacle = all.obstacle(question.key());
                    return obstacle.isPresent()
                            ? new Unavailable("Not predicted: " + obstacle.get() + ".")
                            : new Shown(all.explain(question.key(), question.sampled()));
                },
                state::set,
                thrown -> fail(thrown));
    }

    private void fail(Throwable thrown) {
        if (!(thrown instanceof CancelledException)) {
            state.set(new Failed("It could not be worked out: " + thrown));
        }
    }

    /// Whether somebody looks. Nothing is computed while not.
    public BooleanProperty openProperty() {
        return open;
    }

    /// What there is to show.
    public ReadOnlyObjectProperty<ExplanationState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// How far the work is.
    public TaskStatus status() {
        return runner.status();
    }

    /// Goes to another tensor.
    public void select(TensorKey key) {
        selection.select(key);
    }

    /// The explanation as plain text; empty where none is shown.
    public Optional<String> text() {
        return state.get() instanceof Shown shown
                ? Optional.of(String.join("\n", ExplanationText.of(shown.explanation())) + "\n")
                : Optional.empty();
    }
}
