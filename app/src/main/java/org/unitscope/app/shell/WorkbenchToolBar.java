package org.unitscope.app.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.unitscope.app.session.Workbench;

/// The tool bar: model, sizes, formats, seed, and the two engines.
final class WorkbenchToolBar extends ToolBar {
    private final Workbench workbench;
    private final BooleanBinding nothingOpen;
    private final BooleanBinding busy;

    WorkbenchToolBar(Actions actions, Runnable showReport) {
        this.workbench = actions.workbench();
        this.nothingOpen =
                Bindings.createBooleanBinding(
                        () -> workbench.runProperty().get().isEmpty(), workbench.runProperty());
        this.busy =
                Bindings.createBooleanBinding(
                        () -> workbench.runner().status().busyProperty().get(),
                        workbench.runner().status().busyProperty());
        Button open = button(MaterialDesignF.FOLDER_OPEN_OUTLINE, "Open", "Open a model (Ctrl+O)");
        open.setOnAction(event -> actions.openModel());
        Button report =
                button(
                        MaterialDesignF.FILE_CHART_OUTLINE,
                        "Report",
                        "Look at the report, and save it (Ctrl+E)");
        report.setOnAction(event -> showReport.run());
        report.disableProperty().bind(nothingOpen.or(busy));
        Button theme = button(MaterialDesignT.THEME_LIGHT_DARK, "", "Light or dark (Ctrl+T)");
        theme.setId("theme");
        theme.setOnAction(event -> actions.switchTheme());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getItems()
                .addAll(
                        open,
                        modelName(),
                        sizes(),
                        new Separator(Orientation.VERTICAL),
                        caption("Scheme"),
                        scheme(),
                        caption("Formats"),
                        formats(),
                        caption("Seed"),
                        seed(),
                        new Separator(Orientation.VERTICAL),
                        analyze(),
                        sample(),
                        space,
                        report,
                        theme);
    }

    private static Button button(Ikon icon, String text, String tooltip) {
        Button button = new Button(text, new FontIcon(icon));
        button.setTooltip(new Tooltip(tooltip));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private Label modelName() {
        Label name = new Label();
        name.setId("model-name");
        name.getStyleClass().add("model-name");
        name.setMaxWidth(200);
        workbench
                .runProperty()
                .subscribe(run -> {
                    name.setText(run.map(shown -> shown.spec().modelName()).orElse("no model"));
                    run.ifPresent(shown -> name.setTooltip(new Tooltip(shown.spec().model())));
                });
        return name;
    }

    private Button sizes() {
        Button sizes =
                button(MaterialDesignR.RULER, "Sizes", "Batch, sequence and other named sizes");
        SizesPopOver popOver = new SizesPopOver(workbench);
        sizes.setOnAction(event -> popOver.show(sizes));
        sizes.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                        () -> workbench.modelProperty().get().isEmpty(),
                                        workbench.modelProperty())
                                .or(busy));
        return sizes;
    }

    private ComboBox<String> formats() {
        ComboBox<String> formats = new ComboBox<>();
        formats.setId("formats");
        formats.getItems().setAll("fp32", "fp16", "bf16", "fp8");
        formats.setEditable(true);
        formats.setPrefWidth(104);
        formats.getEditor().textProperty().bindBidirectional(workbench.recipeProperty());
        formats.setTooltip(
                new Tooltip(
                        "Which tensors are rounded to which format. A base (fp32, fp16, bf16, fp8),"
                                + "\nthen exceptions: fp8,gA=e5m2,blocks.0.*:A=bf16"));
        formats.setOnAction(event -> {
            boolean chosen = formats.getItems().contains(formats.getEditor().getText());
            boolean changed =
                    workbench.runProperty().get().stream()
                            .anyMatch(run ->
                                    !run.spec().formats().equals(workbench.recipeProperty().get()));
            if (chosen && changed) {
                workbench.analyze();
            }
        });
        return formats;
    }

    private ComboBox<String> scheme() {
        ComboBox<String> scheme = new ComboBox<>();
        scheme.setId("scheme");
        scheme.getItems()
                .setAll("none", "unit:paper", "unit:library", "unit:mus", "loss-scale=2^15");
        scheme.setEditable(true);
        scheme.setPrefWidth(128);
        scheme.getEditor().textProperty().bindBidirectional(workbench.schemeProperty());
        scheme.setTooltip(
                new Tooltip(
                        "How the model is rewritten first. Unit scaling as in the paper (2023), the"
                                + " library (u-μP) or μS; settings behind commas:"
                                + "\nunit:paper,constraint=to-output,residual=share:0.5:0.01,powers-of-two"
                                + "\nresidual=share:τ (share of the variance) or ratio:τ (branch over skip)."
                                + "\nloss-scale=2^15 multiplies every gradient."));
        scheme.setOnAction(event -> {
            boolean chosen = scheme.getItems().contains(scheme.getEditor().getText());
            String shown = workbench.runProperty().get().map(run -> run.spec().scheme()).orElse("");
            String asked = workbench.schemeProperty().get();
            boolean changed = !asked.equals(shown.isEmpty() ? "none" : shown);
            if (chosen && changed && workbench.runProperty().get().isPresent()) {
                workbench.analyze();
            }
        });
        return scheme;
    }

    private TextField seed() {
        TextField seed = new TextField();
        seed.setId("seed");
        seed.setPrefWidth(58);
        seed.textProperty().bindBidirectional(workbench.seedProperty());
        seed.setTooltip(new Tooltip("Addresses every random number: same seed, same bytes"));
        return seed;
    }

    private Button analyze() {
        Button analyze =
                button(MaterialDesignF.FUNCTION_VARIANT, "Analyze", "Predict every scale (F5)");
        analyze.setId("analyze");
        analyze.setOnAction(event -> workbench.analyze());
        analyze.disableProperty().bind(nothingOpen.or(busy));
        return analyze;
    }

    private Button sample() {
        Button sample =
                button(
                        MaterialDesignD.DICE_MULTIPLE_OUTLINE,
                        "Sample",
                        "Run both passes and measure (Ctrl+R)");
        sample.setId("sample");
        sample.getStyleClass().add("accent");
        sample.setOnAction(event -> workbench.sample());
        sample.disableProperty().bind(nothingOpen.or(busy));
        return sample;
    }
}
