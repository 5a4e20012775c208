package org.unitscope.app.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.unitscope.app.runs.RunChoice;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.app.session.Engine;
import org.unitscope.app.session.Failure;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.ComparisonTable;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.RunComparison.PairOrder;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.comparison.TensorPair;
import org.unitscope.comparison.Unaligned;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Which two runs are compared, what came out and what of it is listed. Runs are read and aligned
/// off the FX thread as soon as both are chosen; FX thread only.
public final class ComparisonViewModel {
    private static final double HIGHEST_TOLERANCE = 64;

    private final Workbench workbench;
    private final TaskRunner runner;
    private final RunChoices choices;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Incomplete());
    private final StringProperty toleranceText =
            new SimpleStringProperty(Double.toString(RunComparison.DEFAULT_TOLERANCE));
    private final ReadOnlyObjectWrapper<Double> tolerance =
            new ReadOnlyObjectWrapper<>(RunComparison.DEFAULT_TOLERANCE);
    private final ReadOnlyStringWrapper toleranceNote = new ReadOnlyStringWrapper("");
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ObjectProperty<Set<Role>> roles =
            new SimpleObjectProperty<>(EnumSet.allOf(Role.class));
    private final ObjectProperty<Optional<VerdictChange>> change =
            new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<TensorPair>> listed =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Unaligned>> unaligned =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<RunRecord>> rows =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RunRecord>> listedRows =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final SelectionModel selection = new SelectionModel();
    private final ReadOnlyObjectWrapper<Optional<TensorRecord>> chosen =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private boolean quiet;

    /// How far things are.
    public sealed interface State {
        /// A run is missing.
        record Incomplete() implements State {}

        /// The runs are being read and aligned.
        record Running() implements State {}

        /// What came out.
        record Compared(RunComparison comparison, MergedTensors merged) implements State {}

        /// Nothing did, and why.
        record Failed(Failure failure) implements State {}
    }

    /// A model beside a workbench.
    ///
    /// @param runner of its own, so that a comparison and a run of the main window go on side by
    ///   side
    public ComparisonViewModel(Workbench workbench, TaskRunner runner, RunHistory history) {
        this.workbench = workbench;
        this.runner = runner;
        choices = new RunChoices(history, this::compare);
        toleranceText.subscribe(now -> readTolerance());
        state.subscribe(now -> showState());
        filterText.subscribe(now -> list());
        roles.subscribe(now -> list());
        change.subscribe(now -> list());
        selection.selectedProperty().subscribe(key -> picked());
        workbench.selection().selectedProperty().subscribe(this::followSelection);
        choices.propose();
    }

    private void compare() {
        Optional<RunChoice> a = choices.firstProperty().get();
        Optional<RunChoice> b = choices.secondProperty().get();
        notice.set("");
        if (a.isEmpty() || b.isEmpty()) {
            runner.stop();
            state.set(new State.Incomplete());
            return;
        }
        Optional<Path> pairs = choices.mappingProperty().get();
        state.set(new State.Running());
        runner.run(
                "Comparing",
                (progress, token) -> compared(a.get(), b.get(), pairs),
                done -> state.set(done),
                thrown ->
                        state.set(
                                new State.Failed(
                                        Failure.of("The runs cannot be compared", thrown))));
    }

    private State.Compared compared(RunChoice a, RunChoice b, Optional<Path> pairs)
            throws WorkbenchException, IOException {
        List<Problem> problems = new ArrayList<>();
        List<ComparedRun> runs = new ArrayList<>();
        for (RunChoice choice : List.of(a, b)) {
            try {
                runs.add(choice.read(workbench.engine()));
            } catch (WorkbenchException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        TensorMapping same =
                pairs.isPresent()
                        ? workbench.engine().readMapping(pairs.get())
                        : TensorMapping.NONE;
        RunComparison comparison = RunComparison.of(runs.getFirst(), runs.getLast(), same);
        return new State.Compared(comparison, MergedTensors.of(comparison));
    }

    private void readTolerance() {
        try {
            double octaves = Double.parseDouble(toleranceText.get().strip().replace(',', '.'));
            if (octaves >= 0 && octaves <= HIGHEST_TOLERANCE) {
                toleranceNote.set("");
                tolerance.set(octaves);
                return;
            }
        } catch (NumberFormatException wrong) {
            // Said below, with what is out of range.
        }
        toleranceNote.set("must be octaves from 0 to 64, for example 0.5");
    }

    private void showState() {
        Optional<State.Compared> now = compared();
        rows.set(now.map(done -> done.merged().run()));
        list();
        boolean kept = selection.selected().flatMap(this::row).isPresent();
        if (now.isPresent() && !kept) {
            // Nobody picked it: the main window keeps its own.
            quiet = true;
            listed.get().stream()
                    .findFirst()
                    .map(pair -> pair.a().key())
                    .or(() -> rows.get().flatMap(ComparisonViewModel::firstKey))
                    .ifPresentOrElse(selection::select, selection::clear);
            quiet = false;
        }
        choose();
    }

    private void list() {
        ComparisonFilter filter =
                new ComparisonFilter(
                        TensorFilter.parse(filterText.get()), roles.get(), change.get());
        Optional<RunComparison> comparison = compared().map(State.Compared::comparison);
        listed.set(
                comparison
                        .map(done ->
                                done.sorted(PairOrder.DELTA).stream()
                                        .filter(filter::matches)
                                        .toList())
                        .orElse(List.of()));
        unaligned.set(
                comparison.map(RunComparison::unaligned).orElse(List.of()).stream()
                        .filter(filter::matches)
                        .toList());
        listedRows.set(compared().map(done -> listedRows(done.merged(), filter)));
    }

    private static RunRecord listedRows(MergedTensors merged, ComparisonFilter filter) {
        RunRecord all = merged.run();
        List<TensorRecord> passed =
                all.tensors().stream().filter(row -> filter.matches(merged, row)).toList();
        return new RunRecord(all.spec(), all.environment(), passed);
    }

    private void followSelection(Optional<TensorKey> key) {
        key.filter(selected -> row(selected).isPresent()).ifPresent(selection::select);
    }

    private Optional<TensorRecord> row(TensorKey key) {
        return rows.get().flatMap(run -> run.find(key));
    }

    private static Optional<TensorKey> firstKey(RunRecord run) {
        return run.tensors().stream().findFirst().map(TensorRecord::key);
    }

    private void choose() {
        chosen.set(selection.selected().flatMap(this::row));
    }

    private void picked() {
        choose();
        if (quiet) {
            return;
        }
        selection
                .selected()
                .filter(key ->
                        workbench.runProperty().get().flatMap(run -> run.find(key)).isPresent())
                .ifPresent(workbench.selection()::select);
    }

    /// Writes every pair and every unaligned tensor.
    public void export(Path file) {
        Engine engine = workbench.engine();
        double octaves = tolerance.get();
        compared()
                .ifPresent(done ->
                        runner.run(
                                "Writing " + file.getFileName(),
                                (progress, token) -> {
                                    engine.writeText(
                                            ComparisonTable.csv(
                                                    List.of(done.comparison()), octaves),
                                            file);
                                    return file;
                                },
                                written -> notice.set("Written to " + written),
                                thrown -> notice.set("Not written: " + Failure.sentence(thrown))));
    }

    /// A file name for the table.
    public String fileName() {
        return compared().map(done -> done.comparison().a().run().spec().modelName()).orElse("runs")
                + "-comparison.csv";
    }

    /// What came out, if anything did.
    public Optional<State.Compared> compared() {
        return state.get() instanceof State.Compared done ? Optional.of(done) : Optional.empty();
    }

    /// Which runs are compared.
    public RunChoices choices() {
        return choices;
    }

    /// How far things are.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The tolerance as typed.
    public StringProperty toleranceTextProperty() {
        return toleranceText;
    }

    /// The tolerance in use: the last one that could be read.
    public ReadOnlyObjectProperty<Double> toleranceProperty() {
        return tolerance.getReadOnlyProperty();
    }

    /// What is wrong with the tolerance as typed, empty if nothing is.
    public ReadOnlyStringProperty toleranceNoteProperty() {
        return toleranceNote.getReadOnlyProperty();
    }

    /// What the user types to narrow the lists.
    public StringProperty filterTextProperty() {
        return filterText;
    }

    /// The roles that are listed.
    public ObjectProperty<Set<Role>> rolesProperty() {
        return roles;
    }

    /// The change of the verdict that is listed alone, if one is.
    public ObjectProperty<Optional<VerdictChange>> changeProperty() {
        return change;
    }

    /// The listed pairs, those farthest apart first.
    public ReadOnlyObjectProperty<List<TensorPair>> listedProperty() {
        return listed.getReadOnlyProperty();
    }

    /// The listed tensors that only one run has.
    public ReadOnlyObjectProperty<List<Unaligned>> unalignedProperty() {
        return unaligned.getReadOnlyProperty();
    }

    /// The rows of both runs.
    public ReadOnlyObjectProperty<Optional<RunRecord>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /// Those of them that the filter lets through, for the heatmaps.
    public ReadOnlyObjectProperty<Optional<RunRecord>> listedRowsProperty() {
        return listedRows.getReadOnlyProperty();
    }

    /// A filter that lets everything through and is not empty while the lists are narrowed: what
    /// passed must not hide in folded blocks.
    public ObservableValue<TensorFilter> unfolding() {
        return Bindings.createObjectBinding(
                () ->
                        filterText.get().isBlank() && change.get().isEmpty()
                                ? TensorFilter.NONE
                                : new TensorFilter(List.of("")),
                filterText,
                change);
    }

    /// The selected row of this window.
    public SelectionModel selection() {
        return selection;
    }

    /// The record of the selected row: of run A where that has it.
    public ReadOnlyObjectProperty<Optional<TensorRecord>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// What became of an export.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
