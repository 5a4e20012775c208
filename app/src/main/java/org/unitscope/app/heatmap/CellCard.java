package org.unitscope.app.heatmap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.TensorFacts;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// What the heatmap's tooltip shows: every number of one tensor, or the ranges of a folded block.
final class CellCard extends VBox {
    private CellCard(String title, String subtitle, List<TensorFacts.Fact> facts, String note) {
        setSpacing(6);
        Label head = new Label(title);
        head.getStyleClass().add("card-title");
        Label sub = new Label(subtitle);
        sub.getStyleClass().add("card-subtitle");
        GridPane grid = new GridPane(14, 2);
        for (int i = 0; i < facts.size(); i++) {
            Label name = new Label(facts.get(i).name());
            name.getStyleClass().add("card-name");
            grid.addRow(i, name, new Label(facts.get(i).value()));
        }
        getChildren().addAll(head, sub, grid);
        if (!note.isEmpty()) {
            Label foot = new Label(note);
            foot.setWrapText(true);
            foot.setMaxWidth(420);
            getChildren().add(foot);
        }
    }

    static CellCard of(TensorRecord tensor) {
        return new CellCard(
                tensor.path(),
                RoleSign.of(tensor.key().role())
                        + " "
                        + tensor.key().role().symbol()
                        + " · "
                        + tensor.key().role().title()
                        + " · "
                        + tensor.operator(),
                TensorFacts.of(tensor),
                TensorFacts.verdictSentence(tensor));
    }

    static CellCard of(HeatmapRow row, Role role, List<Function<TensorRecord, CellValue>> halves) {
        List<TensorRecord> below = row.tensors(role);
        List<TensorFacts.Fact> facts = new ArrayList<>();
        for (int i = 0; i < halves.size(); i++) {
            Summary summary = Summary.of(below.stream().map(halves.get(i)).toList());
            String name = halves.size() == 1 ? "range" : i == 0 ? "predicted" : "sampled";
            facts.add(
                    new TensorFacts.Fact(
                            name,
                            summary.text()
                                    + "  ("
                                    + summary.numbers()
                                    + " of "
                                    + summary.total()
                                    + " computed)"));
        }
        return new CellCard(
                row.item().path(),
                below.size() + " tensors in role " + role.symbol() + " inside",
                facts,
                "Double-click or press Enter to unfold.");
    }
}
