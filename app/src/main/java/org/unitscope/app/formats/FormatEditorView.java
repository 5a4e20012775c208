package org.unitscope.app.formats;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.app.formats.FormatEditorViewModel.State;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.ScalarFormat;

/// The editor of number formats: formats on the left, what is open on the right.
public final class FormatEditorView extends BorderPane {
    private static final KeyCombination SAVE = KeyCombination.valueOf("Shortcut+S");
    private static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");
    private static final KeyCombination REDO = KeyCombination.valueOf("Shortcut+Shift+Z");

    private final FormatEditorViewModel model;
    private final BitLayout bits = new BitLayout();
    private final Label name = new Label();
    private final Label problem = new Label();
    private final NumberLineView line;
    private final CheckBox linear = new CheckBox("linear");
    private final Label lineNote = new Label();
    private final GridPane facts = new GridPane();
    private final ValuesPane values = new ValuesPane();
    private final DifferencePane difference;
    private final TrialPane trial = new TrialPane();

    /// A view of this editor.
    public FormatEditorView(FormatEditorViewModel model, ThemeModel themes) {
        this.model = model;
        getStyleClass().add("format-editor");
        line = new NumberLineView(themes);
        difference = new DifferencePane(model.library());
        problem.setId("format-problem");
        problem.getStyleClass().add("format-problem");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        name.getStyleClass().add("caption");
        name.setId("format-code-name");
        linear.setId("format-linear");
        linear.selectedProperty().subscribe(on -> drawLine());
        VBox right =
                new VBox(
                        10,
                        new FormatEditorHead(model),
                        new FormatFields(model),
                        layoutLine(),
                        problem,
                        lineBox(),
                        lower());
        right.getStyleClass().add("format-editor-main");
        SplitPane split = new SplitPane(new FormatTree(model), right);
        split.setDividerPositions(0.22);
        SplitPane.setResizableWithParent(split.getItems().getFirst(), false);
        setCenter(split);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        model.stateProperty().subscribe(this::show);
    }

    private HBox layoutLine() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox box = new HBox(8, bits, space, name);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private VBox lineBox() {
        Label title = new Label("Values on a line");
        title.getStyleClass().add("caption");
        lineNote.getStyleClass().add("caption");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(10, title, lineNote, space, linear);
        head.setAlignment(Pos.CENTER_LEFT);
        return new VBox(2, head, line);
    }

    private SplitPane lower() {
        facts.setHgap(14);
        facts.setVgap(3);
        facts.getStyleClass().add("format-facts");
        ScrollPane scroll = new ScrollPane(facts);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        TabPane tabs =
                new TabPane(
                        new Tab("All values", values),
                        new Tab("Difference", difference),
                        new Tab("Try a number", trial));
        tabs.setId("format-tabs");
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        SplitPane lower = new SplitPane(scroll, tabs);
        lower.setDividerPositions(0.46);
        lower.setMinHeight(0);
        VBox.setVgrow(lower, Priority.ALWAYS);
        return lower;
    }

    private void pressed(KeyEvent event) {
        if (SAVE.match(event)) {
            model.save();
        } else if (UNDO.match(event)) {
            model.undo();
        } else if (REDO.match(event)) {
            model.redo();
        } else {
            return;
        }
        event.consume();
    }

    private void show(State state) {
        Optional<ScalarFormat> format = state.format();
        boolean integer = format.filter(ScalarFormat::isInteger).isPresent();
        bits.show(state.draft(), integer);
        name.setText(format.map(ScalarFormat::name).orElse(""));
        problem.setText(state.problem().isEmpty() ? "" : "⚠ " + state.problem());
        problem.setManaged(!state.problem().isEmpty());
        facts.getChildren().clear();
        int row = 0;
        for (FormatFacts.Fact fact : format.map(FormatFacts::of).orElse(List.of())) {
            Label head = new Label(fact.name());
            head.getStyleClass().add("caption");
            head.setMinWidth(USE_PREF_SIZE);
            Label text = new Label(fact.text());
            text.setWrapText(true);
            GridPane.setValignment(head, VPos.TOP);
            facts.addRow(row++, head, text);
        }
        drawLine();
        values.show(format);
        difference.show(format);
        trial.show(format);
    }

    private void drawLine() {
        Optional<NumberLine> shown =
                model.stateProperty()
                        .get()
                        .format()
                        .map(format -> NumberLine.of(format, !linear.isSelected()));
        lineNote.setText(
                shown.filter(NumberLine::thinned).isPresent()
                        ? "powers of two only"
                        : "tall: powers of two, light: subnormal");
        line.show(shown);
    }
}
