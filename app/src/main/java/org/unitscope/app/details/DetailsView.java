package org.unitscope.app.details;

import java.util.List;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.app.text.VerdictText;
import org.unitscope.graph.Role;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// A table with a column per role and a line per number; sampled numbers are in italics.
public final class DetailsView extends VBox {
    private final DetailsViewModel model;
    private final GridPane grid = new GridPane(4, 2);
    private final FlowPane parameters = new FlowPane(4, 0);

    /// A view of this model.
    public DetailsView(DetailsViewModel model) {
        this.model = model;
        getStyleClass().add("details");
        setSpacing(6);
        grid.getColumnConstraints().add(nameColumn());
        for (int i = 0; i < Role.values().length; i++) {
            grid.getColumnConstraints().add(numberColumn());
        }
        getChildren().addAll(parameters, grid);
        model.nodeProperty().subscribe(node -> refresh());
        model.selection().selectedProperty().subscribe(key -> refresh());
    }

    private static ColumnConstraints nameColumn() {
        ColumnConstraints column = new ColumnConstraints();
        column.setMinWidth(122);
        return column;
    }

    private static ColumnConstraints numberColumn() {
        ColumnConstraints column = new ColumnConstraints();
        column.setHgrow(Priority.ALWAYS);
        column.setHalignment(HPos.RIGHT);
        column.setPercentWidth(17);
        return column;
    }

    private void refresh() {
        grid.getChildren().clear();
        parameters.getChildren().clear();
        Optional<OutlineItem> node = model.nodeProperty().get();
        setVisible(node.isPresent());
        node.ifPresent(this::show);
    }

    private void show(OutlineItem item) {
        showParameters(item);
        List<Optional<TensorRecord>> tensors =
                List.of(Role.values()).stream().map(role -> model.shown(item, role)).toList();
        int column = 0;
        for (Role role : Role.values()) {
            Label head = new Label(RoleSign.of(role) + " " + role.symbol());
            head.getStyleClass().add("details-head");
            head.setTooltip(new Tooltip(role.title()));
            boolean selected =
                    model.selection().selected().stream().anyMatch(key -> key.role() == role);
            if (selected) {
                head.getStyleClass().add("chosen");
            }
            tensors.get(column)
                    .ifPresent(tensor ->
                            head.setOnMouseClicked(
                                    event -> model.selection().select(tensor.key())));
            column++;
            grid.add(head, column, 0);
        }
        int row = 1;
        for (DetailRow line : DetailRow.ALL) {
            addLine(row++, line, tensors);
        }
        addVerdicts(row, tensors);
    }

    private void addLine(int row, DetailRow line, List<Optional<TensorRecord>> tensors) {
        Label name = new Label(line.name());
        name.getStyleClass().add("card-name");
        grid.add(name, 0, row);
        for (int i = 0; i < tensors.size(); i++) {
            Label cell = new Label(tensors.get(i).map(line.text()).orElse(""));
            cell.getStyleClass().add("number");
            if (line.name().startsWith("sampled")) {
                cell.getStyleClass().add("sampled");
            }
            cell.setTooltip(new Tooltip(cell.getText()));
            grid.add(cell, i + 1, row);
        }
    }

    private void addVerdicts(int row, List<Optional<TensorRecord>> tensors) {
        Label name = new Label("verdict");
        name.getStyleClass().add("card-name");
        grid.add(name, 0, row);
        for (int i = 0; i < tensors.size(); i++) {
            Optional<TensorRecord> tensor = tensors.get(i);
            Optional<Verdict> verdict = tensor.flatMap(VerdictText::of);
            if (verdict.isPresent()) {
                grid.add(
                        chip(verdict.get(), TensorFacts.verdictSentence(tensor.get())), i + 1, row);
            }
        }
    }

    private static Node chip(Verdict verdict, String sentence) {
        String word = verdict == Verdict.REPRESENTABLE ? "fits" : verdict.label();
        Label chip = new Label(VerdictText.glyph(verdict) + " " + word);
        chip.getStyleClass()
                .addAll(
                        "verdict-chip",
                        "verdict-"
                                + verdict.name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-'));
        chip.setTooltip(new Tooltip(sentence));
        return chip;
    }

    private void showParameters(OutlineItem item) {
        List<TensorRecord> weights = item.tensors().getOrDefault(Role.WEIGHT, List.of());
        boolean several = weights.size() > 1;
        parameters.setVisible(several);
        parameters.setManaged(several);
        if (several) {
            Label label = new Label("W, gW of");
            label.getStyleClass().add("caption");
            parameters.getChildren().add(label);
            for (TensorRecord weight : weights) {
                String path = weight.path();
                Hyperlink link = new Hyperlink(path.substring(path.lastIndexOf('.') + 1));
                link.setOnAction(event -> model.selection().select(weight.key()));
                boolean shown =
                        model.shown(item, Role.WEIGHT).stream()
                                .anyMatch(tensor -> tensor.key().equals(weight.key()));
                link.setVisited(false);
                link.getStyleClass().add(shown ? "chosen" : "other-parameter");
                parameters.getChildren().add(link);
            }
        }
    }
}
