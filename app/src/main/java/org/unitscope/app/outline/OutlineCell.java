package org.unitscope.app.outline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import org.unitscope.app.text.VerdictText;
import org.unitscope.graph.Role;
import org.unitscope.run.OutlineItem;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// A line of the outline: the name and the sign of the worst verdict.
final class OutlineCell extends TreeCell<OutlineItem> {
    private final Label sign = new Label();
    private final Label name = new Label();
    private final HBox line = new HBox(5, sign, name);

    OutlineCell() {
        sign.setMinWidth(13);
        line.setMinWidth(0);
        line.setPrefWidth(1);
    }

    @Override
    protected void updateItem(OutlineItem item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
            setTooltip(null);
            return;
        }
        name.setText(item.label());
        name.getStyleClass().setAll("label", item.isBlock() ? "outline-block" : "outline-node");
        Optional<Verdict> worst = VerdictText.worst(tensors(item));
        sign.setText(worst.map(VerdictText::glyph).orElse(""));
        sign.getStyleClass()
                .setAll("label", "sign-" + worst.map(OutlineCell::style).orElse("none"));
        setTooltip(new Tooltip(item.path() + worst.map(v -> "\nworst: " + v.label()).orElse("")));
        setGraphic(line);
    }

    private static String style(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<TensorRecord> tensors(OutlineItem item) {
        return Stream.of(Role.values()).flatMap(role -> item.all(role).stream()).toList();
    }
}
