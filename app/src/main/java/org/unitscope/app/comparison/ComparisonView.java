package org.unitscope.app.comparison;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.unitscope.app.comparison.ComparisonViewModel.State;
import org.unitscope.app.heatmap.HeatmapPanel;
import org.unitscope.app.heatmap.HeatmapViewModel;
import org.unitscope.app.heatmap.PanelsView;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.theme.ScaleColors;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.comparison.RunComparison;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// The whole content of the window: the runs and the headline above, dumbbells, heatmaps, table and
/// unaligned tensors on the left, the selected tensor in both runs on the right.
public final class ComparisonView extends BorderPane {
    private static final double[] RANGES = {1, 2, 4};

    private final ComparisonViewModel model;
    private final PanelsView heatmaps;
    private final Headline headline;
    private final ComparisonMessage message = new ComparisonMessage();
    private final SplitPane panes = new SplitPane();
    private final Tab unaligned = new Tab();

    /// A view of this model.
    ///
    /// @param table asks for a file to write, given a name to suggest
    ComparisonView(
            ComparisonViewModel model,
            ThemeModel themes,
            RunControls.Prompts prompts,
            Function<String, Optional<Path>> table) {
        this.model = model;
        getStyleClass().add("comparison");
        heatmaps =
                new PanelsView(
                        new HeatmapViewModel(
                                model.listedRowsProperty(), model.unfolding(), model.selection()),
                        themes,
                        row ->
                                model.compared()
                                        .map(done -> describe(done.merged(), row))
                                        .orElse(""));
        heatmaps.setId("heatmaps");
        headline = new Headline(model);
        TabPane tabs = new TabPane();
        tabs.setId("comparison-tabs");
        tabs.getTabs()
                .add(
                        tab(
                                "Dumbbells",
                                MaterialDesignR.RAY_START_END,
                                new DumbbellList(model, themes)));
        tabs.getTabs().add(tab("Heatmaps", MaterialDesignG.GRID, heatmaps));
        tabs.getTabs().add(tab("Table", MaterialDesignT.TABLE, new PairTable(model)));
        unaligned.setGraphic(new FontIcon(MaterialDesignL.LINK_VARIANT_OFF));
        unaligned.setContent(new UnalignedTable(model));
        tabs.getTabs().add(unaligned);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setMinWidth(0);
        VBox left = new VBox(filter(), tabs);
        left.setMinWidth(0);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        panes.getItems().setAll(left, new PairPane(model, themes));
        panes.setDividerPositions(0.64);
        setTop(new VBox(new RunControls(model, prompts), headline));
        setCenter(new StackPane(panes, message.pane()));
        setBottom(foot(table));
        model.stateProperty().subscribe(this::show);
    }

    private static String describe(MergedTensors merged, TensorRecord row) {
        return row.key() + "\n" + ComparisonText.sentence(merged, row);
    }

    private static Tab tab(String title, Ikon sign, Region content) {
        Tab tab = new Tab(title, content);
        tab.setGraphic(new FontIcon(sign));
        return tab;
    }

    private HBox filter() {
        TextField text = new TextField();
        text.setId("pair-filter");
        text.setPromptText("Filter, as in ffn gW or lost");
        text.textProperty().bindBidirectional(model.filterTextProperty());
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox box = new HBox(4, text);
        box.getStyleClass().add("law-list");
        box.setAlignment(Pos.CENTER_LEFT);
        for (Role role : Role.values()) {
            ToggleButton shown = new ToggleButton(RoleSign.of(role) + " " + role.symbol());
            shown.setId("pair-role-" + role.symbol());
            shown.setSelected(true);
            shown.setMinWidth(Region.USE_PREF_SIZE);
            shown.setTooltip(new Tooltip("List " + role.title() + " tensors"));
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

    private HBox foot(Function<String, Optional<Path>> table) {
        Label listed = new Label();
        listed.setId("listed");
        model.listedProperty()
                .subscribe(pairs ->
                        listed.setText(
                                model.compared()
                                        .map(done ->
                                                "%s of %s pairs listed"
                                                        .formatted(
                                                                NumberText.count(pairs.size()),
                                                                NumberText.count(
                                                                        done.comparison()
                                                                                .pairs()
                                                                                .size())))
                                        .orElse("")));
        Label notice = new Label();
        notice.setId("comparison-notice");
        notice.getStyleClass().add("caption");
        notice.textProperty().bind(model.noticeProperty());
        Button export = new Button("Export CSV…", new FontIcon(MaterialDesignE.EXPORT));
        export.setId("comparison-export");
        export.setMinWidth(USE_PREF_SIZE);
        export.setTooltip(new Tooltip("Write a row per pair and per unaligned tensor"));
        export.setOnAction(event -> table.apply(model.fileName()).ifPresent(model::export));
        model.stateProperty()
                .subscribe(state -> export.setDisable(!(state instanceof State.Compared)));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox foot = new HBox(10, listed, space, notice, export);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("sweep-foot");
        return foot;
    }

    private void show(State state) {
        boolean compared = state instanceof State.Compared;
        panes.setVisible(compared);
        headline.setVisible(compared);
        headline.setManaged(compared);
        message.show(state);
        if (state instanceof State.Compared done) {
            unaligned.setText("Unaligned (%d)".formatted(done.comparison().unaligned().size()));
            heatmaps.show(panels(done.merged(), done.comparison()));
        }
    }

    private static List<HeatmapPanel> panels(MergedTensors merged, RunComparison comparison) {
        return List.of(
                new HeatmapPanel(
                        "A",
                        row ->
                                ComparisonText.cell(
                                        merged.first(row),
                                        ComparisonText.isMeasured(merged, row),
                                        "A"),
                        ScaleColors.SCALE_RANGE),
                new HeatmapPanel(
                        "B",
                        row ->
                                ComparisonText.cell(
                                        merged.second(row),
                                        ComparisonText.isMeasured(merged, row),
                                        "B"),
                        ScaleColors.SCALE_RANGE),
                new HeatmapPanel(
                        "B − A", row -> ComparisonText.difference(merged, row), range(comparison)));
    }

    /// The octaves at the ends of the colors of differences: the least that hold the largest one.
    private static double range(RunComparison comparison) {
        double most =
                comparison.pairs().stream()
                        .map(pair -> pair.scale().octaves())
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(octaves -> Math.abs(octaves.getAsDouble()))
                        .max()
                        .orElse(0);
        for (double range : RANGES) {
            if (most <= range) {
                return range;
            }
        }
        return ScaleColors.SCALE_RANGE;
    }
}
