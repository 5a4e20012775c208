package org.unitscope.app.sweep;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.theme.Palette;
import org.unitscope.app.theme.SeriesColors;
import org.unitscope.sweep.ScaleLaw;

/// What the lines of the chart are, with their exponents.
final class LawLegend extends VBox {
    /// Room for an exponent, so that the names begin at one place.
    private static final double RELATION = 120;

    LawLegend() {
        super(2);
        setId("law-legend");
        getStyleClass().add("law-legend");
        setMinHeight(USE_PREF_SIZE);
    }

    /// @param chosen all that are chosen, of which the first are drawn
    void show(List<ScaleLaw> chosen, String size, Palette palette) {
        getChildren().clear();
        int drawn = Math.min(chosen.size(), SeriesColors.COUNT);
        for (int i = 0; i < drawn; i++) {
            getChildren().add(row(chosen.get(i), i, size, palette));
        }
        if (chosen.size() > drawn) {
            Label more = new Label("the first " + drawn + " of " + chosen.size() + " selected");
            more.getStyleClass().add("caption");
            getChildren().add(more);
        }
    }

    private static HBox row(ScaleLaw law, int index, String size, Palette palette) {
        String color = SeriesColors.of(palette).at(index).toString().replace("0x", "#");
        Label sign = new Label("━" + RoleSign.of(law.key().role()) + "━");
        sign.setStyle("-fx-text-fill: " + color);
        sign.setMinWidth(Region.USE_PREF_SIZE);
        Label relation = new Label(LawText.relation(law, size));
        relation.getStyleClass().add("law-relation");
        relation.setMinWidth(RELATION);
        Label path = new Label(law.path() + "  " + law.key().role().symbol());
        path.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        path.setMinWidth(80);
        path.setTooltip(new Tooltip(law.path()));
        Label warning = new Label(LawText.warning(law));
        warning.getStyleClass().add("unusual-note");
        warning.setMinWidth(USE_PREF_SIZE);
        warning.setTooltip(
                new Tooltip(
                        "No power law: the fit misses a point by a tenth of an octave or more"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(8, sign, relation, path, space, warning);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
