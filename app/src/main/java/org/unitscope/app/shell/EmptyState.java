package org.unitscope.app.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/// What is shown while nothing is open: how to begin.
final class EmptyState extends VBox {
    EmptyState(Actions actions) {
        setId("empty-state");
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        FontIcon icon = new FontIcon(MaterialDesignC.CHART_HISTOGRAM);
        icon.getStyleClass().add("empty-icon");
        Label title = new Label("See the scale of every tensor before you train");
        title.getStyleClass().add("empty-title");
        Label text =
                new Label(
                        "Open a model: Unitscope predicts the scale of activations, weights and"
                                + " gradients, samples them,\nand shows what a number format would"
                                + " lose.");
        text.getStyleClass().add("empty-text");
        Button open = new Button("Open model…", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        open.getStyleClass().add("accent");
        open.setDefaultButton(true);
        open.setOnAction(event -> actions.openModel());
        Label drop = new Label("or drop a model file (.json) or a run folder here");
        drop.getStyleClass().add("caption");
        VBox area = new VBox(14, icon, title, text, open, drop);
        area.getStyleClass().add("drop-area");
        area.setAlignment(Pos.CENTER);
        area.setMaxWidth(760);
        getChildren().add(area);
        addLinks("Models that come with Unitscope", zoo(), actions);
        List<Path> recent =
                actions.workbench().settings().recentFiles().stream()
                        .filter(Files::isRegularFile)
                        .limit(5)
                        .toList();
        addLinks("Opened last", recent, actions);
    }

    private void addLinks(String title, List<Path> files, Actions actions) {
        if (files.isEmpty()) {
            return;
        }
        Label head = new Label(title);
        head.getStyleClass().add("caption");
        FlowPane links = new FlowPane(10, 2);
        links.setAlignment(Pos.CENTER);
        for (Path file : files) {
            Hyperlink link = new Hyperlink(String.valueOf(file.getFileName()));
            link.setOnAction(event -> actions.open(file));
            links.getChildren().add(link);
        }
        getChildren().addAll(head, links);
    }

    /// The models in the folder `model-zoo` beside the program or in the working folder.
    private static List<Path> zoo() {
        for (String home : List.of(System.getProperty("unitscope.home", ""), "")) {
            Path folder = Path.of(home).resolve("model-zoo");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(file -> file.toString().endsWith(".json"))
                            .sorted()
                            .limit(12)
                            .toList();
                } catch (IOException unreadable) {
                    return List.of();
                }
            }
        }
        return List.of();
    }
}
