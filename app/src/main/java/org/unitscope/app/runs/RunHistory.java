package org.unitscope.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.unitscope.run.RunRecord;

/// The runs that the main window has shown since the start, the latest first, so that two results
/// can be compared without saving them. Of one that was predicted and then sampled only the sampled
/// one stays; FX thread only.
public final class RunHistory {
    /// How many are kept.
    public static final int MOST = 8;

    private final ReadOnlyObjectWrapper<List<RunChoice>> choices =
            new ReadOnlyObjectWrapper<>(List.of());

    /// A history that follows what is shown.
    public RunHistory(ObservableValue<Optional<RunRecord>> shown) {
        shown.subscribe(run -> run.ifPresent(this::add));
    }

    private void add(RunRecord run) {
        RunChoice added = RunChoice.of(run);
        boolean better =
                choices.get().stream()
                        .filter(added::standsFor)
                        .flatMap(choice -> choice.run().stream())
                        .anyMatch(known -> known.measuredCount() > run.measuredCount());
        if (better) {
            return;
        }
        List<RunChoice> kept = new ArrayList<>(List.of(added));
        choices.get().stream()
                .filter(choice -> !added.standsFor(choice))
                .limit(MOST - 1)
                .forEach(kept::add);
        choices.set(List.copyOf(kept));
    }

    /// What there is to choose from.
    public ReadOnlyObjectProperty<List<RunChoice>> choicesProperty() {
        return choices.getReadOnlyProperty();
    }
}
