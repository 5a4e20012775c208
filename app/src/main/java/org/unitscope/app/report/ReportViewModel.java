package org.unitscope.app.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.unitscope.app.runs.RunChoice;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.Engine;
import org.unitscope.app.session.Failure;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.task.WorkbenchException;

/// Which run is reported, against which, and the page that is looked at; FX thread only.
public final class ReportViewModel {
    /// Pixels to a point: as wide as the window usually is, on a screen of twice the pixels half.
    private static final float SCALE = 1.75f;

    private final Workbench workbench;
    private final TaskRunner runner;
    private final TaskRunner pages;
    private final RunHistory history;
    private final List<RunChoice> folders = new ArrayList<>();
    private final ReadOnlyObjectWrapper<List<RunChoice>> choices =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<RunChoice>> run =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RunChoice>> against =
            new SimpleObjectProperty<>(Optional.empty());
    private final BooleanProperty dark = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Nothing());
    private final ReadOnlyIntegerWrapper page = new ReadOnlyIntegerWrapper(0);
    private final ReadOnlyObjectWrapper<Optional<BufferedImage>> image =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private boolean filling;
    private int drawings;

    /// How far things are.
    public sealed interface State {
        /// There is no run to report.
        record Nothing() implements State {}

        /// The report is being laid out.
        record Running() implements State {}

        /// It is there.
        ///
        /// @param pdf whose pages are shown
        /// @param count of its pages
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Shown(ReportData data, ChartTheme theme, byte[] pdf, int count) implements State {}

        /// There is none, and why.
        record Failed(Failure failure) implements State {}
    }

    /// A model that offers the runs of a history.
    ///
    /// @param runner of its own, so that the main window goes on; lays out and writes
    /// @param pages of its own, so that a page does not wait for the next report
    public ReportViewModel(
            Workbench workbench, TaskRunner runner, TaskRunner pages, RunHistory history) {
        this.workbench = workbench;
        this.runner = runner;
        this.pages = pages;
        this.history = history;
        history.choicesProperty().subscribe(now -> gather());
        run.subscribe((before, now) -> layOut());
        against.subscribe((before, now) -> layOut());
        dark.subscribe((before, now) -> layOut());
    }

    private void gather() {
        List<RunChoice> all = new ArrayList<>(history.choicesProperty().get());
        all.addAll(folders);
        choices.set(List.copyOf(all));
    }

    /// Reports what the main window shows, as it is asked for when the window opens.
    public void propose() {
        List<RunChoice> known = history.choicesProperty().get();
        if (!known.isEmpty() && !run.get().equals(Optional.of(known.getFirst()))) {
            filling = true;
            boolean itself = against.get().filter(known.getFirst()::standsFor).isPresent();
            against.set(itself ? Optional.empty() : against.get());
            filling = false;
            run.set(Optional.of(known.getFirst()));
        }
    }

    /// Adds a run folder to the choices and takes it.
    ///
    /// @param asBaseline as what the run is held against
    public void takeFolder(Path folder, boolean asBaseline) {
        RunChoice choice = RunChoice.of(folder);
        if (folders.stream().noneMatch(choice::standsFor)) {
            folders.add(choice);
            gather();
        }
        (asBaseline ? against : run).set(Optional.of(choice));
    }

    private void layOut() {
        if (filling) {
            return;
        }
        notice.set("");
        if (run.get().isEmpty()) {
            state.set(new State.Nothing());
            return;
        }
        RunChoice reported = run.get().get();
        Optional<RunChoice> baseline = against.get();
        ChartTheme theme = ChartTheme.of(dark.get());
        state.set(new State.Running());
        image.set(Optional.empty());
        drawings++;
        runner.run(
                "Laying out the report",
                (progress, token) -> shown(reported, baseline, theme),
                shown -> {
                    page.set(0);
                    state.set(shown);
                    draw();
                },
                thrown -> state.set(new State.Failed(Failure.of("There is no report", thrown))));
    }

    private State.Shown shown(RunChoice reported, Optional<RunChoice> baseline, ChartTheme theme)
            throws WorkbenchException, IOException {
        Engine engine = workbench.engine();
        List<ComparedRun> runs = new ArrayList<>();
        if (baseline.isPresent()) {
            runs.add(baseline.get().read(engine));
        }
        runs.add(reported.read(engine));
        ReportData data = engine.report(runs);
        byte[] pdf = engine.pdf(data, theme);
        return new State.Shown(data, theme, pdf, engine.pages(pdf));
    }

    /// Turns to a page; one that there is not is the first or the last.
    ///
    /// @param index from 0
    public void turnTo(int index) {
        if (state.get() instanceof State.Shown shown) {
            int wanted = Math.clamp(index, 0, shown.count() - 1);
            if (wanted != page.get()) {
                page.set(wanted);
                draw();
            }
        }
    }

    private void draw() {
        if (!(state.get() instanceof State.Shown shown)) {
            return;
        }
        int wanted = page.get();
        int asked = ++drawings;
        Engine engine = workbench.engine();
        pages.run(
                "Drawing page " + (wanted + 1),
                (progress, token) -> engine.page(shown.pdf(), wanted, SCALE),
                drawn -> {
                    if (asked == drawings) {
                        image.set(Optional.of(drawn));
                    }
                },
                thrown -> state.set(new State.Failed(Failure.of("The page failed", thrown))));
    }

    /// Writes the report that is shown, in the form that the ending of the file asks for.
    public void save(Path file) {
        if (state.get() instanceof State.Shown shown) {
            Engine engine = workbench.engine();
            runner.run(
                    "Writing " + file.getFileName(),
                    (progress, token) -> {
                        engine.writeReport(shown.data(), shown.theme(), file);
                        return file;
                    },
                    written -> notice.set("Written to " + written),
                    thrown -> notice.set("Not written: " + Failure.sentence(thrown)));
        }
    }

    /// A file name for the report.
    public String fileName() {
        return state.get() instanceof State.Shown shown
                ? shown.data().title().replaceAll("[^A-Za-z0-9._-]+", "-") + "-report.html"
                : "report.html";
    }

    /// The runs to choose from.
    public ReadOnlyObjectProperty<List<RunChoice>> choicesProperty() {
        return choices.getReadOnlyProperty();
    }

    /// What is reported.
    public ObjectProperty<Optional<RunChoice>> runProperty() {
        return run;
    }

    /// What it is held against; empty for a report of the run alone.
    public ObjectProperty<Optional<RunChoice>> againstProperty() {
        return against;
    }

    /// Whether the paper is dark.
    public BooleanProperty darkProperty() {
        return dark;
    }

    /// How far things are.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The page that is looked at, from 0.
    public ReadOnlyIntegerProperty pageProperty() {
        return page.getReadOnlyProperty();
    }

    /// The page drawn; the one before while the next is being drawn.
    public ReadOnlyObjectProperty<Optional<BufferedImage>> imageProperty() {
        return image.getReadOnlyProperty();
    }

    /// What became of writing.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
