package org.unitscope.app.histogram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.unitscope.app.formats.FormatLibrary;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;

/// The shares that flush, go subnormal or overflow, and the SQNR, in the usual formats, the one the
/// tensor was judged in and the chosen one: counted in the second, from the bins in the others.
public final class FatesTable extends GridPane {
    private static final List<Fate> COLUMNS = List.of(Fate.FLUSHED, Fate.SUBNORMAL, Fate.OVERFLOW);

    private final HistogramViewModel model;
    private final FormatLibrary library;

    /// A table that follows the model; a click on a format chooses it.
    public FatesTable(HistogramViewModel model, FormatLibrary library) {
        this.model = model;
        this.library = library;
        getStyleClass().add("fates-table");
        setHgap(10);
        setVgap(1);
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setMinWidth(70);
        getColumnConstraints().add(first);
        model.dataProperty().subscribe(data -> refresh());
        library.customProperty().subscribe(custom -> refresh());
    }

    private void refresh() {
        getChildren().clear();
        Optional<HistogramData> data = model.dataProperty().get().filter(HistogramData::isCounted);
        setVisible(data.isPresent());
        setManaged(data.isPresent());
        if (data.isEmpty()) {
            return;
        }
        int shift = data.get().shift();
        String moved = shift == 0 ? "" : " " + FateText.factor(shift);
        Label title = head("Shares of the non-zero elements" + moved + "  ·  ● judged in  ▸ drawn");
        add(title, 0, 0, COLUMNS.size() + 2, 1);
        for (int i = 0; i < COLUMNS.size(); i++) {
            Fate fate = COLUMNS.get(i);
            addHead(i + 1, fate.glyph() + " " + fate.word().replace(" to zero", ""));
        }
        addHead(COLUMNS.size() + 1, "SQNR");
        int row = 2;
        for (TargetFormat target : targets(data.get().statistics())) {
            addTarget(row++, data.get().statistics(), target, shift);
        }
    }

    private Set<TargetFormat> targets(TensorStatistics statistics) {
        Set<TargetFormat> targets = new LinkedHashSet<>();
        Formats.common().forEach(format -> targets.add(TargetFormat.of(format)));
        targets.add(statistics.target());
        targets.add(model.targetProperty().get());
        return targets;
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    private void addHead(int column, String text) {
        Label head = head(text);
        head.getStyleClass().add("number");
        head.setMaxWidth(Double.MAX_VALUE);
        head.setMinWidth(USE_PREF_SIZE);
        add(head, column, 1);
    }

    private void addTarget(int row, TensorStatistics statistics, TargetFormat target, int shift) {
        boolean judged = statistics.target().equals(target);
        boolean chosen = model.targetProperty().get().equals(target);
        add(name(target, judged, chosen), 0, row);
        Optional<FormatFates> fates = Judgment.of(statistics, target, shift);
        String why = fates.isEmpty() ? FateText.untold(target) : "";
        for (int i = 0; i < COLUMNS.size(); i++) {
            Fate fate = COLUMNS.get(i);
            String text =
                    fates.map(known -> FateText.share(bounds(known, fate)))
                            .orElse(NumberText.NOT_COMPUTED);
            addCell(row, i + 1, text, why, chosen);
        }
        addCell(
                row,
                COLUMNS.size() + 1,
                fates.map(known -> FateText.sqnr(known.sqnrDecibels()))
                        .orElse(NumberText.NOT_COMPUTED),
                fates.map(known -> FateText.sqnrBounds(known.sqnrDecibels())).orElse(why),
                chosen);
    }

    private Label name(TargetFormat target, boolean judged, boolean chosen) {
        boolean usual = TargetFormat.of(target.format()).equals(target);
        String mark = (chosen ? "▸" : "") + (judged ? "●" : "");
        String title = library.label(target.format()) + (usual ? "" : "*");
        Label name = new Label((mark.isEmpty() ? "" : mark + " ") + title);
        name.setTooltip(
                new Tooltip(
                        library.displayName(target.format())
                                + "\n"
                                + target.conversion().title()
                                + "\nClick to draw the bands of this format"));
        name.getStyleClass().add("format-choice");
        name.setFocusTraversable(true);
        name.setOnMouseClicked(event -> model.targetProperty().set(target));
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                model.targetProperty().set(target);
            }
        });
        if (chosen) {
            name.getStyleClass().add("chosen");
        }
        return name;
    }

    private void addCell(int row, int column, String text, String tooltip, boolean chosen) {
        Label cell = new Label(text);
        cell.getStyleClass().add("number");
        cell.setMaxWidth(Double.MAX_VALUE);
        cell.setMinWidth(USE_PREF_SIZE);
        if (!tooltip.isEmpty()) {
            cell.setTooltip(new Tooltip(tooltip));
        }
        if (chosen) {
            cell.getStyleClass().add("chosen");
        }
        add(cell, column, row);
    }

    private static FormatFates.Bounded bounds(FormatFates fates, Fate fate) {
        return switch (fate) {
            case FLUSHED -> fates.underflow();
            case SUBNORMAL -> fates.subnormal();
            default -> fates.overflow();
        };
    }
}
