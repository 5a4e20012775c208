package org.unitscope.app.comparison;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.comparison.TensorPair;

/// The listed pairs as dumbbells on one axis, those farthest apart first. Only the rows that are
/// seen exist.
final class DumbbellList extends BorderPane {
    private static final double ROW = 26;
    private static final double ROLE = 34;
    private static final double OCTAVES = 62;
    private static final double CHANGE = 88;
    private static final double SCROLL_BAR = 16;

    private final ComparisonViewModel model;
    private final ThemeModel themes;
    private final ListView<TensorPair> list = new ListView<>();
    private final Canvas axis = new Canvas();
    private final Label nothing = new Label();
    private DumbbellScale scale = new DumbbellScale(-1, 1);
    private boolean following;

    DumbbellList(ComparisonViewModel model, ThemeModel themes) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("dumbbells");
        setMinWidth(0);
        list.setId("dumbbells");
        list.setFixedCellSize(ROW);
        nothing.getStyleClass().add("empty-message");
        nothing.setText("No pair matches the filter");
        list.setPlaceholder(nothing);
        list.setCellFactory(owner -> new Row());
        setTop(new VBox(legend(), head()));
        setCenter(list);
        model.listedProperty().subscribe(pairs -> show(pairs));
        model.selection().selectedProperty().subscribe(key -> follow());
        themes.themeProperty().subscribe(theme -> redraw());
        list.widthProperty().subscribe(width -> redraw());
        list.getSelectionModel()
                .selectedItemProperty()
                .subscribe(pair -> {
                    if (pair != null && !following) {
                        model.selection().select(pair.a().key());
                    }
                });
    }

    private static Label legend() {
        Label legend =
                new Label(
                        "○ A   ● B   scale (RMS); behind: flushed, subnormal and overflow range of"
                                + " the format judged in, A above, B below");
        legend.getStyleClass().add("caption");
        legend.setMinWidth(0);
        return legend;
    }

    private HBox head() {
        Label tensor = new Label("Tensor");
        tensor.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head =
                new HBox(tensor, space, axis, fixed("B − A", OCTAVES), fixed("Verdict", CHANGE));
        head.getStyleClass().add("dumbbell-head");
        head.setAlignment(Pos.CENTER_LEFT);
        head.setPadding(new Insets(2, SCROLL_BAR + 8, 2, 8));
        return head;
    }

    private static Label fixed(String text, double width) {
        Label label = new Label(text);
        label.setMinWidth(width);
        label.setMaxWidth(width);
        label.setAlignment(Pos.CENTER_RIGHT);
        return label;
    }

    private double plotWidth() {
        return Math.max(60, 0.48 * (list.getWidth() - SCROLL_BAR));
    }

    private double nameWidth() {
        return Math.max(
                40, list.getWidth() - SCROLL_BAR - 16 - plotWidth() - ROLE - OCTAVES - CHANGE);
    }

    private void show(List<TensorPair> pairs) {
        scale = DumbbellScale.of(pairs);
        following = true;
        list.setItems(FXCollections.observableArrayList(pairs));
        following = false;
        redraw();
        follow();
    }

    private void redraw() {
        axis.setWidth(plotWidth());
        axis.setHeight(20);
        new DumbbellPainter(
                        axis.getGraphicsContext2D(),
                        themes.palette(),
                        scale,
                        axis.getWidth(),
                        axis.getHeight())
                .paintAxis();
        list.refresh();
    }

    private void follow() {
        following = true;
        Optional<Integer> row =
                model.selection()
                        .selected()
                        .map(key -> {
                            List<TensorPair> items = list.getItems();
                            for (int i = 0; i < items.size(); i++) {
                                if (items.get(i).a().key().equals(key)) {
                                    return i;
                                }
                            }
                            return -1;
                        });
        if (row.isEmpty() || row.get() < 0) {
            list.getSelectionModel().clearSelection();
        } else if (list.getSelectionModel().getSelectedIndex() != row.get()) {
            list.getSelectionModel().select(row.get());
            list.scrollTo(Math.max(0, row.get() - 4));
        }
        following = false;
    }

    /// One dumbbell with its name before and its numbers behind.
    private final class Row extends ListCell<TensorPair> {
        private final Label name = new Label();
        private final Label role = new Label();
        private final Canvas plot = new Canvas();
        private final Label octaves = fixed("", OCTAVES);
        private final Label change = fixed("", CHANGE);
        private final HBox box = new HBox(name, role, plot, octaves, change);

        Row() {
            box.setAlignment(Pos.CENTER_LEFT);
            name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            role.setMinWidth(ROLE);
            role.setMaxWidth(ROLE);
            setText("");
        }

        @Override
        protected void updateItem(TensorPair pair, boolean empty) {
            super.updateItem(pair, empty);
            if (empty || pair == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            name.setMinWidth(nameWidth());
            name.setMaxWidth(nameWidth());
            name.setText(ComparisonText.name(pair));
            role.setText(ComparisonText.role(pair.a()));
            octaves.setText(pair.scale().octaves().isPresent() ? ComparisonText.octaves(pair) : "");
            change.setText(
                    switch (pair.verdictChange()) {
                        case SAME, NOT_JUDGED -> "";
                        default -> ComparisonText.change(pair);
                    });
            plot.setWidth(plotWidth());
            plot.setHeight(ROW);
            new DumbbellPainter(
                            plot.getGraphicsContext2D(),
                            themes.palette(),
                            scale,
                            plot.getWidth(),
                            plot.getHeight())
                    .paint(pair);
            setTooltip(
                    new Tooltip(
                            "%s %s\nA %s, B %s"
                                    .formatted(
                                            ComparisonText.name(pair),
                                            pair.role().symbol(),
                                            ComparisonText.scale(pair, pair.scale().before()),
                                            ComparisonText.scale(pair, pair.scale().after()))));
            setGraphic(box);
        }
    }
}
