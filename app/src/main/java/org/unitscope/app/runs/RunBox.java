package org.unitscope.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// A list of runs to choose one of, or none.
public final class RunBox extends ComboBox<Optional<RunChoice>> {
    private boolean filling;

    /// A list that follows a choice, and is followed by it.
    ///
    /// @param nothing how no run is listed
    public RunBox(
            String id,
            String nothing,
            ObservableValue<List<RunChoice>> choices,
            ObjectProperty<Optional<RunChoice>> chosen) {
        setId(id);
        setMinWidth(110);
        setPrefWidth(270);
        setMaxWidth(Double.MAX_VALUE);
        setCellFactory(list -> new Cell(nothing, true));
        setButtonCell(new Cell(nothing, false));
        choices.subscribe(now -> fill(now, chosen.get()));
        chosen.subscribe(now -> fill(choices.getValue(), now));
        valueProperty()
                .subscribe(now -> {
                    if (!filling && now != null) {
                        chosen.set(now);
                    }
                });
    }

    private void fill(List<RunChoice> known, Optional<RunChoice> chosen) {
        filling = true;
        List<Optional<RunChoice>> all = new ArrayList<>();
        all.add(Optional.empty());
        known.forEach(choice -> all.add(Optional.of(choice)));
        // A result that has left the history is still the one that is reported.
        if (!all.contains(chosen)) {
            all.add(chosen);
        }
        getItems().setAll(all);
        setValue(chosen);
        filling = false;
    }

    private static final class Cell extends ListCell<Optional<RunChoice>> {
        private final String nothing;
        private final boolean withDetail;

        Cell(String nothing, boolean withDetail) {
            this.nothing = nothing;
            this.withDetail = withDetail;
        }

        @Override
        @SuppressWarnings("NullableOptional") // cells are null while they are empty
        protected void updateItem(@Nullable Optional<RunChoice> item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setText("");
                setTooltip(null);
                return;
            }
            setText(item.map(this::text).orElse(nothing));
            setTooltip(
                    item.map(choice -> new Tooltip(choice.title() + "\n" + choice.detail()))
                            .orElse(null));
        }

        private String text(RunChoice choice) {
            return withDetail && !choice.detail().isEmpty()
                    ? choice.title() + "   " + choice.detail()
                    : choice.title();
        }
    }
}
