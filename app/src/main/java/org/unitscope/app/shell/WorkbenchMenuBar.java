package org.unitscope.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import org.unitscope.app.session.ExportKind;
import org.unitscope.app.session.Workbench;

/// The menus; every action of the window is here with its shortcut.
final class WorkbenchMenuBar extends MenuBar {
    /// What the menus do to the views.
    interface Views {
        void showHeatmap();

        void showTable();

        void unfold(boolean open);

        void focusFilter();

        void showFormats();

        void showScaleLaws();

        void showComparison();

        void showDerivation();

        void showPlan();

        void showReport();

        void showAbout();
    }

    private final Workbench workbench;
    private final BooleanBinding nothingOpen;

    WorkbenchMenuBar(Actions actions, Views views) {
        this.workbench = actions.workbench();
        this.nothingOpen =
                Bindings.createBooleanBinding(
                        () -> workbench.runProperty().get().isEmpty(), workbench.runProperty());
        getMenus()
                .addAll(
                        file(actions, views),
                        view(actions, views),
                        run(),
                        tools(views),
                        help(views));
    }

    private Menu file(Actions actions, Views views) {
        return new Menu(
                "File",
                null,
                item("Open Model…", "Shortcut+O", actions::openModel),
                recent(actions),
                item("Open Run Folder…", "Shortcut+Shift+O", actions::openRun),
                new SeparatorMenuItem(),
                needsRun(item("Save Run…", "Shortcut+S", actions::saveRun)),
                needsModel(item("Save Model…", "Shortcut+Shift+S", actions::saveModel)),
                needsRun(item("Report…", "Shortcut+E", views::showReport)),
                exports(actions),
                new SeparatorMenuItem(),
                item("Quit", "Shortcut+Q", Platform::exit));
    }

    private Menu exports(Actions actions) {
        Menu exports = new Menu("Export");
        for (ExportKind kind : ExportKind.values()) {
            MenuItem item = needsRun(item(kind.title(), "", () -> actions.export(kind)));
            if (kind.needsScheme()) {
                item.disableProperty().unbind();
                item.disableProperty()
                        .bind(
                                Bindings.createBooleanBinding(
                                        () ->
                                                workbench
                                                        .runProperty()
                                                        .get()
                                                        .filter(run ->
                                                                !run.spec().scheme().isEmpty())
                                                        .isEmpty(),
                                        workbench.runProperty()));
            }
            exports.getItems().add(item);
        }
        return exports;
    }

    private Menu recent(Actions actions) {
        Menu recent = new Menu("Open Recent");
        recent.setOnShowing(event -> fillRecent(recent, actions));
        fillRecent(recent, actions);
        return recent;
    }

    private void fillRecent(Menu recent, Actions actions) {
        recent.getItems().clear();
        List<Path> files = workbench.settings().recentFiles();
        for (Path file : files) {
            MenuItem item = new MenuItem(file.getFileName() + "  —  " + file.getParent());
            item.setMnemonicParsing(false);
            item.setDisable(!Files.isRegularFile(file));
            item.setOnAction(event -> workbench.open(file, Map.of()));
            recent.getItems().add(item);
        }
        MenuItem clear = new MenuItem(files.isEmpty() ? "No recent files" : "Clear Recent Files");
        clear.setDisable(files.isEmpty());
        clear.setOnAction(event -> {
            workbench.settings().clearRecentFiles();
            fillRecent(recent, actions);
        });
        if (!files.isEmpty()) {
            recent.getItems().add(new SeparatorMenuItem());
        }
        recent.getItems().add(clear);
    }

    private Menu view(Actions actions, Views views) {
        return new Menu(
                "View",
                null,
                item("Scale Heatmap", "Shortcut+1", views::showHeatmap),
                item("Tensor Table", "Shortcut+2", views::showTable),
                new SeparatorMenuItem(),
                item("Unfold All Blocks", "Shortcut+Shift+RIGHT", () -> views.unfold(true)),
                item("Fold All Blocks", "Shortcut+Shift+LEFT", () -> views.unfold(false)),
                item("Find Tensor", "Shortcut+F", views::focusFilter),
                new SeparatorMenuItem(),
                item("Light or Dark Theme", "Shortcut+T", actions::switchTheme));
    }

    private Menu run() {
        MenuItem cancel = item("Cancel", "ESCAPE", () -> workbench.runner().stop());
        cancel.disableProperty().bind(Bindings.not(workbench.runner().status().busyProperty()));
        return new Menu(
                "Run",
                null,
                needsRun(item("Analyze", "F5", workbench::analyze)),
                needsRun(item("Sample", "Shortcut+R", workbench::sample)),
                cancel);
    }

    private static Menu tools(Views views) {
        return new Menu(
                "Tools",
                null,
                item("Number Formats…", "Shortcut+Shift+F", views::showFormats),
                item("Scale Laws…", "Shortcut+L", views::showScaleLaws),
                item("Compare Runs…", "F7", views::showComparison),
                item("Derive a Factor…", "F8", views::showDerivation),
                item("Plan Factors…", "F9", views::showPlan));
    }

    private static Menu help(Views views) {
        return new Menu("Help", null, item("About Unitscope", "", views::showAbout));
    }

    private static MenuItem item(String text, String shortcut, Runnable action) {
        MenuItem item = new MenuItem(text);
        if (!shortcut.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(shortcut));
        }
        item.setOnAction(event -> action.run());
        return item;
    }

    private MenuItem needsModel(MenuItem item) {
        item.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> workbench.modelProperty().get().isEmpty(),
                                workbench.modelProperty()));
        return item;
    }

    private MenuItem needsRun(MenuItem item) {
        item.disableProperty().bind(nothingOpen);
        return item;
    }
}
