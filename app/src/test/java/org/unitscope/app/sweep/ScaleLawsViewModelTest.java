package org.unitscope.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.app.sweep.ScaleLawsViewModel.State;
import org.unitscope.app.tasks.EngineTask;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.graph.Role;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.sweep.ScaleLaw;

/// The states of the window without a toolkit, with the real engine.
class ScaleLawsViewModelTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");
    private static final Path GPT = Path.of("../model-zoo/gpt-mini.json");

    @TempDir private Path folder = Path.of("");

    private final DirectRunner runner = new DirectRunner();
    private Workbench workbench = create();
    private ScaleLawsViewModel model = new ScaleLawsViewModel(workbench, runner);

    private Workbench create() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                new DirectRunner(),
                new Settings(folder.resolve("settings.properties")));
    }

    @BeforeEach
    void start() {
        workbench = create();
        model = new ScaleLawsViewModel(workbench, runner);
    }

    private void compute(String size, String range) {
        model.sizeProperty().set(size);
        model.rangeTextProperty().set(range);
        model.compute();
    }

    private State state() {
        return model.stateProperty().get();
    }

    private List<String> chosen() {
        return model.chosenProperty().get().stream().map(law -> law.key().toString()).toList();
    }

    @Test
    void withoutAModelThereIsNothingToSweep() {
        model.compute();

        assertThat(state()).isInstanceOf(State.NothingOpen.class);
        assertThat(model.sizeNames()).isEmpty();
        assertThat(model.rangeProperty().get()).isEmpty();
    }

    @Test
    void aModelProposesItsWidthTwoOctavesToEitherSide() {
        workbench.open(GPT, Map.of());

        assertThat(state()).isEqualTo(new State.Ready(false));
        assertThat(model.sizeNames()).contains("batch", "layers", "width");
        assertThat(model.sizeProperty().get()).isEqualTo("width");
        assertThat(model.rangeTextProperty().get()).isEqualTo("96..1536");
        assertThat(model.rangeNoteProperty().get()).isEqualTo("5 points: 96, 192, 384, 768, 1536");
        model.sizeProperty().set("layers");
        assertThat(model.rangeTextProperty().get()).isEqualTo("3..48");
    }

    @Test
    void aWrongRangeIsSaidAndNothingIsComputed() {
        workbench.open(MLP, Map.of());
        compute("width", "256..");

        assertThat(model.rangeProperty().get()).isEmpty();
        assertThat(model.rangeNoteProperty().get()).contains("a number is missing in '256..'");
        assertThat(state()).isInstanceOf(State.Ready.class);
        model.resetRange();
        assertThat(model.rangeTextProperty().get()).isEqualTo("256..4096");
    }

    @Test
    void lawsAreListedSteepestFirst() {
        workbench.open(MLP, Map.of("batch", 8.0));
        compute("width", "64..256");

        assertThat(state()).isInstanceOf(State.Fitted.class);
        assertThat(model.listedProperty().get()).hasSize(42);
        List<Double> steepness =
                model.listedProperty().get().stream()
                        .map(law -> law.fit().map(fit -> Math.abs(fit.exponent())).orElse(-1.0))
                        .toList();
        // Equal to a hundredth: listed in the order of the model.
        for (int i = 1; i < steepness.size(); i++) {
            assertThat(steepness.get(i)).isLessThan(steepness.get(i - 1) + 0.01);
        }
        assertThat(model.summary()).hasSize(1);
        assertThat(model.summary().getFirst())
                .isEqualTo(
                        "mlp · 42 laws over width=64, 128, 256"
                                + " · batch=8 classes=1000 features=256 layers=3");
    }

    @Test
    void wordsAndRolesNarrowTheList() {
        workbench.open(MLP, Map.of());
        compute("width", "64,128");
        model.filterTextProperty().set("HIDDEN linear gW");
        assertThat(model.listedProperty().get())
                .hasSize(6)
                .allMatch(law -> law.path().startsWith("hidden."))
                .allMatch(law -> law.key().role() == Role.WEIGHT_GRADIENT);

        model.filterTextProperty().set("");
        model.rolesProperty().set(EnumSet.of(Role.WEIGHT));
        assertThat(model.listedProperty().get())
                .isNotEmpty()
                .allMatch(law -> law.key().role() == Role.WEIGHT);
        assertThat(model.csv().orElseThrow().lines())
                .hasSize(model.listedProperty().get().size() + 1);
    }

    @Test
    void theSelectionOfTheMainWindowIsDrawnAndFollowed() {
        workbench.open(MLP, Map.of());
        workbench.selection().select(RunFixtures.key("readout", Role.ACTIVATION_GRADIENT));
        compute("width", "64,128");
        assertThat(chosen()).containsExactly("readout gA");

        workbench.selection().select(RunFixtures.key("first", Role.ACTIVATION));
        assertThat(chosen()).containsExactly("first A");

        ScaleLaw last = model.listedProperty().get().getLast();
        model.choose(List.of(last));
        assertThat(workbench.selection().selected()).contains(last.key());
    }

    @Test
    void severalLawsAreDrawnAndNoneOfThemSelected() {
        workbench.open(MLP, Map.of());
        compute("width", "64,128");
        var before = workbench.selection().selected();
        List<ScaleLaw> two = model.listedProperty().get().subList(3, 5);
        model.choose(two);

        assertThat(model.chosenProperty().get()).isEqualTo(two);
        assertThat(workbench.selection().selected()).isEqualTo(before);
        compute("width", "64,256");
        assertThat(model.chosenProperty().get())
                .extracting(ScaleLaw::key)
                .containsExactly(two.get(0).key(), two.get(1).key());
    }

    @Test
    void aLastBlockIsDrawnAndLeavesTheSelection() {
        workbench.open(GPT, Map.of("batch", 1.0));
        var before = workbench.selection().selected();
        compute("layers", "1,2");
        model.filterTextProperty().set("blocks.last.ffn.down gW");
        model.choose(model.listedProperty().get());

        assertThat(chosen()).contains("blocks.last.ffn.down.weight gW");
        assertThat(workbench.selection().selected()).isEqualTo(before);
    }

    @Test
    void skippedPointsAreSaid() {
        workbench.open(GPT, Map.of("layers", 1.0));
        compute("width", "96,100,130,192");

        assertThat(model.summary()).hasSize(2);
        assertThat(model.summary().getLast())
                .startsWith("Skipped width=100,130: node 'blocks.0.attention.query_heads'");
    }

    @Test
    void aSweepThatCannotBeBuiltFails() {
        workbench.open(GPT, Map.of());
        compute("width", "256..4096");

        assertThat(state()).isInstanceOf(State.Failed.class);
        assertThat(((State.Failed) state()).failure().problems().getFirst().what())
                .contains("can be built at 0 of 5");
        assertThat(model.csv()).isEmpty();
    }

    @Test
    void aCancelledSweepShowsFinishedPoints() {
        workbench.open(MLP, Map.of());
        AtomicInteger all = new AtomicInteger();
        runner.cancelWhen(() -> all.incrementAndGet() < 0);
        compute("width", "64..1024");
        AtomicInteger polls = new AtomicInteger();
        runner.cancelWhen(() -> polls.incrementAndGet() > all.get() / 2);
        model.compute();

        assertThat(model.laws().orElseThrow().isPartial()).isTrue();
        assertThat(model.summary())
                .anyMatch(line -> line.startsWith("Cancelled after 2 of 5 points"));
        runner.cancelWhen(() -> true);
        model.compute();
        assertThat(state()).isEqualTo(new State.Ready(true));
    }

    @Test
    void anotherModelClearsTheLaws() {
        workbench.open(MLP, Map.of());
        compute("width", "64,128");
        workbench.open(GPT, Map.of());

        assertThat(state()).isEqualTo(new State.Ready(false));
        assertThat(model.listedProperty().get()).isEmpty();
        assertThat(model.rangeTextProperty().get()).isEqualTo("96..1536");
    }

    @Test
    void aSampleOfTheSameModelKeepsTheLaws() {
        workbench.open(MLP, Map.of("batch", 4.0, "width", 16.0));
        compute("width", "64,128");
        workbench.sample();

        assertThat(state()).isInstanceOf(State.Fitted.class);
    }

    @Test
    void sizesOfTheWorkbenchStayAndTheSweptOneIsFree() {
        workbench.open(MLP, Map.of("batch", 4.0, "width", 16.0));
        compute("width", "64,128");

        assertThat(model.laws().orElseThrow().fixedSizes())
                .containsEntry("batch", 4.0)
                .doesNotContainKey("width");
    }

    @Test
    void theRangeIsRememberedForEachSizeOfAModel() {
        workbench.open(MLP, Map.of());
        compute("layers", "1,2,4");
        workbench.open(GPT, Map.of());
        assertThat(model.sizeProperty().get()).isEqualTo("layers");
        assertThat(model.rangeTextProperty().get()).isEqualTo("3..48");
        workbench.open(MLP, Map.of());

        assertThat(model.rangeTextProperty().get()).isEqualTo("1,2,4");
        model.sizeProperty().set("width");
        assertThat(model.rangeTextProperty().get()).isEqualTo("256..4096");
    }

    @Test
    void aRunOpenedFromItsFolderIsSweptAtItsSizes() {
        workbench.open(MLP, Map.of("batch", 4.0));
        workbench.saveRun(folder.resolve("run"));
        workbench.openRun(folder.resolve("run"));
        compute("width", "64,128");

        assertThat(workbench.modelProperty().get()).isEmpty();
        assertThat(model.laws().orElseThrow().fixedSizes()).containsEntry("batch", 4.0);
    }

    @Test
    void aRunThatIsAnalyzedAgainKeepsItsSizes() {
        workbench.open(MLP, Map.of("batch", 4.0));
        workbench.saveRun(folder.resolve("run"));
        workbench.open(MLP, Map.of());
        workbench.openRun(folder.resolve("run"));
        workbench.analyze();
        compute("width", "64,128");

        assertThat(workbench.modelProperty().get()).isPresent();
        assertThat(model.laws().orElseThrow().fixedSizes()).containsEntry("batch", 4.0);
    }

    @Test
    void aFileThatChangedSinceItWasOpenedIsSaid() throws IOException {
        Path copy = folder.resolve("copy.json");
        Files.copy(MLP, copy);
        workbench.open(copy, Map.of());
        Files.writeString(copy, Files.readString(copy) + "\n");
        compute("width", "64,128");

        assertThat(model.summary()).anyMatch(line -> line.contains("has changed since"));
    }

    @Test
    void theListedLawsAreWritten() throws IOException {
        workbench.open(MLP, Map.of());
        compute("width", "64,128");
        model.filterTextProperty().set("readout.weight W");
        Path file = folder.resolve(model.fileName());
        model.export(file);

        assertThat(file).hasFileName("mlp-width-laws.csv");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(model.noticeProperty().get()).isEqualTo("Written to " + file);
        model.export(folder.resolve("no/such/file.csv"));
        assertThat(model.noticeProperty().get()).startsWith("Not written: ");
    }

    /// Holds a call until the test lets it end.
    private static final class HeldRunner implements TaskRunner {
        private final TaskStatus status = new TaskStatus();
        private final List<Runnable> held = new ArrayList<>();
        private int stops;

        @Override
        public <V> void run(
                String title,
                EngineTask.Call<V> call,
                Consumer<V> done,
                Consumer<Throwable> failed) {
            held.add(() -> new DirectRunner().run(title, call, done, failed));
        }

        @Override
        public void stop() {
            stops++;
        }

        @Override
        public TaskStatus status() {
            return status;
        }
    }

    @Test
    void aModelOpenedWhileASweepRunsEndsIt() {
        HeldRunner held = new HeldRunner();
        model = new ScaleLawsViewModel(workbench, held);
        workbench.open(MLP, Map.of());
        compute("width", "64,128");
        assertThat(state()).isInstanceOf(State.Running.class);
        int before = held.stops;
        workbench.open(GPT, Map.of());
        held.held.getFirst().run();

        assertThat(held.stops).isGreaterThan(before);
        assertThat(state()).isEqualTo(new State.Ready(false));
    }
}
