package org.unitscope.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.unitscope.app.heatmap.HeatmapMode;
import org.unitscope.app.heatmap.HeatmapView;
import org.unitscope.app.heatmap.HeatmapViewModel;
import org.unitscope.app.theme.ThemeModel;

/// The heatmap with the switch of what its cells show.
final class HeatmapTab extends BorderPane {
    HeatmapTab(HeatmapViewModel model, ThemeModel themes) {
        SegmentedButton modes = new SegmentedButton();
        modes.setToggleGroup(new ToggleGroup());
        for (HeatmapMode mode : HeatmapMode.values()) {
            ToggleButton button = new ToggleButton(mode.title());
            button.setTooltip(new Tooltip(mode.meaning()));
            button.setSelected(model.modeProperty().get() == mode);
            button.setOnAction(event -> {
                button.setSelected(true);
                model.modeProperty().set(mode);
            });
            modes.getButtons().add(button);
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button unfold = button(MaterialDesignU.UNFOLD_MORE_HORIZONTAL, "Unfold all blocks");
        unfold.setOnAction(event -> model.setAllUnfolded(true));
        Button fold = button(MaterialDesignU.UNFOLD_LESS_HORIZONTAL, "Fold all blocks");
        fold.setOnAction(event -> model.setAllUnfolded(false));
        HBox controls = new HBox(6, modes, space, unfold, fold);
        controls.setAlignment(Pos.CENTER_LEFT);
        controls.getStyleClass().add("tab-controls");
        setTop(controls);
        setCenter(new HeatmapView(model, themes));
    }

    private static Button button(org.kordamp.ikonli.Ikon icon, String tooltip) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().add("flat");
        button.setTooltip(new Tooltip(tooltip));
        return button;
    }
}
