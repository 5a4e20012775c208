package org.unitscope.app.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.analysis.Explanation;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.tasks.EngineTask;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.CancelledException;
import org.unitscope.task.Progress;

/// Every state of the explanation, with the real engine and no toolkit.
class ExplanationViewModelTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");
    private static final Map<String, Double> SMALL =
            Map.of("batch", 4.0, "width", 16.0, "classes", 8.0);
    private static final TensorKey FIRST = new TensorKey(OutputRef.of("first"), Role.ACTIVATION);

    @TempDir private Path folder = Path.of("");

    private final List<String> made = new ArrayList<>();
    private Workbench workbench = create();
    private ExplanationViewModel model = model(new DirectRunner());

    private Workbench create() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                new DirectRunner(),
                new Settings(folder.resolve("settings.properties")));
    }

    private ExplanationViewModel model(TaskRunner runner) {
        return model(
                (loaded, progress, token) -> {
                    made.add(loaded.graph().name());
                    return workbench.explanations(loaded, progress, token);
                },
                runner);
    }

    private ExplanationViewModel model(Preparation.Maker maker, TaskRunner runner) {
        return new ExplanationViewModel(
                workbench.runProperty(),
                workbench.modelProperty(),
                workbench.selection(),
                maker,
                runner);
    }

    @BeforeEach
    void start() {
        made.clear();
        workbench = create();
        model = model(new DirectRunner());
    }

    private ExplanationState state() {
        return model.stateProperty().get();
    }

    private Explanation shown() {
        assertThat(state()).isInstanceOf(ExplanationState.Shown.class);
        return ((ExplanationState.Shown) state()).explanation();
    }

    @Test
    void nothingIsComputedWhileNobodyLooks() {
        workbench.open(MLP, SMALL);
        workbench.selection().select(FIRST);

        assertThat(state()).isEqualTo(new ExplanationState.Empty());
        assertThat(made).isEmpty();
        assertThat(model.text()).isEmpty();
    }

    @Test
    void itFollowsTheSelectionAndPredictsTheModelOnce() {
        workbench.open(MLP, SMALL);
        workbench.selection().select(FIRST);
        model.openProperty().set(true);
        assertThat(shown().key()).isEqualTo(FIRST);
        assertThat(shown().derivation().formula()).startsWith("E y² = n · E w² · E x²");
        assertThat(shown().error()).isEmpty();

        model.select(shown().path().getFirst().key());
        assertThat(shown().key()).hasToString("x A");
        assertThat(workbench.selection().selected()).contains(shown().key());
        assertThat(made).containsExactly("mlp");
    }

    @Test
    void aSampleBringsTheSplitOfItsDeviation() {
        workbench.open(MLP, SMALL);
        workbench.selection().select(FIRST);
        model.openProperty().set(true);
        workbench.sample();

        assertThat(shown().error()).isPresent();
        assertThat(model.text().orElseThrow()).contains("first A: predicted RMS", "inherited");
        assertThat(made).hasSize(1);
    }

    @Test
    void otherSizesAreAnotherModel() {
        workbench.open(MLP, SMALL);
        workbench.selection().select(FIRST);
        model.openProperty().set(true);
        workbench.changeSizes(Map.of("width", 24.0));

        assertThat(shown().key()).isEqualTo(FIRST);
        assertThat(made).hasSize(2);
    }

    @Test
    void aRunFromItsFolderSaysThatTheModelIsMissing() {
        workbench.open(MLP, SMALL);
        workbench.sample();
        workbench.saveRun(folder.resolve("run"));
        model.openProperty().set(true);
        workbench.selection().select(FIRST);
        workbench.openRun(folder.resolve("run"));

        assertThat(state())
                .isEqualTo(new ExplanationState.Unavailable(ExplanationViewModel.NO_MODEL));
        workbench.analyze();
        assertThat(shown().key()).isEqualTo(FIRST);
    }

    @Test
    void whatIsNotPredictedSaysWhy() throws Exception {
        Path file = folder.resolve("m.json");
        Files.writeString(
                file,
                Files.readString(MLP)
                        .replace(
                                "\"nodes\": [",
                                "\"nodes\": [{ \"id\": \"dead\", \"op\": \"relu\", \"inputs\":"
                                        + " [\"x\"] },"));
        model.openProperty().set(true);
        workbench.open(file, SMALL);
        workbench.selection().select(new TensorKey(OutputRef.of("dead"), Role.ACTIVATION_GRADIENT));

        assertThat(workbench.failureProperty().get()).isEmpty();
        assertThat(state())
                .isEqualTo(
                        new ExplanationState.Unavailable(
                                "Not predicted: the loss does not depend on it."));
    }

    @Test
    void aFailureIsSaidAndACancellationIsNot() {
        workbench.open(MLP, SMALL);
        ExplanationViewModel broken =
                model(
                        (loaded, progress, token) -> {
                            throw new IllegalStateException("no luck");
                        },
                        new DirectRunner());
        broken.openProperty().set(true);
        assertThat(broken.stateProperty().get())
                .isInstanceOfSatisfying(
                        ExplanationState.Failed.class,
                        failed -> assertThat(failed.sentence()).contains("no luck"));

        ExplanationViewModel cancelled =
                model(
                        (loaded, progress, token) -> {
                            throw new CancelledException();
                        },
                        new DirectRunner());
        cancelled.openProperty().set(true);
        assertThat(cancelled.stateProperty().get()).isEqualTo(new ExplanationState.Busy());
    }

    /// Keeps calls until they are let go.
    private static final class HeldRunner implements TaskRunner {
        private final List<Runnable> held = new ArrayList<>();
        private final DirectRunner direct = new DirectRunner();

        @Override
        public <V> void run(
                String title,
                EngineTask.Call<V> call,
                Consumer<V> done,
                Consumer<Throwable> failed) {
            held.clear();
            held.add(() -> direct.run(title, call, done, failed));
        }

        @Override
        public void stop() {
            held.clear();
        }

        @Override
        public TaskStatus status() {
            return direct.status();
        }
    }

    @Test
    void itIsBusyUntilTheAnswerToTheLastQuestion() {
        HeldRunner runner = new HeldRunner();
        workbench.open(MLP, SMALL);
        model = model(runner);
        model.openProperty().set(true);
        workbench.selection().select(FIRST);
        TensorKey loss = new TensorKey(OutputRef.of("loss"), Role.ACTIVATION);
        workbench.selection().select(loss);

        assertThat(state()).isEqualTo(new ExplanationState.Busy());
        runner.held.getFirst().run();
        assertThat(shown().key()).isEqualTo(loss);
    }

    /// The analysis of a model that is no longer wanted sees that it is cancelled.
    @Test
    void onlyAnotherModelStopsTheAnalysis() {
        workbench.open(MLP, SMALL);
        LoadedModel loaded = workbench.modelProperty().get().orElseThrow();
        List<Boolean> cancelled = new ArrayList<>();
        Preparation preparation =
                new Preparation((one, progress, token) -> {
                    cancelled.add(token.isCancelled());
                    return workbench.explanations(one, progress, CancellationToken.NONE);
                });
        preparation.want(Optional.of(loaded));
        preparation.of(loaded, Progress.NONE);
        preparation.of(loaded, Progress.NONE);
        assertThat(cancelled).containsExactly(false);

        workbench.changeSizes(Map.of("width", 24.0));
        preparation.of(workbench.modelProperty().get().orElseThrow(), Progress.NONE);
        assertThat(cancelled).containsExactly(false, true);
    }
}
