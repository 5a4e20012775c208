package org.unitscope.app.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLawTable;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepRange;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Which size is swept, what came out and what of it is listed and drawn. Another model, or other
/// sizes of it, end a sweep and clear the laws; FX thread only.
public final class ScaleLawsViewModel {
    private static final String USUAL_SIZE = "width";
    private static final String SIZE_KEY = "sweep.size";
    private static final String RANGE_KEY = "sweep.range.";

    private final Workbench workbench;
    private final TaskRunner runner;
    private final ReadOnlyObjectWrapper<Optional<SweepSubject>> subject =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty size = new SimpleStringProperty("");
    private final StringProperty rangeText = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<SweepRange>> range =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper rangeNote = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.NothingOpen());
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ObjectProperty<Set<Role>> roles =
            new SimpleObjectProperty<>(EnumSet.allOf(Role.class));
    private final ReadOnlyObjectWrapper<List<ScaleLaw>> listed =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<ScaleLaw>> chosen =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

    /// How far things are.
    public sealed interface State {
        /// There is no model to sweep.
        record NothingOpen() implements State {}

        /// Nothing has been computed yet.
        ///
        /// @param cancelled because it was cancelled before there was anything to keep
        record Ready(boolean cancelled) implements State {}

        /// It is being computed.
        record Running() implements State {}

        /// The laws; of fewer points than asked for where it was cancelled.
        record Fitted(ScaleLaws laws) implements State {}

        /// There are none, and why.
        record Failed(Failure failure) implements State {}
    }

    /// A model that follows a workbench.
    ///
    /// @param runner of its own, so that a sweep and a run of the main window go on side by side
    public ScaleLawsViewModel(Workbench workbench, TaskRunner runner) {
        this.workbench = workbench;
        this.runner = runner;
        size.subscribe(name -> proposeRange());
        rangeText.subscribe(text -> parseRange());
        filterText.subscribe(text -> list());
        roles.subscribe(now -> list());
        state.subscribe(now -> list());
        workbench.modelProperty().subscribe(model -> follow());
        workbench.runProperty().subscribe(run -> follow());
        workbench.selection().selectedProperty().subscribe(key -> followSelection(key));
    }

    private void follow() {
        Optional<SweepSubject> open = SweepSubject.of(workbench);
        if (open.equals(subject.get())) {
            return;
        }
        cancel();
        notice.set("");
        subject.set(open);
        chosen.set(List.of());
        state.set(open.isPresent() ? new State.Ready(false) : new State.NothingOpen());
        List<String> names = open.map(SweepSubject::sizeNames).orElse(List.of());
        if (names.contains(size.get())) {
            proposeRange();
            return;
        }
        String remembered = workbench.settings().text(SIZE_KEY, USUAL_SIZE);
        String other = names.isEmpty() ? "" : names.getFirst();
        size.set(
                names.contains(remembered)
                        ? remembered
                        : names.contains(USUAL_SIZE) ? USUAL_SIZE : other);
    }

    private void proposeRange() {
        Optional<Double> value = subject.get().map(open -> open.sizes().get(size.get()));
        String usual = value.map(SweepRange::around).orElse("");
        String remembered = workbench.settings().text(rangeKey(), "");
        rangeText.set(remembered.isEmpty() ? usual : remembered);
        parseRange();
    }

    private String rangeKey() {
        return RANGE_KEY + subject.get().map(SweepSubject::name).orElse("") + "." + size.get();
    }

    private void parseRange() {
        if (subject.get().isEmpty() || size.get().isEmpty()) {
            range.set(Optional.empty());
            rangeNote.set("");
            return;
        }
        try {
            SweepRange parsed = SweepRange.parse(size.get(), rangeText.get());
            range.set(Optional.of(parsed));
            rangeNote.set(LawText.points(parsed));
        } catch (WorkbenchException wrong) {
            range.set(Optional.empty());
            rangeNote.set(wrong.problems().stream().map(Problem::what).findFirst().orElse(""));
        }
    }

    /// Takes the usual range of the size in place of the one that was typed.
    public void resetRange() {
        workbench.settings().putText(rangeKey(), "");
        subject.get()
                .map(open -> open.sizes().get(size.get()))
                .ifPresent(value -> rangeText.set(SweepRange.around(value)));
    }

    /// Predicts at every point and fits; does nothing without a model or with a range that is
    /// wrong.
    public void compute() {
        Optional<SweepSubject> open = subject.get();
        Optional<SweepRange> asked = range.get();
        if (open.isEmpty() || asked.isEmpty()) {
            return;
        }
        workbench.settings().putText(SIZE_KEY, size.get());
        workbench.settings().putText(rangeKey(), rangeText.get().strip());
        state.set(new State.Running());
        notice.set("");
        SweepSubject swept = open.get();
        Engine engine = workbench.engine();
        runner.run(
                "Scale laws",
                (progress, token) ->
                        engine.sweep(
                                swept.file(),
                                swept.settingsBeside(asked.get().name()),
                                asked.get(),
                                progress,
                                token),
                laws -> finish(swept, new State.Fitted(laws)),
                thrown ->
                        finish(
                                swept,
                                thrown instanceof CancelledException
                                        ? new State.Ready(true)
                                        : new State.Failed(
                                                Failure.of(
                                                        "No scale laws of " + asked.get().name(),
                                                        thrown))));
    }

    /// Takes what came out, unless something else has been opened since.
    private void finish(SweepSubject swept, State ended) {
        if (subject.get().equals(Optional.of(swept)) && state.get() instanceof State.Running) {
            state.set(ended);
        }
    }

    /// Stops a sweep; what is finished of it is shown.
    public void cancel() {
        if (state.get() instanceof State.Running) {
            runner.stop();
        }
    }

    private void list() {
        Optional<ScaleLaws> laws = laws();
        listed.set(
                LawFilter.of(filterText.get(), roles.get())
                        .apply(laws.map(ScaleLaws::laws).orElse(List.of())));
        if (laws.isEmpty()) {
            return;
        }
        Map<TensorKey, ScaleLaw> byKey = new HashMap<>();
        laws.get().laws().forEach(law -> byKey.put(law.key(), law));
        List<ScaleLaw> kept =
                chosen.get().stream()
                        .flatMap(law -> Stream.ofNullable(byKey.get(law.key())))
                        .toList();
        if (kept.isEmpty()) {
            kept =
                    workbench
                            .selection()
                            .selected()
                            .flatMap(key -> Optional.ofNullable(byKey.get(key)))
                            .or(() -> listed.get().stream().findFirst())
                            .map(List::of)
                            .orElse(List.of());
        }
        chosen.set(kept);
    }

    /// The tensor selected in the main window is drawn here too.
    private void followSelection(Optional<TensorKey> key) {
        boolean isDrawn = chosen.get().stream().anyMatch(law -> key.equals(Optional.of(law.key())));
        if (!isDrawn) {
            key.flatMap(selected -> laws().flatMap(laws -> laws.find(selected)))
                    .ifPresent(law -> chosen.set(List.of(law)));
        }
    }

    /// Draws these laws; a single one becomes the selected tensor of all windows, if the open model
    /// has it.
    public void choose(List<ScaleLaw> laws) {
        if (laws.isEmpty() || laws.equals(chosen.get())) {
            return;
        }
        chosen.set(List.copyOf(laws));
        if (laws.size() == 1) {
            TensorKey key = laws.getFirst().key();
            workbench
                    .runProperty()
                    .get()
                    .flatMap(run -> run.find(key))
                    .ifPresent(tensor -> workbench.selection().select(key));
        }
    }

    /// The laws that are shown, if any.
    public Optional<ScaleLaws> laws() {
        return state.get() instanceof State.Fitted fitted
                ? Optional.of(fitted.laws())
                : Optional.empty();
    }

    /// The listed laws as CSV.
    public Optional<String> csv() {
        return laws().map(laws -> ScaleLawTable.csv(laws, listed.get()));
    }

    /// Writes the listed laws.
    public void export(Path file) {
        Engine engine = workbench.engine();
        csv().ifPresent(table ->
                runner.run(
                        "Writing " + file.getFileName(),
                        (progress, token) -> {
                            engine.writeText(table, file);
                            return file;
                        },
                        written -> notice.set("Written to " + written),
                        thrown -> notice.set("Not written: " + Failure.sentence(thrown))));
    }

    /// A file name for the listed laws.
    public String fileName() {
        return laws().map(laws -> laws.model() + "-" + laws.range().name() + "-laws.csv")
                .orElse("laws.csv");
    }

    /// What was computed and what should be known about it, a line each.
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        laws().ifPresent(laws -> {
            lines.add(LawText.summary(laws));
            lines.addAll(LawText.notes(laws, subject.get().map(SweepSubject::sha256).orElse("")));
        });
        return lines;
    }

    /// The names of the sizes to choose from.
    public List<String> sizeNames() {
        return subject.get().map(SweepSubject::sizeNames).orElse(List.of());
    }

    /// What can be swept.
    ReadOnlyObjectProperty<Optional<SweepSubject>> subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    /// The size to sweep.
    public StringProperty sizeProperty() {
        return size;
    }

    /// Its range as typed.
    public StringProperty rangeTextProperty() {
        return rangeText;
    }

    /// The range; empty while it is wrong.
    public ReadOnlyObjectProperty<Optional<SweepRange>> rangeProperty() {
        return range.getReadOnlyProperty();
    }

    /// The points of the range, or what is wrong with it.
    public ReadOnlyStringProperty rangeNoteProperty() {
        return rangeNote.getReadOnlyProperty();
    }

    /// How far things are.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What the user types to narrow the list.
    public StringProperty filterTextProperty() {
        return filterText;
    }

    /// The roles that are listed.
    public ObjectProperty<Set<Role>> rolesProperty() {
        return roles;
    }

    /// The listed laws, the steepest first.
    public ReadOnlyObjectProperty<List<ScaleLaw>> listedProperty() {
        return listed.getReadOnlyProperty();
    }

    /// The laws that are drawn, in the order of their colors.
    public ReadOnlyObjectProperty<List<ScaleLaw>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// What became of an export.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// Progress of the sweep.
    public TaskStatus status() {
        return runner.status();
    }
}
