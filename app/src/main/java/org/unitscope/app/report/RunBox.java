package org.unitscope.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.unitscope.app.runs.RunChoice;

/// A list of runs to choose one of, or none.
final class RunBox extends ComboBox<Optional<RunChoice>> {
    private boolean filling;

    /// @param nothing how no run is listed
    RunBox(
            String id,
            String nothing,
            ReportViewModel model,
            ObjectProperty<Optional<RunChoice>> chosen) {
        setId(id);
        setMinWidth(110);
        setPrefWidth(270);
        setCellFactory(list -> new Cell(nothing, true));
        setButtonCell(new Cell(nothing, false));
        model.choicesProperty().subscribe(now -> fill(now, chosen.get()));
        chosen.subscribe(now -> fill(model.choicesProperty().get(), now));
        valueProperty()
                .subscribe(now -> {
                    if (!filling && now != null) {
                        chosen.set(now);
                    }
                });
    }

    private void fill(List<RunChoice> choices, Optional<RunChoice> chosen) {
        filling = true;
        List<Optional<RunChoice>> all = new ArrayList<>();
        all.add(Optional.empty());
        choices.forEach(choice -> all.add(Optional.of(choice)));
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
