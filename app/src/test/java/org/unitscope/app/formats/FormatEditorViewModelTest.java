package org.unitscope.app.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.app.formats.FormatEditorViewModel.State;
import org.unitscope.app.settings.Settings;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.SpecialValues;

class FormatEditorViewModelTest {
    @TempDir private Path folder = Path.of("");

    private final List<ScalarFormat> judged = new ArrayList<>();
    private FormatLibrary library = new FormatLibrary(new Settings(Path.of("unused")));
    private FormatEditorViewModel editor = new FormatEditorViewModel(library, judged::add);

    @BeforeEach
    void openTheEditor() {
        library = restarted();
        editor = new FormatEditorViewModel(library, judged::add);
    }

    private FormatLibrary restarted() {
        return new FormatLibrary(new Settings(folder.resolve("settings.properties")));
    }

    private State state() {
        return editor.stateProperty().get();
    }

    private List<String> labels() {
        return library.customProperty().get().stream().map(CustomFormat::label).toList();
    }

    @Test
    void presetsAreLocked() {
        editor.open(Formats.FP16);
        editor.edit(state().draft().withBias(3));
        editor.rename("mine");
        editor.delete();

        assertThat(state().isLocked()).isTrue();
        assertThat(state().format()).contains(Formats.FP16);
        assertThat(editor.canUndo()).isFalse();
    }

    @Test
    void aDuplicateIsEditedSavedAndSurvivesARestart() {
        editor.open(Formats.FP8_E4M3);
        editor.duplicate();
        editor.edit(state().draft().withBias(11));
        editor.rename("  E4M3 low ");
        assertThat(state().changed()).isTrue();
        editor.save();

        assertThat(state().changed()).isFalse();
        assertThat(restarted().customProperty().get())
                .containsExactly(new CustomFormat("E4M3 low", Formats.require("s1e4m3b11_fn")));
        assertThat(library.displayName(Formats.require("s1e4m3b11_fn")))
                .isEqualTo("E4M3 low (max 28, bias 11)");
    }

    @Test
    void undoTakesBackEditsOneByOneAndRedoBringsThemBack() {
        editor.duplicate();
        FormatDraft first = state().draft();
        editor.edit(first.withBias(9));
        editor.edit(first.withBias(10));
        editor.undo();
        assertThat(state().draft().bias()).isEqualTo(9);
        editor.undo();
        assertThat(state().draft()).isEqualTo(first);
        editor.undo();
        assertThat(labels()).isEmpty();
        assertThat(state().isLocked()).isTrue();
        assertThat(editor.canUndo()).isFalse();

        editor.redo();
        editor.redo();
        editor.redo();
        assertThat(state().draft().bias()).isEqualTo(10);
        assertThat(editor.canRedo()).isFalse();
    }

    @Test
    void lettersTypedInARowAreOneEdit() {
        editor.add();
        String before = state().label();
        editor.rename("a");
        editor.rename("ab");
        editor.undo();

        assertThat(state().label()).isEqualTo(before);
    }

    @Test
    void aDeletedFormatComesBackWithUndo() {
        editor.add();
        editor.delete();
        assertThat(labels()).isEmpty();
        assertThat(restarted().customProperty().get()).isEmpty();

        editor.undo();
        assertThat(labels()).hasSize(1);
        assertThat(restarted().customProperty().get()).hasSize(1);
    }

    @Test
    void leavingAnUnsavedDraftIsUndoable() {
        editor.add();
        editor.edit(state().draft().withMantissaBits(2));
        editor.open(Formats.BF16);
        assertThat(state().isLocked()).isTrue();

        editor.undo();
        assertThat(state().draft().mantissaBits()).isEqualTo(2);
        assertThat(state().changed()).isTrue();
    }

    @Test
    void anImpossibleFormatSaysWhyAndCannotBeSavedOrJudged() {
        editor.add();
        editor.edit(
                state().draft().withSpecials(SpecialValues.IEEE).withExponentBits(1).withBias(0));

        assertThat(state().problem()).contains("2 exponent bits or more");
        assertThat(state().format()).isEmpty();
        assertThat(state().canSave()).isFalse();
        assertThat(state().canDuplicate()).isFalse();
        editor.save();
        editor.judge();
        assertThat(judged).isEmpty();
        assertThat(restarted().customProperty().get().getFirst().format().exponentBits())
                .isEqualTo(4);
    }

    @Test
    void anIntegerHasNoCustomForm() {
        editor.open(Formats.require("int8"));
        assertThat(state().canDuplicate()).isFalse();
        editor.duplicate();
        assertThat(labels()).isEmpty();
    }

    @Test
    void everyFloatingPresetCanBeDuplicatedUnchanged() {
        for (ScalarFormat format : Formats.all()) {
            editor.openPreset(format);
            if (state().canDuplicate()) {
                editor.duplicate();
                assertThat(state().format().orElseThrow().sameCodes(format))
                        .describedAs(format.name())
                        .isTrue();
            }
        }
    }

    @Test
    void judgesInADraftThatIsNotSaved() {
        editor.add();
        editor.edit(state().draft().withBias(4));
        editor.judge();

        assertThat(judged).containsExactly(Formats.require("s1e4m3b4_fn"));
    }
}
