package org.unitscope.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.unitscope.analysis.Explanations;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.Role;
import org.unitscope.run.ModelFile;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Problem;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.SchemedModel;

/// What is open in the window and what can be done with it. Whatever fails leaves model and run as
/// they were; FX thread only.
public final class Workbench {
    private static final String NO_SCHEME = "none";

    private final Engine engine;
    private final TaskRunner runner;
    private final Settings settings;
    private final SelectionModel selection = new SelectionModel();
    private final ReadOnlyObjectWrapper<Optional<LoadedModel>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RunRecord>> run =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Optional<Failure>> failure =
            new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<SchemedModel>> schemed =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty scheme = new SimpleStringProperty(NO_SCHEME);
    private final StringProperty recipe = new SimpleStringProperty("fp8");
    private final StringProperty seed = new SimpleStringProperty("1");
    private final StringProperty filterText = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private Map<String, Double> sizes = Map.of();

    /// Of the run that is shown without its model; read on the engine's thread.
    private volatile Optional<Path> runFolder = Optional.empty();

    /// @param refused why the scheme was left out
    private record Opened(
            SchemedModel model, RunRecord run, Optional<WorkbenchException> refused) {}

    private record Asked(PrecisionRecipe recipe, long seed, String scheme) {}

    /// An empty workbench.
    public Workbench(Engine engine, TaskRunner runner, Settings settings) {
        this.engine = engine;
        this.runner = runner;
        this.settings = settings;
        recipe.set(settings.text("recipe", "fp8"));
        scheme.set(settings.text("scheme", NO_SCHEME));
    }

    /// Opens a model and predicts it.
    public void open(Path file, Map<String, Double> chosenSizes) {
        asked().ifPresent(asked ->
                runner.run(
                        "Opening " + file.getFileName(),
                        (progress, token) -> opened(file, chosenSizes, asked, progress, token),
                        opened -> {
                            sizes = Map.copyOf(chosenSizes);
                            settings.addRecentFile(file);
                            take(opened, asked);
                            show(opened.run());
                            opened.refused().ifPresent(this::sayRefused);
                        },
                        thrown -> fail("Could not open " + file.getFileName(), thrown)));
    }

    /// A model that does not allow the remembered scheme is opened as it is.
    private Opened opened(
            Path file,
            Map<String, Double> chosenSizes,
            Asked asked,
            Progress progress,
            CancellationToken token)
            throws WorkbenchException {
        LoadedModel loaded = engine.load(file, chosenSizes);
        Optional<WorkbenchException> refused = Optional.empty();
        SchemedModel rewritten;
        try {
            rewritten = engine.apply(loaded, asked.scheme());
        } catch (WorkbenchException impossible) {
            rewritten = engine.apply(loaded, NO_SCHEME);
            refused = Optional.of(impossible);
        }
        RunRecord record =
                engine.execute(
                        rewritten.model(), asked.recipe(), asked.seed(), false, progress, token);
        return new Opened(rewritten, record, refused);
    }

    private void take(Opened opened, Asked asked) {
        model.set(Optional.of(opened.model().model()));
        schemed.set(Optional.of(opened.model()));
        scheme.set(opened.refused().isPresent() ? NO_SCHEME : asked.scheme());
        settings.putText("scheme", scheme.get());
    }

    private void sayRefused(WorkbenchException refused) {
        notice.set("Opened without scheme: " + refused.problems().getFirst().what());
    }

    /// Opens the model again with some sizes changed; the others stay as they are.
    public void changeSizes(Map<String, Double> changed) {
        Map<String, Double> all = new TreeMap<>(sizes);
        all.putAll(changed);
        model.get().ifPresent(loaded -> open(loaded.file(), all));
    }

    /// Predicts again, for another recipe.
    public void analyze() {
        execute("Predicting", false);
    }

    /// Predicts and samples.
    public void sample() {
        execute("Sampling", true);
    }

    private void execute(String title, boolean sample) {
        Optional<SchemedModel> open = schemed.get();
        Optional<RunRecord> shown = run.get();
        if (open.isEmpty() && shown.isEmpty()) {
            return;
        }
        asked().ifPresent(asked ->
                runner.run(
                        title,
                        (progress, token) -> {
                            LoadedModel original = original(open, shown.orElseThrow());
                            SchemedModel rewritten = engine.apply(original, asked.scheme());
                            return new Opened(
                                    rewritten,
                                    engine.execute(
                                            rewritten.model(),
                                            asked.recipe(),
                                            asked.seed(),
                                            sample,
                                            progress,
                                            token),
                                    Optional.empty());
                        },
                        opened -> {
                            take(opened, asked);
                            settings.putText("recipe", asked.recipe().toString());
                            show(opened.run());
                        },
                        thrown -> {
                            scheme.set(schemeOf(shown));
                            fail(title + " failed", thrown);
                        }));
    }

    /// The scheme of what is shown, to return to.
    private String schemeOf(Optional<RunRecord> shown) {
        return shown.map(record -> record.spec().scheme())
                .filter(text -> !text.isEmpty())
                .orElse(NO_SCHEME);
    }

    /// A model before its scheme. A run opened from its folder has none yet: its file is looked for
    /// as the command line does, and read; blocks, on a thread of the caller.
    ///
    /// @throws WorkbenchException with every problem of the file
    public LoadedModel original(Optional<SchemedModel> open, RunRecord shown)
            throws WorkbenchException, IOException {
        if (open.isPresent()) {
            return open.get().original();
        }
        String named = shown.spec().model();
        Optional<Path> folder = runFolder;
        return engine.load(
                folder.isPresent() ? ModelFile.find(folder.get(), named) : Path.of(named),
                shown.spec().symbols());
    }

    private Optional<Asked> asked() {
        try {
            return Optional.of(
                    new Asked(
                            PrecisionRecipe.parse(recipe.get()),
                            Long.parseLong(seed.get().strip()),
                            SchemedModel.parse(scheme.get()).text()));
        } catch (WorkbenchException wrong) {
            fail("Formats or scheme are not understood", wrong);
        } catch (NumberFormatException wrong) {
            fail(
                    "The seed is not understood",
                    new WorkbenchException(
                            "seed", "must be a whole number, got '" + seed.get() + "'"));
        }
        return Optional.empty();
    }

    private void show(RunRecord record) {
        failure.set(Optional.empty());
        notice.set("");
        run.set(Optional.of(record));
        boolean stillThere = selection.selected().flatMap(record::find).isPresent();
        if (!stillThere) {
            firstResult(record)
                    .ifPresentOrElse(tensor -> selection.select(tensor.key()), selection::clear);
        }
    }

    private static Optional<TensorRecord> firstResult(RunRecord record) {
        return record.tensors().stream()
                .filter(tensor -> tensor.key().role() == Role.ACTIVATION)
                .filter(tensor -> !tensor.operator().equals("input"))
                .findFirst();
    }

    private void fail(String title, Throwable thrown) {
        if (thrown instanceof CancelledException) {
            notice.set("Cancelled before there was a result");
        } else {
            failure.set(Optional.of(Failure.of(title, thrown)));
        }
    }

    /// Opens a run folder.
    public void openRun(Path folder) {
        runner.run(
                "Opening " + folder.getFileName(),
                (progress, token) -> engine.readRun(folder),
                record -> {
                    sizes = record.spec().symbols();
                    runFolder = Optional.of(folder);
                    model.set(Optional.empty());
                    schemed.set(Optional.empty());
                    scheme.set(schemeOf(Optional.of(record)));
                    recipe.set(record.spec().formats());
                    seed.set(Long.toString(record.spec().seed()));
                    show(record);
                },
                thrown -> fail("Could not open the run " + folder.getFileName(), thrown));
    }

    /// Saves the run that is shown, with what its scheme did.
    public void saveRun(Path folder) {
        Optional<SchemedModel> open = schemed.get();
        write(
                "Run saved in ",
                folder,
                record -> {
                    Optional<RewriteLog> log =
                            record.spec().scheme().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(modelOf(open, record).log());
                    engine.writeRun(record, log, folder);
                });
    }

    /// Saves the model that is open, as it is: at its sizes, rewritten by its scheme.
    public void saveModel(Path file) {
        Map<String, Double> chosen = sizes;
        schemed.get()
                .ifPresent(open ->
                        runner.run(
                                "Writing " + file.getFileName(),
                                (progress, token) -> {
                                    engine.writeModel(open, chosen, file);
                                    return file;
                                },
                                written -> notice.set("Model saved in " + written),
                                thrown -> fail("Could not write " + file, thrown)));
    }

    /// Writes the run that is shown for another tool.
    public void export(ExportKind kind, Path file) {
        Optional<SchemedModel> open = schemed.get();
        write(
                "Written to ",
                file,
                record -> engine.writeText(kind.text(record, modelOf(open, record)), file));
    }

    /// The model of a run with its scheme; of one opened from its folder read, as it was then.
    private SchemedModel modelOf(Optional<SchemedModel> open, RunRecord shown)
            throws WorkbenchException, IOException {
        if (open.isPresent()) {
            return open.get();
        }
        LoadedModel loaded = original(open, shown);
        ModelFile.requireSame(loaded.file(), loaded.sha256(), shown.spec());
        return engine.apply(loaded, shown.spec().scheme());
    }

    private interface Writer {
        void write(RunRecord record) throws Exception;
    }

    private void write(String success, Path where, Writer writer) {
        run.get()
                .ifPresent(record ->
                        runner.run(
                                "Writing " + where.getFileName(),
                                (progress, token) -> {
                                    writer.write(record);
                                    return where;
                                },
                                written -> notice.set(success + written),
                                thrown -> fail("Could not write " + where, thrown)));
    }

    /// Says that several files were dropped at once, or one of the wrong kind.
    public void refuse(String title, String sentence) {
        failure.set(Optional.of(new Failure(title, List.of(new Problem("", sentence)), "")));
    }

    /// Predicts a model to explain it; blocks, on a thread of the caller.
    public Explanations explanations(
            LoadedModel loaded, Progress progress, CancellationToken token) {
        return engine.explanations(loaded, progress, token);
    }

    /// The selection that all views share.
    public SelectionModel selection() {
        return selection;
    }

    /// The sizes that replace those of the model's file: all of them for a run opened from its
    /// folder, whose file may have changed.
    public Map<String, Double> sizes() {
        return sizes;
    }

    /// The blocking calls.
    public Engine engine() {
        return engine;
    }

    /// Calls in progress.
    public TaskRunner runner() {
        return runner;
    }

    /// What is remembered.
    public Settings settings() {
        return settings;
    }

    /// The open model; empty for a run opened from its folder.
    public ReadOnlyObjectProperty<Optional<LoadedModel>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /// The run that all views show.
    public ReadOnlyObjectProperty<Optional<RunRecord>> runProperty() {
        return run.getReadOnlyProperty();
    }

    /// What went wrong last; set to empty to dismiss it.
    public ObjectProperty<Optional<Failure>> failureProperty() {
        return failure;
    }

    /// A line about what was done last, for example where a report went.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// The precision recipe as typed.
    public StringProperty recipeProperty() {
        return recipe;
    }

    /// The open model with what its scheme has done; empty for a run opened from its folder.
    public ReadOnlyObjectProperty<Optional<SchemedModel>> schemedProperty() {
        return schemed.getReadOnlyProperty();
    }

    /// The scheme as typed.
    public StringProperty schemeProperty() {
        return scheme;
    }

    /// The seed as typed.
    public StringProperty seedProperty() {
        return seed;
    }

    /// The filter as typed.
    public StringProperty filterTextProperty() {
        return filterText;
    }
}
