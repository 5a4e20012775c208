package org.unitscope.app.heatmap;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.text.VerdictText;
import org.unitscope.app.theme.Palette;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// Draws the rows that are seen.
final class HeatmapPainter {
    private static final Font LABEL = Font.font(12);
    private static final Font HEAD = Font.font(null, FontWeight.BOLD, 12);
    private static final Font SMALL = Font.font(10.5);
    private static final double INDENT = 14;
    private static final double HALF_GAP = 1;

    private final GraphicsContext pen;
    private final Palette palette;
    private final HeatmapLayout layout;
    private final HeatmapViewModel model;
    private final TextFitter fitter;
    private final CellPainter cells;

    HeatmapPainter(
            GraphicsContext pen,
            Palette palette,
            HeatmapLayout layout,
            HeatmapViewModel model,
            TextFitter fitter) {
        this.pen = pen;
        this.palette = palette;
        this.layout = layout;
        this.model = model;
        this.fitter = fitter;
        this.cells = new CellPainter(pen, palette, model.effectiveMode().range(), fitter);
    }

    void paint(int hoveredRow) {
        pen.setFill(palette.background());
        pen.fillRect(0, 0, layout.width(), layout.height());
        List<HeatmapRow> rows = model.rowsProperty().get();
        int selected = model.selectedRow();
        for (int i = layout.firstRow(); i <= layout.lastRow(); i++) {
            paintRow(rows.get(i), layout.rowTop(i), i == selected, i == hoveredRow);
        }
        paintHead();
    }

    private void paintRow(HeatmapRow row, double top, boolean selected, boolean hovered) {
        double width = layout.stripLeft() - 4;
        if (selected || hovered || row.isSummary()) {
            Color accent = palette.accent().deriveColor(0, 1, 1, 0.14);
            pen.setFill(selected ? accent : palette.subtle());
            pen.fillRect(0, top, width, HeatmapLayout.ROW);
        }
        paintLabel(row, top);
        for (Role role : Role.values()) {
            paintCell(row, role, top);
        }
        if (layout.showsVerdict()) {
            paintVerdict(row, top);
        }
        if (selected) {
            markSelected(row, top);
        }
    }

    private void paintLabel(HeatmapRow row, double top) {
        double left = 6 + Math.min(row.item().depth(), 8) * INDENT;
        double middle = top + HeatmapLayout.ROW / 2;
        pen.setFill(palette.mutedText());
        if (row.isSummary()) {
            triangle(left, middle, row.unfolded());
        }
        Font font = row.isSummary() ? HEAD : LABEL;
        double room = layout.labelWidth() - left - 18;
        String label = fitter.fit(row.item().label(), font, Math.max(20, room));
        text(label, left + 12, middle, font, palette.text(), TextAlignment.LEFT);
        double used = fitter.width(label, font) + 8;
        String operator = row.operator();
        if (!operator.equals(row.item().label()) && used + fitter.width(operator, SMALL) < room) {
            text(
                    operator,
                    left + 12 + used,
                    middle + 0.5,
                    SMALL,
                    palette.mutedText(),
                    TextAlignment.LEFT);
        }
    }

    private void triangle(double left, double middle, boolean down) {
        double[] x =
                down
                        ? new double[] {left, left + 8, left + 4}
                        : new double[] {left + 1, left + 1, left + 7};
        double[] y =
                down
                        ? new double[] {middle - 3, middle - 3, middle + 3}
                        : new double[] {middle - 4, middle + 4, middle};
        pen.fillPolygon(x, y, 3);
    }

    private void paintCell(HeatmapRow row, Role role, double top) {
        double left = layout.columnLeft(role.ordinal());
        List<TensorRecord> tensors = row.tensors(role);
        if (tensors.isEmpty()) {
            return;
        }
        List<Function<TensorRecord, CellValue>> halves = model.halves();
        double width = (layout.cellWidth() - HALF_GAP * (halves.size() - 1)) / halves.size();
        for (int half = 0; half < halves.size(); half++) {
            double x = Math.floor(left + half * (width + HALF_GAP));
            double height = HeatmapLayout.ROW - 2;
            if (row.isSummary()) {
                List<CellValue> values = tensors.stream().map(halves.get(half)).toList();
                cells.drawSummary(values, x, top + 1, Math.floor(width), height);
            } else {
                CellValue value = halves.get(half).apply(tensors.getFirst());
                cells.draw(value, x, top + 1, Math.floor(width), height);
            }
        }
    }

    private void paintVerdict(HeatmapRow row, double top) {
        List<TensorRecord> tensors = row.tensors();
        VerdictText.worst(tensors)
                .ifPresent(worst -> {
                    double middle = top + HeatmapLayout.ROW / 2;
                    double left = layout.verdictLeft() + 4;
                    text(
                            VerdictText.glyph(worst),
                            left,
                            middle,
                            LABEL,
                            palette.verdict(worst),
                            TextAlignment.LEFT);
                    text(
                            fitter.fit(phrase(worst, tensors), SMALL, HeatmapLayout.VERDICT - 26),
                            left + 16,
                            middle,
                            SMALL,
                            worst == Verdict.REPRESENTABLE ? palette.mutedText() : palette.text(),
                            TextAlignment.LEFT);
                });
    }

    private static String phrase(Verdict worst, List<TensorRecord> tensors) {
        if (worst == Verdict.REPRESENTABLE) {
            return worst.label();
        }
        List<TensorRecord> hit =
                tensors.stream()
                        .filter(t -> VerdictText.of(t).filter(worst::equals).isPresent())
                        .toList();
        String where =
                hit.size() == 1
                        ? hit.getFirst().key().role().symbol()
                        : hit.size() + " of " + tensors.size();
        return worst.label() + " · " + where;
    }

    private void markSelected(HeatmapRow row, double top) {
        pen.setStroke(palette.accent());
        pen.setLineWidth(2);
        if (row.isSummary()) {
            pen.setLineDashes(4, 3);
            pen.strokeRect(1, top + 1, layout.labelWidth() - 6, HeatmapLayout.ROW - 2);
            pen.setLineDashes();
        } else {
            model.selection()
                    .selected()
                    .ifPresent(key -> {
                        double left = layout.columnLeft(key.role().ordinal());
                        pen.strokeRect(left - 1, top, layout.cellWidth() + 2, HeatmapLayout.ROW);
                    });
        }
    }

    private void paintHead() {
        pen.setFill(palette.subtle());
        pen.fillRect(0, 0, layout.width(), HeatmapLayout.HEAD - 2);
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeLine(0, HeatmapLayout.HEAD - 2.5, layout.width(), HeatmapLayout.HEAD - 2.5);
        text("Block · node", 18, 15, HEAD, palette.text(), TextAlignment.LEFT);
        for (Role role : Role.values()) {
            double left = layout.columnLeft(role.ordinal());
            double center = left + layout.cellWidth() / 2;
            String name = RoleSign.of(role) + " " + role.symbol();
            text(name, center, 15, HEAD, palette.text(), TextAlignment.CENTER);
            paintSubhead(left);
        }
        if (layout.showsVerdict() && model.isSampled()) {
            text(
                    "Worst verdict",
                    layout.verdictLeft() + 4,
                    15,
                    HEAD,
                    palette.text(),
                    TextAlignment.LEFT);
        }
    }

    private void paintSubhead(double left) {
        double width = layout.cellWidth();
        if (model.effectiveMode() != HeatmapMode.BOTH) {
            String title =
                    width > 110 ? model.effectiveMode().title().toLowerCase(Locale.ROOT) : "";
            text(title, left + width / 2, 32, SMALL, palette.mutedText(), TextAlignment.CENTER);
            return;
        }
        boolean narrow = width < 116;
        text(
                narrow ? "pred." : "predicted",
                left + width / 4,
                32,
                SMALL,
                palette.mutedText(),
                TextAlignment.CENTER);
        text(
                narrow ? "sampl." : "sampled",
                left + 3 * width / 4,
                32,
                SMALL,
                palette.mutedText(),
                TextAlignment.CENTER);
    }

    private void text(
            String text, double x, double y, Font font, Color ink, TextAlignment alignment) {
        pen.setFont(font);
        pen.setFill(ink);
        pen.setTextAlign(alignment);
        pen.setTextBaseline(VPos.CENTER);
        pen.fillText(text, x, y);
    }
}
