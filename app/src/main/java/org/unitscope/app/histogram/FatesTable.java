package org.unitscope.app.histogram;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.unitscope.app.text.NumberText;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.FloatFormat;
import org.unitscope.format.Formats;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;

/// The shares that flush, go subnormal or overflow in every format: counted in the one the tensor
/// was judged in, from the histogram in the others, as bounds where that is all it can tell.
public final class FatesTable extends GridPane {
    private static final List<Fate> COLUMNS = List.of(Fate.FLUSHED, Fate.SUBNORMAL, Fate.OVERFLOW);

    private final HistogramViewModel model;

    /// A table that follows the model; a click on a format chooses it.
    public FatesTable(HistogramViewModel model) {
        this.model = model;
        getStyleClass().add("fates-table");
        setHgap(10);
        setVgap(1);
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        first.setMinWidth(70);
        getColumnConstraints().add(first);
        for (int i = 0; i < COLUMNS.size(); i++) {
            ColumnConstraints share = new ColumnConstraints();
            share.setMinWidth(84);
            getColumnConstraints().add(share);
        }
        model.dataProperty().subscribe(data -> refresh());
    }

    private void refresh() {
        getChildren().clear();
        Optional<HistogramData> data = model.dataProperty().get().filter(HistogramData::isCounted);
        setVisible(data.isPresent());
        setManaged(data.isPresent());
        if (data.isEmpty()) {
            return;
        }
        addRow(0, head("share of non-zero"));
        for (int i = 0; i < COLUMNS.size(); i++) {
            Label head =
                    head(
                            COLUMNS.get(i).glyph()
                                    + " "
                                    + COLUMNS.get(i).word().replace(" to zero", ""));
            head.getStyleClass().add("number");
            add(head, i + 1, 0);
        }
        int row = 1;
        for (FloatFormat format : Formats.all()) {
            addFormat(row++, data.get().statistics(), format);
        }
    }

    private static Label head(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    private void addFormat(int row, TensorStatistics statistics, FloatFormat format) {
        boolean counted = statistics.format().equals(format);
        boolean chosen = model.formatProperty().get().equals(format);
        String title = shortName(format) + (counted ? " · judged" : "");
        Label name = new Label((chosen ? "▸ " : "   ") + title);
        name.setTooltip(
                new Tooltip(format.displayName() + "\nClick to draw the bands of this format"));
        name.getStyleClass().add("format-choice");
        name.setOnMouseClicked(event -> model.formatProperty().set(format));
        add(name, 0, row);
        FormatFates fates = FormatFates.of(statistics, format);
        for (int i = 0; i < COLUMNS.size(); i++) {
            String text =
                    counted
                            ? NumberText.percent(counted(statistics, COLUMNS.get(i)))
                            : bounded(bounds(fates, COLUMNS.get(i)));
            Label cell = new Label(text);
            cell.getStyleClass().add("number");
            cell.setMaxWidth(Double.MAX_VALUE);
            add(cell, i + 1, row);
            if (chosen) {
                cell.getStyleClass().add("chosen");
            }
        }
        if (chosen) {
            name.getStyleClass().add("chosen");
        }
    }

    /// `FP8 E4M3`, without the numbers in parentheses.
    static String shortName(FloatFormat format) {
        return format.displayName().replaceFirst(" \\(.*", "");
    }

    private static double counted(TensorStatistics statistics, Fate fate) {
        return switch (fate) {
            case FLUSHED -> statistics.fates().underflowFraction();
            case SUBNORMAL -> statistics.fates().subnormalFraction();
            default -> statistics.fates().overflowFraction();
        };
    }

    private static FormatFates.Bounded bounds(FormatFates fates, Fate fate) {
        return switch (fate) {
            case FLUSHED -> fates.underflow();
            case SUBNORMAL -> fates.subnormal();
            default -> fates.overflow();
        };
    }

    static String bounded(FormatFates.Bounded share) {
        if (share.exact()) {
            return NumberText.percent(share.high());
        }
        if (share.low() == 0) {
            return "≤ " + NumberText.percent(share.high());
        }
        return NumberText.percent(share.low()).replace(" %", "")
                + " … "
                + NumberText.percent(share.high());
    }
}
