package org.unitscope.app.plan;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.unitscope.app.text.RoleSign;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.plan.Patch;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.report.plan.PlanText;

/// The changes, and the tensors that stay outside or are not known; what is selected is selected in
/// all windows.
final class PlanLists extends TabPane {
    private final TableView<Patch> factors = new TableView<>();
    private final TableView<Patch> weights = new TableView<>();
    private final TableView<Left> left = new TableView<>();

    /// A tensor that the plan does not bring inside.
    private record Left(TensorKey key, String why) {}

    PlanLists(PlanViewModel model) {
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        setMinHeight(120);
        changes(factors, "plan-factors", "The model needs no factor", model);
        changes(weights, "plan-weights", "No parameter starts from another law", model);
        left.setId("plan-left");
        empty(left, "Every tensor is inside its format, and known");
        add(left, "Tensor", 260, one -> one.key().tensor().path());
        add(
                left,
                "Role",
                60,
                one -> RoleSign.of(one.key().role()) + " " + one.key().role().symbol());
        add(left, "Why", 560, Left::why);
        picked(left, one -> model.select(one.key()));
        getTabs().setAll(new Tab("", factors), new Tab("", weights), new Tab("", left));
    }

    private static void changes(
            TableView<Patch> table, String id, String nothing, PlanViewModel model) {
        table.setId(id);
        empty(table, nothing);
        add(table, "Factor", 76, patch -> "2^" + patch.exponent());
        add(table, "What is multiplied", 420, PlanText::what);
        add(table, "Saves", 60, patch -> Integer.toString(patch.saves().size()));
        add(
                table,
                "Tensors that are inside by it first",
                380,
                patch ->
                        patch.saves().isEmpty()
                                ? "none: takes back what others bring"
                                : PlanText.some(patch.saves()));
        picked(
                table,
                patch ->
                        model.select(
                                patch.saves().isEmpty()
                                        ? new TensorKey(patch.tensor(), role(patch))
                                        : patch.saves().getFirst()));
    }

    private static Role role(Patch patch) {
        return switch (patch.kind()) {
            case PARAMETER -> Role.WEIGHT;
            case GRADIENT -> Role.ACTIVATION_GRADIENT;
            case INPUT, OPERAND, RESULT -> Role.ACTIVATION;
        };
    }

    private static void empty(TableView<?> table, String text) {
        Label nothing = new Label(text);
        nothing.getStyleClass().add("empty-message");
        table.setPlaceholder(nothing);
        table.setFixedCellSize(26);
    }

    private static <T> void picked(TableView<T> table, Consumer<T> action) {
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(one -> {
                    if (one != null) {
                        action.accept(one);
                    }
                });
    }

    private static <T> void add(
            TableView<T> table, String title, double width, Function<T, String> text) {
        TableColumn<T, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setCellFactory(owner -> new Cell<>());
        table.getColumns().add(column);
    }

    /// Text with itself as a tool tip, as columns may be narrower.
    private static final class Cell<T> extends TableCell<T, String> {
        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            boolean blank = empty || text == null || text.isEmpty();
            setText(blank ? "" : text);
            setTooltip(blank ? null : new Tooltip(text));
        }
    }

    void show(PlanResult result) {
        List<Patch> all = result.plan().patches();
        List<Patch> multiplied = all.stream().filter(patch -> patch.kind().isFactor()).toList();
        List<Patch> stored = all.stream().filter(patch -> !patch.kind().isFactor()).toList();
        List<Left> rest =
                Stream.concat(
                                result.after().outside().stream()
                                        .map(key -> new Left(key, result.plan().why(key))),
                                result.plan().before().unknown().stream()
                                        .map(key -> new Left(key, "not known, so not planned for")))
                        .toList();
        factors.setItems(FXCollections.observableArrayList(multiplied));
        weights.setItems(FXCollections.observableArrayList(stored));
        left.setItems(FXCollections.observableArrayList(rest));
        getTabs().get(0).setText("Factors (" + multiplied.size() + ")");
        getTabs()
                .get(1)
                .setText(
                        "Weights stored as a multiple ("
                                + stored.size()
                                + PlanText.zeros(result)
                                + ")");
        getTabs().get(2).setText("Left outside (" + rest.size() + ")");
    }
}
