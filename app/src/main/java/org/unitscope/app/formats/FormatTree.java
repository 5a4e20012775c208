package org.unitscope.app.formats;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// The presets in groups and the user's own formats below.
final class FormatTree extends BorderPane {
    private final FormatEditorViewModel model;
    private final TreeView<Row> tree = new TreeView<>(new TreeItem<>(Row.heading("")));
    private final TreeItem<Row> own = new TreeItem<>(Row.heading(FormatLibrary.CUSTOM));
    private boolean showing;

    /// A line of the tree.
    private record Row(String title, Optional<ScalarFormat> preset, Optional<Integer> own) {
        static Row heading(String title) {
            return new Row(title, Optional.empty(), Optional.empty());
        }

        boolean isHeading() {
            return preset.isEmpty() && own.isEmpty();
        }
    }

    private static final class Cell extends TreeCell<Row> {
        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("tree-heading");
            setText(empty || row == null ? null : row.title());
            setGraphic(null);
            if (!empty && row != null && row.isHeading()) {
                getStyleClass().add("tree-heading");
            }
        }
    }

    FormatTree(FormatEditorViewModel model) {
        this.model = model;
        getStyleClass().add("format-tree");
        tree.setId("format-tree");
        tree.setShowRoot(false);
        tree.setCellFactory(view -> new Cell());
        for (Formats.Group group : Formats.grouped()) {
            TreeItem<Row> heading = new TreeItem<>(Row.heading(group.title()));
            for (ScalarFormat format : group.formats()) {
                heading.getChildren()
                        .add(
                                new TreeItem<>(
                                        new Row(
                                                format.title() + scale(format),
                                                Optional.of(format),
                                                Optional.empty())));
            }
            heading.setExpanded(group.formats().size() <= 7);
            tree.getRoot().getChildren().add(heading);
        }
        own.setExpanded(true);
        tree.getRoot().getChildren().add(own);
        tree.getSelectionModel().selectedItemProperty().subscribe(this::open);
        setCenter(tree);
        setBottom(buttons());
        model.library().customProperty().subscribe(this::fill);
        model.stateProperty().subscribe(this::select);
    }

    private static String scale(ScalarFormat format) {
        return format.scaling().isPerChannel() ? ", per channel" : "";
    }

    private HBox buttons() {
        Button add = new Button("New", new FontIcon(MaterialDesignP.PLUS));
        add.setId("format-add");
        add.setTooltip(new Tooltip("A format of your own, to start from an E4M3"));
        add.setOnAction(event -> model.add());
        Button delete = new Button("Delete", new FontIcon(MaterialDesignD.DELETE_OUTLINE));
        delete.setId("format-delete");
        delete.setOnAction(event -> model.delete());
        model.stateProperty().subscribe(state -> delete.setDisable(state.isLocked()));
        HBox buttons = new HBox(8, add, delete);
        buttons.getStyleClass().add("format-tree-buttons");
        return buttons;
    }

    private void open(@Nullable TreeItem<Row> item) {
        if (!showing && item != null) {
            item.getValue().preset().ifPresent(model::openPreset);
            item.getValue().own().ifPresent(model::openOwn);
        }
    }

    private void fill(List<CustomFormat> formats) {
        showing = true;
        own.getChildren().clear();
        for (int place = 0; place < formats.size(); place++) {
            own.getChildren()
                    .add(
                            new TreeItem<>(
                                    new Row(
                                            formats.get(place).label(),
                                            Optional.empty(),
                                            Optional.of(place))));
        }
        if (formats.isEmpty()) {
            own.getChildren().add(new TreeItem<>(Row.heading("none yet")));
        }
        showing = false;
        select(model.stateProperty().get());
    }

    private void select(FormatEditorViewModel.State state) {
        showing = true;
        for (TreeItem<Row> group : tree.getRoot().getChildren()) {
            for (TreeItem<Row> item : group.getChildren()) {
                Row row = item.getValue();
                boolean same =
                        !row.isHeading()
                                && row.own().equals(state.own())
                                && (row.own().isPresent()
                                        || row.preset().equals(Optional.of(state.preset())));
                if (same) {
                    group.setExpanded(true);
                    tree.getSelectionModel().select(item);
                }
            }
        }
        showing = false;
    }
}
