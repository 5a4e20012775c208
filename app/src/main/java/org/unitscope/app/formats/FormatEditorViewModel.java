package org.unitscope.app.formats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// The editor of number formats: what is open in it, what can be done with that, and undo.
///
/// Presets are locked. A custom format is edited as a draft and replaced when it is saved. Undo
/// takes back edits, and also what was added, saved and deleted.
public final class FormatEditorViewModel {
    private static final int MOST_UNDO = 200;

    private final FormatLibrary library;
    private final Consumer<ScalarFormat> judge;
    private final ReadOnlyObjectWrapper<State> state;
    private final Deque<Memory> undone = new ArrayDeque<>();
    private final Deque<Memory> done = new ArrayDeque<>();
    private boolean typing;

    /// What is open.
    ///
    /// @param own place among the custom formats; empty for a preset
    /// @param preset the format that is open if it is a preset, else the one opened before
    /// @param label of the draft
    /// @param changed whether the draft differs from what is saved
    public record State(
            Optional<Integer> own,
            ScalarFormat preset,
            FormatDraft draft,
            String label,
            boolean changed) {

        /// Whether it cannot be changed.
        public boolean isLocked() {
            return own.isEmpty();
        }

        /// Why the draft cannot be saved, empty if it can.
        public String problem() {
            if (isLocked()) {
                return "";
            }
            return label.isBlank() ? "A format needs a name." : draft.problem();
        }

        /// The format itself; empty while the draft is none.
        public Optional<ScalarFormat> format() {
            if (isLocked()) {
                return Optional.of(preset);
            }
            return draft.problem().isEmpty() ? Optional.of(draft.format()) : Optional.empty();
        }

        /// Whether there is something to save.
        public boolean canSave() {
            return changed && problem().isEmpty();
        }

        /// Whether a custom format can have these parameters: not those of an integer.
        public boolean canDuplicate() {
            return format().filter(format -> !format.isInteger()).isPresent();
        }
    }

    private record Memory(State state, List<CustomFormat> custom) {}

    /// An editor that shows the first of the custom formats, or a preset.
    ///
    /// @param judge what *Judge in this format* does
    public FormatEditorViewModel(FormatLibrary library, Consumer<ScalarFormat> judge) {
        this.library = library;
        this.judge = judge;
        state = new ReadOnlyObjectWrapper<>(preset(Formats.FP8_E4M3));
    }

    private static State preset(ScalarFormat format) {
        FormatDraft draft = FormatDraft.of(format);
        return new State(Optional.empty(), format, draft, format.title(), false);
    }

    private State own(int place) {
        CustomFormat format = custom().get(place);
        return new State(
                Optional.of(place),
                state.get().preset(),
                FormatDraft.of(format.format()),
                format.label(),
                false);
    }

    /// What is open.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The formats to choose from.
    public FormatLibrary library() {
        return library;
    }

    private List<CustomFormat> custom() {
        return library.customProperty().get();
    }

    /// Opens a preset, or a custom format with just these parameters. An unsaved draft comes back
    /// with undo.
    public void open(ScalarFormat format) {
        for (int place = 0; place < custom().size(); place++) {
            if (custom().get(place).format().equals(format)) {
                openOwn(place);
                return;
            }
        }
        openPreset(format);
    }

    /// Opens a preset.
    public void openPreset(ScalarFormat format) {
        if (!state.get().isLocked() || !state.get().preset().equals(format)) {
            leave(preset(format));
        }
    }

    /// Opens the custom format at a place of the list.
    public void openOwn(int place) {
        if (!state.get().own().equals(Optional.of(place))) {
            leave(own(place));
        }
    }

    private void leave(State next) {
        if (state.get().changed()) {
            change(next, custom());
        } else {
            typing = false;
            state.set(next);
        }
    }

    /// Makes a custom format with the parameters of the one that is open, and opens it.
    public void duplicate() {
        State now = state.get();
        if (now.canDuplicate()) {
            List<CustomFormat> more = new ArrayList<>(custom());
            more.add(
                    new CustomFormat(
                            "My " + now.label().strip().replaceFirst("^My ", ""),
                            now.draft().format()));
            addAndOpen(more);
        }
    }

    /// Makes a custom format to start from, an E4M3, and opens it.
    public void add() {
        List<CustomFormat> more = new ArrayList<>(custom());
        ScalarFormat start = FormatDraft.of(Formats.FP8_E4M3).format();
        more.add(new CustomFormat("New format " + (more.size() + 1), start));
        addAndOpen(more);
    }

    private void addAndOpen(List<CustomFormat> more) {
        remember();
        library.setCustom(more);
        state.set(own(more.size() - 1));
    }

    /// Changes the parameters.
    public void edit(FormatDraft draft) {
        State now = state.get();
        if (!now.isLocked() && !now.draft().equals(draft)) {
            change(drafted(draft, now.label()), custom());
        }
    }

    /// Changes the label; letters typed in a row are one edit.
    public void rename(String label) {
        State now = state.get();
        if (!now.isLocked() && !now.label().equals(label)) {
            if (!typing) {
                remember();
            }
            state.set(drafted(now.draft(), label));
            typing = true;
        }
    }

    private State drafted(FormatDraft draft, String label) {
        State now = state.get();
        CustomFormat saved = custom().get(now.own().orElseThrow());
        boolean changed =
                !saved.label().equals(label) || !FormatDraft.of(saved.format()).equals(draft);
        return new State(now.own(), now.preset(), draft, label, changed);
    }

    /// Keeps the draft, if it is a format.
    public void save() {
        State now = state.get();
        if (now.canSave()) {
            int place = now.own().orElseThrow();
            List<CustomFormat> saved = new ArrayList<>(custom());
            saved.set(place, new CustomFormat(now.label().strip(), now.draft().format()));
            remember();
            library.setCustom(saved);
            state.set(own(place));
        }
    }

    /// Removes the custom format that is open, and opens the preset from before.
    public void delete() {
        State now = state.get();
        now.own()
                .ifPresent(place -> {
                    List<CustomFormat> fewer = new ArrayList<>(custom());
                    fewer.remove(place.intValue());
                    change(preset(now.preset()), fewer);
                });
    }

    /// Judges the selected tensor in the format that is open; an unsaved one too.
    public void judge() {
        state.get().format().ifPresent(judge);
    }

    private void change(State next, List<CustomFormat> formats) {
        remember();
        library.setCustom(formats);
        state.set(next);
    }

    private void remember() {
        typing = false;
        undone.clear();
        done.push(new Memory(state.get(), custom()));
        if (done.size() > MOST_UNDO) {
            done.removeLast();
        }
    }

    /// Takes back the last edit, if there is one.
    public void undo() {
        move(done, undone);
    }

    /// Does again what was taken back last.
    public void redo() {
        move(undone, done);
    }

    private void move(Deque<Memory> from, Deque<Memory> to) {
        Memory before = from.poll();
        if (before != null) {
            to.push(new Memory(state.get(), custom()));
            typing = false;
            library.setCustom(before.custom());
            state.set(before.state());
        }
    }

    /// Whether there is an edit to take back.
    public boolean canUndo() {
        return !done.isEmpty();
    }

    /// Whether there is an edit to do again.
    public boolean canRedo() {
        return !undone.isEmpty();
    }
}
