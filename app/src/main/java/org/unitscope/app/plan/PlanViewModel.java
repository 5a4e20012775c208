package org.unitscope.app.plan;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.unitscope.app.session.Engine;
import org.unitscope.app.session.Failure;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.EngineTask;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.output.PlanJson;
import org.unitscope.report.plan.PlanEvidence;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.run.RunRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancelledException;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.SchemedModel;

/// What is planned, for which formats and by what, and what came out. Another model, or other sizes
/// of it, end a search and clear the plan; FX thread only.
public final class PlanViewModel {
    private static final String HEADROOM_KEY = "plan.headroom";
    private static final double MOST_OCTAVES = 60;

    private final Workbench workbench;
    private final TaskRunner runner;
    private final StringProperty headroom = new SimpleStringProperty();
    private final ObjectProperty<PlanBasis> basis = new SimpleObjectProperty<>(PlanBasis.PREDICTED);
    private final ReadOnlyObjectWrapper<Optional<PlanSubject>> subject =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.NothingOpen());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Path>> saved =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// How far things are.
    public sealed interface State {
        /// There is no model to plan for.
        record NothingOpen() implements State {}

        /// Nothing has been searched yet.
        ///
        /// @param cancelled because it was cancelled
        record Ready(boolean cancelled) implements State {}

        /// It is being searched.
        record Running() implements State {}

        /// The plan.
        ///
        /// @param caution what should be known of what it was judged by
        record Planned(LoadedModel model, PlanResult result, Optional<String> caution)
                implements State {}

        /// There is none, and why.
        record Failed(Failure failure) implements State {}
    }

    /// A model that follows a workbench.
    ///
    /// @param runner of its own, so that the main window goes on
    public PlanViewModel(Workbench workbench, TaskRunner runner) {
        this.workbench = workbench;
        this.runner = runner;
        headroom.set(workbench.settings().text(HEADROOM_KEY, "1"));
        workbench.runProperty().subscribe(this::follow);
    }

    private void follow(Optional<RunRecord> run) {
        Optional<PlanSubject> open = run.map(PlanSubject::of);
        if (open.equals(subject.get())) {
            return;
        }
        cancel();
        notice.set("");
        saved.set(Optional.empty());
        subject.set(open);
        state.set(open.isPresent() ? new State.Ready(false) : new State.NothingOpen());
    }

    /// Searches; does nothing without a model.
    public void plan() {
        Optional<RunRecord> shown = workbench.runProperty().get();
        if (shown.isEmpty() || state.get() instanceof State.Running) {
            return;
        }
        PlanSubject planned = PlanSubject.of(shown.get());
        notice.set("");
        saved.set(Optional.empty());
        try {
            EngineTask.Call<State> call = call(shown.get());
            state.set(new State.Running());
            runner.run(
                    "Planning",
                    call,
                    result -> finish(planned, result),
                    thrown -> finish(planned, ended(thrown)));
        } catch (WorkbenchException wrong) {
            state.set(ended(wrong));
        }
    }

    private static State ended(Throwable thrown) {
        return thrown instanceof CancelledException
                ? new State.Ready(true)
                : new State.Failed(Failure.of("There is no plan", thrown));
    }

    /// What is asked for now, as a call.
    private EngineTask.Call<State> call(RunRecord shown) throws WorkbenchException {
        double octaves = octaves();
        PrecisionRecipe recipe = PrecisionRecipe.parse(workbench.recipeProperty().get());
        Optional<SchemedModel> open = workbench.schemedProperty().get();
        PlanBasis by = basis.get();
        Optional<RunRecord> recorded =
                by == PlanBasis.RECORDED ? Optional.of(recorded(shown)) : Optional.empty();
        workbench.settings().putText(HEADROOM_KEY, headroom.get().strip());
        return (progress, token) -> {
            LoadedModel model = workbench.original(open, shown);
            if (recorded.isPresent()) {
                requireSame(recorded.get(), model);
            }
            PlanEvidence evidence =
                    new PlanEvidence(
                            model,
                            recipe,
                            octaves,
                            recorded,
                            by == PlanBasis.SAMPLED,
                            shown.spec().seed(),
                            progress,
                            token);
            return new State.Planned(model, workbench.engine().plan(evidence), evidence.caution());
        };
    }

    private static void requireSame(RunRecord run, LoadedModel model) throws WorkbenchException {
        if (!CanonicalText.sha256(model.graph()).equals(run.spec().graphSha256())) {
            throw new WorkbenchException(
                    model.file().toString(),
                    "has changed since the run that is shown; sample it again, or plan by another");
        }
    }

    private double octaves() throws WorkbenchException {
        double octaves;
        try {
            octaves = Double.parseDouble(headroom.get().strip());
        } catch (NumberFormatException none) {
            octaves = Double.NaN;
        }
        if (!(octaves >= 0 && octaves <= MOST_OCTAVES)) {
            throw new WorkbenchException(
                    "Head-room", "must be 0 to 60 octaves, not '" + headroom.get().strip() + "'");
        }
        return octaves;
    }

    private static RunRecord recorded(RunRecord shown) throws WorkbenchException {
        if (shown.measuredCount() == 0) {
            throw new WorkbenchException(
                    "The run that is shown", "was predicted only; sample it, or plan by another");
        }
        if (!shown.spec().scheme().isEmpty()) {
            throw new WorkbenchException(
                    "The run that is shown",
                    "is of the model rewritten by %s; sample it with scheme none, or plan by another"
                            .formatted(shown.spec().scheme()));
        }
        return shown;
    }

    /// Takes what came out, unless something else has been opened since.
    private void finish(PlanSubject planned, State ended) {
        if (subject.get().equals(Optional.of(planned)) && state.get() instanceof State.Running) {
            state.set(ended);
        }
    }

    /// Stops a search.
    public void cancel() {
        if (state.get() instanceof State.Running) {
            runner.stop();
        }
    }

    /// Shows a tensor in all windows, if the run that is shown has it.
    public void select(TensorKey key) {
        workbench
                .runProperty()
                .get()
                .flatMap(run -> run.find(key))
                .ifPresent(tensor -> workbench.selection().select(key));
    }

    /// The plan, if there is one.
    public Optional<PlanResult> result() {
        return state.get() instanceof State.Planned planned
                ? Optional.of(planned.result())
                : Optional.empty();
    }

    /// Writes the model with the changes.
    public void saveModel(Path file) {
        if (state.get() instanceof State.Planned planned) {
            Engine engine = workbench.engine();
            write(
                    file,
                    () -> engine.writePlan(planned.result(), planned.model().remarks(), file),
                    () -> saved.set(Optional.of(file)));
        }
    }

    /// Writes the changes, and the exponent of every tensor.
    public void saveChanges(Path file) {
        Engine engine = workbench.engine();
        result().ifPresent(result ->
                write(file, () -> engine.writeText(PlanJson.patches(result), file), () -> {}));
    }

    private interface Writer {
        void write() throws Exception;
    }

    private void write(Path file, Writer writer, Runnable done) {
        runner.run(
                "Writing " + file.getFileName(),
                (progress, token) -> {
                    writer.write();
                    return file;
                },
                written -> {
                    notice.set("Written to " + written);
                    done.run();
                },
                thrown -> notice.set("Not written: " + Failure.sentence(thrown)));
    }

    /// Opens the saved model in the main window.
    public void openSaved() {
        saved.get().ifPresent(file -> workbench.open(file, Map.of()));
    }

    /// A file name for the model with the changes, or for the changes.
    public String fileName(String what) {
        return subject.get().map(PlanSubject::name).orElse("model") + "-" + what + ".json";
    }

    /// What is planned for.
    ReadOnlyObjectProperty<Optional<PlanSubject>> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    /// The formats, as typed here or in the main window.
    public StringProperty recipeProperty() {
        return workbench.recipeProperty();
    }

    /// Octaves to overflow, as typed.
    public StringProperty headroomProperty() {
        return headroom;
    }

    /// By what tensors are judged.
    public ObjectProperty<PlanBasis> basisProperty() {
        return basis;
    }

    /// How far things are.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What became of writing.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// The model with the changes, once it is saved.
    public ReadOnlyObjectProperty<Optional<Path>> savedProperty() {
        return saved.getReadOnlyProperty();
    }

    /// Progress of the search.
    public TaskStatus status() {
        return runner.status();
    }
}
