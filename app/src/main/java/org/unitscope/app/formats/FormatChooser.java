package org.unitscope.app.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.formats.FormatLibrary.Choice;
import org.unitscope.format.ScalarFormat;

/// A button with the chosen format that opens the list of all of them. Typing narrows the list, the
/// arrow keys move in it, Enter chooses, Escape leaves.
public final class FormatChooser extends Button {
    private final FormatLibrary library;
    private final ObjectProperty<ScalarFormat> format;
    private final PopOver popOver = new PopOver();
    private final TextField filter = new TextField();
    private final ListView<FormatChoiceCell.Line> list = new ListView<>();

    /// A chooser of a format.
    ///
    /// @param edit opens the editor at a format; empty for a chooser without *Edit…*
    public FormatChooser(
            FormatLibrary library, ScalarFormat first, Optional<Consumer<ScalarFormat>> edit) {
        this.library = library;
        this.format = new SimpleObjectProperty<>(first);
        getStyleClass().add("format-chooser");
        setMaxWidth(Double.MAX_VALUE);
        setAlignment(Pos.CENTER_LEFT);
        setGraphic(new FontIcon(MaterialDesignC.CHEVRON_DOWN));
        setContentDisplay(ContentDisplay.RIGHT);
        setGraphicTextGap(4);
        setTooltip(new Tooltip("Choose the number format to judge in or compare with"));
        setOnAction(event -> open());
        format.subscribe(now -> title());
        library.customProperty().subscribe(custom -> title());
        build(edit);
    }

    private void title() {
        setText(library.displayName(format.get()));
        setAccessibleText("Number format: " + getText());
    }

    private void build(Optional<Consumer<ScalarFormat>> edit) {
        filter.setPromptText("Filter by name, bits, alias …");
        filter.setId("format-filter");
        list.setId("format-list");
        list.setCellFactory(view -> new FormatChoiceCell());
        list.setPrefSize(390, 340);
        list.setOnMouseClicked(event -> choose());
        filter.textProperty().subscribe(text -> fill());
        filter.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        VBox content = new VBox(8, filter, list);
        content.getStyleClass().addAll("popover-content", "format-choices");
        edit.ifPresent(editor -> {
            Button open = new Button("Edit…");
            open.setTooltip(new Tooltip("Look at this format or make one of your own"));
            open.setOnAction(event -> {
                popOver.hide();
                editor.accept(format.get());
            });
            Label keys = new Label("↑ ↓ move · Enter chooses");
            keys.getStyleClass().add("caption");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox foot = new HBox(8, keys, space, open);
            foot.setAlignment(Pos.CENTER_LEFT);
            content.getChildren().add(foot);
        });
        popOver.setContentNode(content);
        popOver.setDetachable(false);
        popOver.setHeaderAlwaysVisible(false);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        popOver.setOnShown(event -> Platform.runLater(filter::requestFocus));
    }

    private void open() {
        filter.clear();
        fill();
        popOver.show(this);
    }

    private void fill() {
        List<FormatChoiceCell.Line> lines = new ArrayList<>();
        for (FormatLibrary.Group group : library.search(filter.getText())) {
            Optional<String> heading = Optional.of(group.title());
            for (Choice choice : group.choices()) {
                lines.add(new FormatChoiceCell.Line(heading, choice));
                heading = Optional.empty();
            }
        }
        list.getItems().setAll(lines);
        int chosen = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean same = lines.get(i).choice().format().equals(format.get());
            chosen = same && filter.getText().isEmpty() ? i : chosen;
        }
        if (!lines.isEmpty()) {
            list.getSelectionModel().select(chosen);
            list.scrollTo(Math.max(0, chosen - 3));
        }
    }

    private void pressed(KeyEvent event) {
        KeyCode key = event.getCode();
        int step =
                switch (key) {
                    case DOWN -> 1;
                    case UP -> -1;
                    case PAGE_DOWN -> 8;
                    case PAGE_UP -> -8;
                    default -> 0;
                };
        if (step != 0 && !list.getItems().isEmpty()) {
            int last = list.getItems().size() - 1;
            int place =
                    Math.clamp(list.getSelectionModel().getSelectedIndex() + (long) step, 0, last);
            list.getSelectionModel().select(place);
            list.scrollTo(Math.max(0, place - 3));
            event.consume();
        } else if (key == KeyCode.ENTER) {
            choose();
            event.consume();
        } else if (key == KeyCode.ESCAPE) {
            popOver.hide();
            event.consume();
        }
    }

    private void choose() {
        Optional.ofNullable(list.getSelectionModel().getSelectedItem())
                .ifPresent(line -> {
                    popOver.hide();
                    requestFocus();
                    format.set(line.choice().format());
                });
    }

    /// The chosen format.
    public ObjectProperty<ScalarFormat> formatProperty() {
        return format;
    }
}
