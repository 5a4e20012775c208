package org.unitscope.app.explanation;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.unitscope.analysis.Explanation;
import org.unitscope.analysis.Explanation.Step;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.text.RoleSign;
import org.unitscope.graph.TensorKey;
import org.unitscope.report.PathSection;

/// The path from the source as a list: how many octaves a step adds or takes, as a bar and a
/// number, and the tensor it leads to, which a click selects. Blocks that repeat are one row until
/// clicked.
final class PathPane extends VBox {
    private static final double BAR = 38;

    private final Consumer<TensorKey> select;
    private final TensorKey shown;
    private final double widest;

    /// @param select goes to a tensor
    PathPane(Explanation explanation, Consumer<TensorKey> select) {
        this.select = select;
        shown = explanation.key();
        List<PathSection> sections = PathSection.of(explanation.path());
        widest =
                sections.stream()
                        .mapToDouble(section -> Math.abs(section.octaves()))
                        .max()
                        .orElse(0);
        setSpacing(1);
        getStyleClass().add("path");
        for (int i = 0; i < sections.size(); i++) {
            getChildren().add(row(sections.get(i), i == 0));
        }
        Label whole = new Label("over all");
        whole.getStyleClass().add("card-name");
        getChildren().add(line(explanation.octaves(), false, List.of(whole)));
    }

    private Node row(PathSection section, boolean isSource) {
        Label rule = new Label(caption(section, isSource));
        rule.getStyleClass().add("caption");
        rule.setMinWidth(USE_PREF_SIZE);
        HBox line =
                line(
                        isSource ? Double.NaN : section.octaves(),
                        true,
                        List.of(
                                section.isFolded() ? folded(section) : tensor(section.last()),
                                rule));
        line.setAccessibleText(
                section.title()
                        + ", "
                        + octaves(section.octaves())
                        + " octaves, "
                        + rule.getText());
        return line;
    }

    private HBox line(double octaves, boolean barred, List<Node> rest) {
        Label number = new Label(Double.isNaN(octaves) ? "" : octaves(octaves));
        number.getStyleClass().addAll("number", "octaves");
        HBox line = new HBox(6, bar(barred ? octaves : Double.NaN), number);
        line.getChildren().addAll(rest);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// To the left of the middle what shrinks, to the right what grows.
    private Node bar(double octaves) {
        Pane pane = new Pane();
        pane.setMinSize(2 * BAR, 11);
        pane.setMaxSize(2 * BAR, 11);
        Region middle = new Region();
        middle.getStyleClass().add("octave-middle");
        middle.resizeRelocate(BAR, 0, 1, 11);
        pane.getChildren().add(middle);
        if (!Double.isNaN(octaves) && widest > 0) {
            double width = Math.max(1, BAR * Math.abs(octaves) / widest);
            Region filled = new Region();
            filled.getStyleClass().add(octaves < 0 ? "octaves-lost" : "octaves-won");
            filled.resizeRelocate(octaves < 0 ? BAR - width : BAR, 2, width, 7);
            filled.setManaged(false);
            pane.getChildren().addFirst(filled);
        }
        middle.setManaged(false);
        return pane;
    }

    private Node tensor(Step step) {
        String text = RoleSign.of(step.key().role()) + " " + step.key().tensor().path();
        Tooltip tip =
                new Tooltip(
                        "%s: RMS %s, by %s %s"
                                .formatted(
                                        step.key(),
                                        NumberText.scale(step.rms()),
                                        step.operator(),
                                        step.node()));
        if (step.key().equals(shown)) {
            Label label = new Label(text);
            label.getStyleClass().add("chosen");
            label.setTooltip(tip);
            return stretched(label);
        }
        Hyperlink link = new Hyperlink(text);
        link.setTooltip(tip);
        link.setOnAction(event -> select.accept(step.key()));
        return stretched(link);
    }

    private static Node stretched(Labeled text) {
        // The end of a path tells tensors apart.
        text.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        text.setMinWidth(60);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        return text;
    }

    private Node folded(PathSection section) {
        Hyperlink link = new Hyperlink("▸ " + section.title());
        link.setTooltip(new Tooltip("Show all " + section.steps().size() + " steps"));
        link.setOnAction(event -> unfold(link.getParent(), section));
        return stretched(link);
    }

    private void unfold(Node row, PathSection section) {
        int at = getChildren().indexOf(row);
        getChildren()
                .setAll(
                        Stream.of(
                                        getChildren().subList(0, at).stream(),
                                        section.steps().stream()
                                                .map(step ->
                                                        row(
                                                                new PathSection(List.of(step), 0),
                                                                false)),
                                        getChildren()
                                                .subList(at + 1, getChildren().size())
                                                .stream())
                                .flatMap(nodes -> nodes)
                                .toList());
    }

    private static String caption(PathSection section, boolean isSource) {
        if (section.isFolded()) {
            return section.blocks()
                    + " alike, "
                    + octaves(section.octaves() / section.blocks())
                    + " each";
        }
        Step step = section.last();
        String share = step.share() < 0.9995 ? " · " + NumberText.percent(step.share()) : "";
        return isSource ? "source" : step.operator() + share;
    }

    private static String octaves(double octaves) {
        return NumberText.signed(octaves, 2);
    }
}
