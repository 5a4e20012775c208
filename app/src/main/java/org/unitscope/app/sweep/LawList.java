package org.unitscope.app.sweep;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.RoleSign;
import org.unitscope.graph.Role;
import org.unitscope.sweep.PowerLaw;
import org.unitscope.sweep.ScaleLaw;

/// The laws as a table with its filter; what is selected is drawn.
final class LawList extends VBox {
    private static final double NUMBER = 82;
    private static final double SCROLL_BAR = 16;

    /// Rows selected again after the list has changed: one by one thousands would take seconds.
    private static final int MOST_FOLLOWED = 100;

    private final ScaleLawsViewModel model;
    private final TableView<ScaleLaw> table = new TableView<>();
    private boolean following;

    LawList(ScaleLawsViewModel model) {
        super(6);
        this.model = model;
        getStyleClass().add("law-list");
        setMinWidth(0);
        table.setId("laws");
        table.setFixedCellSize(26);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label nothing = new Label("No tensor matches the filter");
        nothing.getStyleClass().add("empty-message");
        table.setPlaceholder(nothing);
        TableColumn<ScaleLaw, ScaleLaw> tensor = column("Tensor", 190, "", false, ScaleLaw::path);
        // Paths take what the numbers and the scroll bar leave.
        tensor.prefWidthProperty()
                .bind(
                        table.widthProperty()
                                .subtract(52 + 3 * NUMBER + SCROLL_BAR)
                                .map(LawList::atLeast));
        table.getColumns().add(tensor);
        table.getColumns()
                .add(
                        column(
                                "Role",
                                52,
                                "",
                                false,
                                law ->
                                        RoleSign.of(law.key().role())
                                                + " "
                                                + law.key().role().symbol()));
        table.getColumns()
                .add(
                        number(
                                "Exponent",
                                "RMS grows as the size to this power",
                                LawText::exponent,
                                PowerLaw::exponent));
        table.getColumns()
                .add(
                        number(
                                "Upper end",
                                "The exponent between the two largest sizes",
                                LawText::upperExponent,
                                PowerLaw::upperExponent));
        table.getColumns()
                .add(
                        number(
                                "Off fit",
                                "Octaves between the fit and the point farthest from it:\n"
                                        + "large where the law is no power",
                                LawText::deviation,
                                PowerLaw::deviation));
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().setAll(filter(), table);
        model.listedProperty().subscribe(laws -> show());
        model.chosenProperty().subscribe(laws -> follow());
        table.getSelectionModel()
                .getSelectedItems()
                .addListener((ListChangeListener<ScaleLaw>) change -> picked());
    }

    private static double atLeast(Number width) {
        return Math.max(120, width.doubleValue());
    }

    private HBox filter() {
        TextField text = new TextField();
        text.setId("law-filter");
        text.setPromptText("Filter, as in ffn gW");
        text.textProperty().bindBidirectional(model.filterTextProperty());
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox box = new HBox(4, text);
        box.setAlignment(Pos.CENTER_LEFT);
        for (Role role : Role.values()) {
            ToggleButton shown = new ToggleButton(RoleSign.of(role) + " " + role.symbol());
            shown.setId("law-role-" + role.symbol());
            shown.setSelected(true);
            shown.setMinWidth(Region.USE_PREF_SIZE);
            shown.setTooltip(new Tooltip("List " + role.title() + " laws"));
            shown.selectedProperty().subscribe(on -> setListed(role, on));
            box.getChildren().add(shown);
        }
        return box;
    }

    private void setListed(Role role, boolean on) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(model.rolesProperty().get());
        if (on ? roles.add(role) : roles.remove(role)) {
            model.rolesProperty().set(roles);
        }
    }

    private static TableColumn<ScaleLaw, ScaleLaw> number(
            String title,
            String meaning,
            Function<ScaleLaw, String> text,
            ToDoubleFunction<PowerLaw> value) {
        TableColumn<ScaleLaw, ScaleLaw> column = column(title, NUMBER, meaning, true, text);
        column.setComparator((a, b) ->
                Double.compare(
                        a.fit().map(value::applyAsDouble).orElse(Double.NaN),
                        b.fit().map(value::applyAsDouble).orElse(Double.NaN)));
        return column;
    }

    private static TableColumn<ScaleLaw, ScaleLaw> column(
            String title,
            double width,
            String meaning,
            boolean numeric,
            Function<ScaleLaw, String> text) {
        TableColumn<ScaleLaw, ScaleLaw> column = new TableColumn<>();
        Label head = new Label(title);
        if (!meaning.isEmpty()) {
            head.setTooltip(new Tooltip(meaning));
        }
        column.setGraphic(head);
        column.setPrefWidth(width);
        column.setComparator((a, b) -> text.apply(a).compareTo(text.apply(b)));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(owner -> new Cell(text, numeric));
        return column;
    }

    private static final class Cell extends TableCell<ScaleLaw, ScaleLaw> {
        private final Function<ScaleLaw, String> text;

        Cell(Function<ScaleLaw, String> text, boolean numeric) {
            this.text = text;
            if (numeric) {
                getStyleClass().add("number-cell");
            }
            // The end of a path tells tensors apart.
            setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        }

        @Override
        protected void updateItem(ScaleLaw law, boolean empty) {
            super.updateItem(law, empty);
            boolean blank = empty || law == null;
            setText(blank ? "" : text.apply(law));
            setTooltip(blank ? null : new Tooltip(law.path() + "\n" + law.basis().title()));
        }
    }

    private void show() {
        following = true;
        List<TableColumn<ScaleLaw, ?>> sorted = List.copyOf(table.getSortOrder());
        table.setItems(FXCollections.observableArrayList(model.listedProperty().get()));
        table.getSortOrder().setAll(sorted);
        table.sort();
        following = false;
        follow();
    }

    private void follow() {
        if (following) {
            return;
        }
        following = true;
        List<Integer> rows = new ArrayList<>();
        for (ScaleLaw law : model.chosenProperty().get()) {
            int row = table.getItems().indexOf(law);
            if (row >= 0 && rows.size() < MOST_FOLLOWED) {
                rows.add(row);
            }
        }
        table.getSelectionModel().clearSelection();
        rows.forEach(table.getSelectionModel()::select);
        if (!rows.isEmpty()) {
            table.scrollTo(Math.max(0, rows.getFirst() - 5));
        }
        following = false;
    }

    private void picked() {
        List<ScaleLaw> laws =
                table.getSelectionModel().getSelectedItems().stream()
                        .filter(law -> law != null)
                        .toList();
        if (!following && !laws.isEmpty()) {
            following = true;
            model.choose(laws);
            following = false;
        }
    }
}
