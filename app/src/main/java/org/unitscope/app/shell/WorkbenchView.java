package org.unitscope.app.shell;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Alert;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.unitscope.app.comparison.ComparisonWindow;
import org.unitscope.app.derive.DeriveWindow;
import org.unitscope.app.formats.FormatEditorWindow;
import org.unitscope.app.formats.FormatLibrary;
import org.unitscope.app.heatmap.HeatmapViewModel;
import org.unitscope.app.outline.OutlineView;
import org.unitscope.app.plan.PlanWindow;
import org.unitscope.app.report.ReportWindow;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.sweep.ScaleLawsWindow;
import org.unitscope.app.tensors.TensorsView;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.ScalarFormat;
import org.unitscope.run.RunEnvironment;

/// The whole content of the window.
public final class WorkbenchView extends BorderPane implements WorkbenchMenuBar.Views {
    private final HeatmapViewModel heatmap;
    private final OutlineView outline;
    private final TabPane tabs = new TabPane();
    private final FormatEditorWindow formats;
    private final ScaleLawsWindow scaleLaws;
    private final ComparisonWindow comparison;
    private final DeriveWindow derivation;
    private final PlanWindow plan;
    private final ReportWindow report;

    /// A view of this workbench.
    public WorkbenchView(Workbench workbench, FilePrompt prompt, ThemeModel themes) {
        Actions actions = new Actions(workbench, prompt, themes);
        ObservableValue<TensorFilter> filter =
                workbench.filterTextProperty().map(TensorFilter::parse);
        heatmap = new HeatmapViewModel(workbench.runProperty(), filter, workbench.selection());
        outline =
                new OutlineView(
                        workbench.runProperty(),
                        workbench.filterTextProperty(),
                        filter,
                        workbench.selection());
        TensorsView table = new TensorsView(workbench.runProperty(), filter, workbench.selection());
        Tab heatmapTab = new Tab("Scale heatmap", new HeatmapTab(heatmap, themes));
        heatmapTab.setGraphic(new FontIcon(MaterialDesignG.GRID));
        Tab tableTab = new Tab("Tensors", table);
        tableTab.setGraphic(new FontIcon(MaterialDesignT.TABLE));
        tabs.getTabs().addAll(heatmapTab, tableTab);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setMinWidth(0);
        FormatLibrary library = new FormatLibrary(workbench.settings());
        Inspector inspector = new Inspector(workbench, themes, library, this::showFormat);
        formats =
                new FormatEditorWindow(
                        library, themes, inspector::judgeIn, () -> getScene().getWindow());
        scaleLaws =
                new ScaleLawsWindow(
                        workbench, themes, prompt::fileForTable, () -> getScene().getWindow());
        RunHistory history = new RunHistory(workbench.runProperty());
        report =
                new ReportWindow(
                        workbench,
                        history,
                        themes,
                        new ReportWindow.Prompts(prompt::runToOpen, prompt::fileForReport),
                        () -> getScene().getWindow());
        comparison =
                new ComparisonWindow(
                        workbench,
                        history,
                        themes,
                        new ComparisonWindow.Prompts(
                                prompt::runToOpen, prompt::mappingToOpen, prompt::fileForTable),
                        () -> getScene().getWindow());
        derivation =
                new DeriveWindow(
                        workbench, themes, prompt::fileForRule, () -> getScene().getWindow());
        plan =
                new PlanWindow(
                        workbench,
                        themes,
                        new PlanWindow.Prompts(prompt::fileForModel, prompt::fileForExport),
                        () -> getScene().getWindow());
        SplitPane panes = new SplitPane(outline, tabs, inspector);
        SplitPane.setResizableWithParent(outline, false);
        panes.setDividerPositions(0.155, 0.625);
        EmptyState empty = new EmptyState(actions);
        workbench
                .runProperty()
                .subscribe(run -> {
                    panes.setVisible(run.isPresent());
                    empty.setVisible(run.isEmpty());
                });
        setTop(
                new VBox(
                        new WorkbenchMenuBar(actions, this),
                        new WorkbenchToolBar(actions, this::showReport),
                        new ProblemBar(workbench)));
        setCenter(new StackPane(panes, empty));
        setBottom(new WorkbenchStatusBar(workbench));
        setOnDragOver(this::dragOver);
        setOnDragExited(event -> getStyleClass().remove("drop-target"));
        setOnDragDropped(event -> {
            actions.openDropped(event.getDragboard());
            event.setDropCompleted(true);
        });
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            if (!getStyleClass().contains("drop-target")) {
                getStyleClass().add("drop-target");
            }
        }
        event.consume();
    }

    @Override
    public void showHeatmap() {
        tabs.getSelectionModel().select(0);
    }

    @Override
    public void showTable() {
        tabs.getSelectionModel().select(1);
    }

    @Override
    public void unfold(boolean open) {
        heatmap.setAllUnfolded(open);
    }

    @Override
    public void focusFilter() {
        outline.focusFilter();
    }

    @Override
    public void showFormats() {
        formats.open();
    }

    @Override
    public void showScaleLaws() {
        scaleLaws.open();
    }

    @Override
    public void showComparison() {
        comparison.open();
    }

    @Override
    public void showDerivation() {
        derivation.open();
    }

    @Override
    public void showPlan() {
        plan.open();
    }

    @Override
    public void showReport() {
        report.open();
    }

    private void showFormat(ScalarFormat format) {
        formats.open(format);
    }

    @Override
    public void showAbout() {
        Alert about = new Alert(Alert.AlertType.INFORMATION);
        about.initOwner(getScene().getWindow());
        about.setTitle("About Unitscope");
        about.setHeaderText("Unitscope " + RunEnvironment.version());
        about.setContentText(
                "A workbench for the numerics of neural networks: the scale of every tensor against"
                        + " number formats, predicted and sampled.\n\nJava "
                        + Runtime.version().feature()
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors");
        about.showAndWait();
    }
}
