package org.unitscope.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.comparison.ComparisonViewModel.State;
import org.unitscope.app.runs.RunChoice;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.comparison.ComparisonCounts;
import org.unitscope.comparison.ScaleState;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;

/// The states of the window without a toolkit, with the real engine.
class ComparisonViewModelTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");

    @TempDir private Path folder = Path.of("");

    private Workbench workbench = create();
    private RunHistory history = new RunHistory(workbench.runProperty());
    private ComparisonViewModel model =
            new ComparisonViewModel(workbench, new DirectRunner(), history);

    private Workbench create() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                new DirectRunner(),
                new Settings(folder.resolve("settings.properties")));
    }

    @BeforeEach
    void start() throws IOException {
        workbench = create();
        history = new RunHistory(workbench.runProperty());
        model = new ComparisonViewModel(workbench, new DirectRunner(), history);
        RunStore.write(ComparisonFixtures.before(), folder.resolve("before"));
        RunStore.write(ComparisonFixtures.after(), folder.resolve("after"));
    }

    private void compareStored() {
        model.choices().takeFolder(folder.resolve("before"), true);
        model.choices().takeFolder(folder.resolve("after"), false);
    }

    private ComparisonCounts counts() {
        return model.compared().orElseThrow().comparison().counts(model.toleranceProperty().get());
    }

    private List<String> listed() {
        return model.listedProperty().get().stream().map(p -> p.a().key().toString()).toList();
    }

    private List<String> heatmapRows() {
        return model.listedRowsProperty().get().orElseThrow().tensors().stream()
                .map(row -> row.key().toString())
                .toList();
    }

    private static TensorKey key(String path, Role role) {
        return RunFixtures.key(path, role);
    }

    private void sample(String formats) {
        workbench.recipeProperty().set(formats);
        workbench.open(MLP, Map.of("batch", 4.0, "width", 32.0));
        workbench.sample();
    }

    @Test
    void withoutTwoRunsThereIsNothing() {
        assertThat(model.stateProperty().get()).isInstanceOf(State.Incomplete.class);
        model.choices().takeFolder(folder.resolve("before"), true);

        assertThat(model.stateProperty().get()).isInstanceOf(State.Incomplete.class);
        assertThat(model.listedProperty().get()).isEmpty();
        assertThat(model.choices().allProperty().get()).hasSize(1);
    }

    @Test
    void resultsOfTheMainWindowAreProposedTheLaterOneAsB() {
        sample("fp8");
        sample("fp16");
        model.choices().propose();

        // Predicted first, then sampled: the same run.
        assertThat(model.choices().allProperty().get())
                .extracting(RunChoice::title)
                .containsExactly("mlp · fp16 · seed 1", "mlp · fp8 · seed 1");
        assertThat(model.choices().secondProperty().get().orElseThrow().title()).contains("fp16");
        assertThat(counts().aligned()).isEqualTo(42);
        assertThat(counts().unaligned()).isZero();
        assertThat(counts().measured()).isEqualTo(42);
    }

    /// The window was opened with one result, which became B; a later one takes its place.
    @Test
    void aLaterResultIsProposedAsBAndNotAsWhatItIsHeldAgainst() {
        sample("fp8");
        model.choices().propose();
        workbench.schemeProperty().set("unit:paper");
        workbench.sample();
        model.choices().propose();

        assertThat(model.choices().firstProperty().get().orElseThrow().title())
                .isEqualTo("mlp · fp8 · seed 1");
        assertThat(model.choices().secondProperty().get().orElseThrow().title())
                .isEqualTo("mlp · unit:paper · fp8 · seed 1");
    }

    @Test
    void aSchemeIsPartOfTheTitleOfARun() {
        sample("fp8");
        workbench.schemeProperty().set("unit:paper");
        workbench.sample();

        assertThat(history.choicesProperty().get())
                .extracting(RunChoice::title)
                .containsExactly("mlp · unit:paper · fp8 · seed 1", "mlp · fp8 · seed 1");
    }

    @Test
    void theHistoryKeepsTheSampledOneOfEqualRuns() {
        sample("fp8");
        workbench.analyze();
        assertThat(history.choicesProperty().get()).hasSize(1);
        assertThat(history.choicesProperty().get().getFirst().run().map(RunRecord::measuredCount))
                .isEqualTo(Optional.of(42L));

        for (int seed = 2; seed < 20; seed++) {
            workbench.seedProperty().set(Integer.toString(seed));
            workbench.analyze();
        }
        assertThat(history.choicesProperty().get()).hasSize(RunHistory.MOST);
        assertThat(history.choicesProperty().get().getFirst().title())
                .isEqualTo("mlp · fp8 · predicted");
    }

    @Test
    void storedRunsAreComparedAsSoonAsBothAreChosen() {
        compareStored();

        assertThat(counts().of(VerdictChange.FIXED)).isEqualTo(1);
        assertThat(counts().of(VerdictChange.BROKEN)).isEqualTo(1);
        assertThat(counts().of(VerdictChange.SAME)).isEqualTo(2);
        assertThat(counts().unaligned()).isEqualTo(2);
        assertThat(listed()).containsExactly("act gA", "ffn gA", "ffn A", "x A");
        assertThat(model.unalignedProperty().get())
                .extracting(one -> one.tensor().path())
                .containsExactly("old.scale", "new.shift");
        assertThat(model.rowsProperty().get().orElseThrow().tensors())
                .extracting(TensorRecord::path)
                .containsExactly("x", "ffn", "ffn", "act", "new.shift", "old.scale");
    }

    @Test
    void swappingTurnsWinsIntoLosses() {
        compareStored();
        model.choices().swap();

        assertThat(model.compared().orElseThrow().comparison().a().source()).endsWith("after");
        assertThat(counts().of(VerdictChange.FIXED)).isEqualTo(1);
        assertThat(listed()).startsWith("act gA");
        assertThat(
                        model.compared()
                                .orElseThrow()
                                .comparison()
                                .changed(VerdictChange.FIXED)
                                .getFirst()
                                .a()
                                .path())
                .isEqualTo("act");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1.0,2,''",
        "'1,5',1.5,2,''",
        "16,16.0,1,''",
        "x,0.5,3,0 to 64",
        "-1,0.5,3,0 to 64"
    })
    void theToleranceIsReadAsItIsTyped(String text, double octaves, long outside, String note) {
        compareStored();
        model.toleranceTextProperty().set(text);

        assertThat(model.toleranceProperty().get()).isEqualTo(octaves);
        assertThat(model.toleranceNoteProperty().get()).contains(note);
        assertThat(model.toleranceNoteProperty().get().isEmpty()).isEqualTo(note.isEmpty());
        assertThat(counts().of(ScaleState.OUTSIDE)).isEqualTo(outside);
    }

    @Test
    void wordsRolesAndChangesNarrowTheLists() {
        compareStored();
        model.filterTextProperty().set("ffn");
        assertThat(listed()).containsExactly("ffn gA", "ffn A");
        model.rolesProperty().set(EnumSet.of(Role.ACTIVATION));
        assertThat(listed()).containsExactly("ffn A");

        model.filterTextProperty().set("");
        assertThat(model.unalignedProperty().get()).hasSize(2);
        model.rolesProperty().set(EnumSet.allOf(Role.class));
        model.changeProperty().set(Optional.of(VerdictChange.BROKEN));
        assertThat(listed()).containsExactly("act gA");
        assertThat(heatmapRows()).containsExactly("act gA");
        assertThat(model.unfolding().getValue().isEmpty()).isFalse();
        // A verdict that only one of the two has is found too.
        model.changeProperty().set(Optional.empty());
        model.filterTextProperty().set("overflow");
        assertThat(listed()).containsExactly("act gA");
        assertThat(heatmapRows()).containsExactly("act gA");
        model.filterTextProperty().set("");
        assertThat(heatmapRows()).hasSize(6);
        assertThat(model.unfolding().getValue().isEmpty()).isTrue();
    }

    @Test
    void theFarthestPairIsSelectedAndTheMainWindowLeftAlone() {
        workbench.openRun(folder.resolve("before"));
        workbench.selection().select(key("x", Role.ACTIVATION));
        compareStored();

        assertThat(model.chosenProperty().get().map(TensorRecord::path)).contains("act");
        assertThat(workbench.selection().selected()).contains(key("x", Role.ACTIVATION));

        model.selection().select(key("ffn", Role.ACTIVATION));
        assertThat(workbench.selection().selected()).contains(key("ffn", Role.ACTIVATION));
        workbench.selection().select(key("x", Role.ACTIVATION));
        assertThat(model.chosenProperty().get().map(TensorRecord::path)).contains("x");
        // The main window has no such tensor.
        model.selection().select(key("new.shift", Role.ACTIVATION));
        assertThat(model.chosenProperty().get().map(TensorRecord::path)).contains("new.shift");
        assertThat(workbench.selection().selected()).contains(key("x", Role.ACTIVATION));
    }

    @Test
    void foldersThatAreNoRunsAreBothNamed() {
        model.choices().takeFolder(folder.resolve("none"), true);
        model.choices().takeFolder(folder, false);

        assertThat(model.stateProperty().get()).isInstanceOf(State.Failed.class);
        State.Failed failed = (State.Failed) model.stateProperty().get();
        assertThat(failed.failure().problems()).hasSize(2);
        assertThat(failed.failure().problems().get(0).what()).contains("there is no such folder");
        assertThat(failed.failure().problems().get(1).what()).contains("the file is missing");
        assertThat(model.rowsProperty().get()).isEmpty();

        // The next choice is compared as if nothing had been.
        compareStored();
        assertThat(counts().aligned()).isEqualTo(4);
    }

    @Test
    void aMappingFileIsUsedUntilItIsTakenAway() throws IOException {
        compareStored();
        Path map = folder.resolve("map.json");
        Files.writeString(map, "{\"pairs\": [{\"a\": \"old.scale\", \"b\": \"new.shift\"}]}");
        model.choices().takeMapping(Optional.of(map));
        assertThat(counts().unaligned()).isZero();

        model.choices().takeMapping(Optional.empty());
        assertThat(counts().unaligned()).isEqualTo(2);
        Files.writeString(map, "{\"pairs\": [{\"a\": \"old\", \"b\": \"new.shift\"}]}");
        model.choices().takeMapping(Optional.of(map));
        State.Failed failed = (State.Failed) model.stateProperty().get();
        assertThat(failed.failure().problems().getFirst().where()).endsWith("map.json:1:18");
    }

    @Test
    void theTableIsWritten() throws IOException {
        compareStored();
        Path file = folder.resolve(model.fileName());
        model.export(file);

        assertThat(model.noticeProperty().get()).isEqualTo("Written to " + file);
        // A head, four pairs, two unaligned.
        assertThat(Files.readAllLines(file)).hasSize(7);
        model.export(folder.resolve("no/such/file.csv"));
        assertThat(model.noticeProperty().get()).startsWith("Not written: ");
    }

    @Test
    void uglyRunsAndEmptyOnesAreCompared() throws IOException {
        RunStore.write(RunFixtures.ugly(), folder.resolve("ugly"));
        RunStore.write(RunFixtures.run("empty", true, List.of()), folder.resolve("empty"));
        model.choices().takeFolder(folder.resolve("ugly"), true);
        model.choices().takeFolder(folder.resolve("ugly"), false);
        assertThat(counts().aligned()).isEqualTo(13);
        for (TensorRecord row : model.rowsProperty().get().orElseThrow().tensors()) {
            var merged = model.compared().orElseThrow().merged();
            assertThat(ComparisonText.lines(merged.first(row), merged.second(row)))
                    .noneMatch(line -> line.a().contains("NaN") || line.b().contains("NaN"));
            assertThat(ComparisonText.sentence(merged, row)).doesNotContain("NaN");
        }

        model.choices().takeFolder(folder.resolve("empty"), false);
        assertThat(counts().unaligned()).isEqualTo(13);
        assertThat(model.chosenProperty().get()).isPresent();
        model.choices().takeFolder(folder.resolve("empty"), true);
        assertThat(model.chosenProperty().get()).isEmpty();
    }
}
