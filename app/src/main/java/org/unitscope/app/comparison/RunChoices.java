package org.unitscope.app.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.unitscope.app.runs.RunChoice;
import org.unitscope.app.runs.RunHistory;

/// Which two runs are to be compared, and under which mapping. Tells when something else was
/// chosen; FX thread only.
public final class RunChoices {
    private final RunHistory history;
    private final Runnable changed;
    private final List<RunChoice> folders = new ArrayList<>();
    private final ReadOnlyObjectWrapper<List<RunChoice>> all =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<RunChoice>> first =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RunChoice>> second =
            new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Path>> mapping =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean swapping;

    /// @param changed called when a run or the mapping was chosen anew
    RunChoices(RunHistory history, Runnable changed) {
        this.history = history;
        this.changed = changed;
        history.choicesProperty().subscribe(now -> gather());
        first.subscribe((before, now) -> tell());
        second.subscribe((before, now) -> tell());
        mapping.subscribe((before, now) -> tell());
    }

    private void gather() {
        List<RunChoice> gathered = new ArrayList<>(history.choicesProperty().get());
        gathered.addAll(folders);
        all.set(List.copyOf(gathered));
    }

    private void tell() {
        if (!swapping) {
            changed.run();
        }
    }

    /// Takes the two results shown last, the later one as B, where nothing was chosen yet.
    public void propose() {
        List<RunChoice> known = history.choicesProperty().get();
        if (first.get().isEmpty() && !known.isEmpty() && isOlder(second.get(), known)) {
            // B was proposed when there was nothing else; what came after it is the change.
            first.set(second.get());
            second.set(Optional.of(known.getFirst()));
        }
        if (second.get().isEmpty() && !known.isEmpty()) {
            second.set(Optional.of(known.getFirst()));
        }
        if (first.get().isEmpty()) {
            known.stream()
                    .filter(choice -> !second.get().equals(Optional.of(choice)))
                    .findFirst()
                    .ifPresent(choice -> first.set(Optional.of(choice)));
        }
    }

    private static boolean isOlder(Optional<RunChoice> chosen, List<RunChoice> known) {
        return chosen.map(known::indexOf).filter(index -> index > 0).isPresent();
    }

    /// Adds a run folder to the choices and takes it; one that is taken already is read again.
    ///
    /// @param asFirst as A, else as B
    public void takeFolder(Path folder, boolean asFirst) {
        RunChoice choice = RunChoice.of(folder);
        if (folders.stream().noneMatch(choice::standsFor)) {
            folders.add(choice);
            gather();
        }
        ObjectProperty<Optional<RunChoice>> side = asFirst ? first : second;
        boolean again = side.get().equals(Optional.of(choice));
        side.set(Optional.of(choice));
        if (again) {
            tell();
        }
    }

    /// Uses a mapping file, or none.
    public void takeMapping(Optional<Path> file) {
        mapping.set(file);
    }

    /// A becomes B and B becomes A.
    public void swap() {
        Optional<RunChoice> before = first.get();
        swapping = true;
        first.set(second.get());
        second.set(before);
        swapping = false;
        tell();
    }

    /// The runs to choose from: results of this session, then folders.
    public ReadOnlyObjectProperty<List<RunChoice>> allProperty() {
        return all.getReadOnlyProperty();
    }

    /// Run A.
    public ObjectProperty<Optional<RunChoice>> firstProperty() {
        return first;
    }

    /// Run B.
    public ObjectProperty<Optional<RunChoice>> secondProperty() {
        return second;
    }

    /// The mapping file in use.
    public ReadOnlyObjectProperty<Optional<Path>> mappingProperty() {
        return mapping.getReadOnlyProperty();
    }
}
