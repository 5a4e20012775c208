package org.unitscope.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.plan.PlanViewModel.State;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.cli.Console;
import org.unitscope.cli.Unitscope;
import org.unitscope.graph.Role;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.Patch;

/// The states of the window without a toolkit, with the real engine.
class PlanViewModelTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");
    private static final Map<String, Double> SMALL = Map.of("batch", 8.0, "width", 64.0);

    @TempDir private Path folder = Path.of("");
    private Workbench workbench = workbench();
    private PlanViewModel model = new PlanViewModel(workbench, new DirectRunner());

    private Workbench workbench() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                new DirectRunner(),
                new Settings(folder.resolve("settings.properties")));
    }

    @BeforeEach
    void start() {
        workbench = workbench();
        model = new PlanViewModel(workbench, new DirectRunner());
    }

    private State.Planned planned() {
        assertThat(model.stateProperty().get()).isInstanceOf(State.Planned.class);
        return (State.Planned) model.stateProperty().get();
    }

    private String problem() {
        assertThat(model.stateProperty().get()).isInstanceOf(State.Failed.class);
        return ((State.Failed) model.stateProperty().get())
                .failure()
                .problems()
                .getFirst()
                .toString();
    }

    @Test
    void withoutAModelThereIsNothingToPlan() {
        model.plan();
        assertThat(model.stateProperty().get()).isInstanceOf(State.NothingOpen.class);
    }

    @Test
    void thePlanIsThatOfTheCommandLine() throws IOException {
        workbench.open(MLP, SMALL);
        model.plan();
        model.saveChanges(folder.resolve("here.json"));
        Path there = folder.resolve("there.json");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int code =
                Unitscope.run(
                        new Console(nowhere, nowhere, false, 100),
                        (file, sizes) -> 0,
                        "plan",
                        MLP.toString(),
                        "--set",
                        "batch=8",
                        "--set",
                        "width=64",
                        "--formats",
                        "fp8",
                        "--patch",
                        there.toString());

        assertThat(code).isZero();
        assertThat(folder.resolve("here.json")).hasSameTextualContentAs(there);
        assertThat(planned().result().rows())
                .containsOnlyKeys("as it is", "plan", "unit:paper", "unit:library");
    }

    @Test
    void aSchemeDoesNotChangeWhatIsPlanned() {
        workbench.open(MLP, SMALL);
        model.plan();
        var plain = planned().result().plan().patches();
        workbench.schemeProperty().set("unit:paper");
        workbench.analyze();
        assertThat(model.stateProperty().get()).isInstanceOf(State.Planned.class);
        model.plan();

        assertThat(planned().result().plan().patches()).isEqualTo(plain).isNotEmpty();
        model.basisProperty().set(PlanBasis.RECORDED);
        workbench.sample();
        model.plan();
        assertThat(problem()).contains("rewritten by unit:paper", "scheme none");
    }

    @Test
    void theRunThatIsShownCanBeWhatItRestsOn() {
        workbench.recipeProperty().set("fp8");
        workbench.open(MLP, SMALL);
        model.basisProperty().set(PlanBasis.RECORDED);
        model.plan();
        assertThat(problem()).contains("was predicted only");
        workbench.sample();
        model.plan();
        assertThat(planned().result().evidence()).isEqualTo("recorded");
        assertThat(planned().caution().orElse("")).contains("rounded to fp8");
        model.basisProperty().set(PlanBasis.SAMPLED);
        model.plan();
        assertThat(planned().result().evidence()).isEqualTo("sampled, seed 1");
        assertThat(planned().caution()).isEmpty();
    }

    @Test
    void theSavedModelOpensWithTheFactorsInPlace() throws IOException {
        workbench.open(MLP, SMALL);
        model.plan();
        Path file = folder.resolve(model.fileName("planned"));
        model.saveModel(file);
        assertThat(file).hasFileName("mlp-planned.json");
        assertThat(model.noticeProperty().get()).endsWith(file.toString());
        model.openSaved();

        var opened = workbench.modelProperty().get().orElseThrow();
        assertThat(Files.isSameFile(opened.file(), file)).isTrue();
        assertThat(model.stateProperty().get())
                .as("another model is open now")
                .isEqualTo(new State.Ready(false));
        model.plan();
        assertThat(planned().result().plan().factors()).isZero();
        assertThat(planned().result().refused().get("unit:paper"))
                .contains("the model is unit-scaled already");
    }

    @Test
    void aChangeIsShownInAllWindows() {
        workbench.open(MLP, SMALL);
        model.plan();
        Patch factor =
                planned().result().plan().patches().stream()
                        .filter(patch -> !patch.saves().isEmpty())
                        .filter(patch -> patch.saves().getFirst().role() != Role.ACTIVATION)
                        .findFirst()
                        .orElseThrow();
        model.select(factor.saves().getFirst());

        assertThat(workbench.selection().selected()).contains(factor.saves().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "61", "NaN", "1,5"})
    void headroomMustBeANumberOfOctaves(String text) {
        workbench.open(MLP, SMALL);
        model.headroomProperty().set(text);
        model.plan();

        assertThat(problem()).isEqualTo("Head-room: must be 0 to 60 octaves, not '" + text + "'");
    }

    @Test
    void headroomIsRememberedAndFormatsAreThoseOfTheMainWindow() {
        workbench.open(MLP, SMALL);
        model.headroomProperty().set("2");
        workbench.recipeProperty().set("fp99");
        model.plan();
        assertThat(problem()).contains("fp99");
        model.recipeProperty().set("fp16");
        model.plan();

        assertThat(planned().result().formats()).isEqualTo("fp16");
        assertThat(planned().result().headroom()).isEqualTo(2);
        assertThat(new PlanViewModel(workbench(), new DirectRunner()).headroomProperty().get())
                .isEqualTo("2");
    }

    @Test
    void aFileThatCannotBeWrittenIsTold() {
        workbench.open(MLP, SMALL);
        model.plan();
        model.saveModel(folder.resolve("no-such-folder").resolve("planned.json"));

        assertThat(model.noticeProperty().get()).startsWith("Not written: ");
        assertThat(model.savedProperty().get()).isEmpty();
    }
}
