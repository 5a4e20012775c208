package org.unitscope.app.heatmap;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.unitscope.app.text.RoleSign;
import org.unitscope.app.theme.Palette;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// Draws the rows of several heatmaps that are seen.
final class PanelsPainter {
    private static final Font LABEL = Font.font(12);
    private static final Font HEAD = Font.font(null, FontWeight.BOLD, 12);
    private static final Font SMALL = Font.font(11);
    private static final double INDENT = 12;

    private final GraphicsContext pen;
    private final Palette palette;
    private final PanelsLayout layout;
    private final HeatmapViewModel model;
    private final List<HeatmapPanel> panels;
    private final TextFitter fitter;

    PanelsPainter(
            GraphicsContext pen,
            Palette palette,
            PanelsLayout layout,
            HeatmapViewModel model,
            List<HeatmapPanel> panels,
            TextFitter fitter) {
        this.pen = pen;
        this.palette = palette;
        this.layout = layout;
        this.model = model;
        this.panels = panels;
        this.fitter = fitter;
    }

    void paint(int hoveredRow) {
        HeatmapLayout vertical = layout.rows();
        pen.setFill(palette.background());
        pen.fillRect(0, 0, vertical.width(), vertical.height());
        List<HeatmapRow> rows = model.rowsProperty().get();
        int selected = model.selectedRow();
        for (int i = vertical.firstRow(); i <= vertical.lastRow(); i++) {
            paintRow(rows.get(i), vertical.rowTop(i), i == selected, i == hoveredRow);
        }
        paintHead();
    }

    private void paintRow(HeatmapRow row, double top, boolean selected, boolean hovered) {
        if (selected || hovered || row.isSummary()) {
            Color accent = palette.accent().deriveColor(0, 1, 1, 0.14);
            pen.setFill(selected ? accent : palette.subtle());
            pen.fillRect(0, top, layout.rows().width(), HeatmapLayout.ROW);
        }
        paintLabel(row, top);
        for (int panel = 0; panel < panels.size(); panel++) {
            for (Role role : Role.values()) {
                paintCell(row, role, panel, top);
            }
        }
        if (selected) {
            markSelected(row, top);
        }
    }

    private void paintLabel(HeatmapRow row, double top) {
        double left = 6 + Math.min(row.item().depth(), 8) * INDENT;
        double middle = top + HeatmapLayout.ROW / 2;
        if (row.isSummary()) {
            pen.setFill(palette.mutedText());
            triangle(left, middle, row.unfolded());
        }
        Font font = row.isSummary() ? HEAD : LABEL;
        double room = Math.max(20, layout.labelWidth() - left - 18);
        text(
                fitter.fit(row.item().label(), font, room),
                left + 12,
                middle,
                font,
                palette.text(),
                TextAlignment.LEFT);
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

    private void paintCell(HeatmapRow row, Role role, int panel, double top) {
        List<TensorRecord> tensors = row.tensors(role);
        if (tensors.isEmpty()) {
            return;
        }
        HeatmapPanel shown = panels.get(panel);
        CellPainter cells = new CellPainter(pen, palette, shown.range(), fitter);
        double left = layout.cellLeft(panel, role);
        double height = HeatmapLayout.ROW - 2;
        if (row.isSummary()) {
            List<CellValue> values = tensors.stream().map(shown.value()).toList();
            cells.drawSummary(values, left, top + 1, layout.cellWidth(), height);
        } else {
            CellValue value = shown.value().apply(tensors.getFirst());
            cells.draw(value, left, top + 1, layout.cellWidth(), height);
        }
    }

    private void markSelected(HeatmapRow row, double top) {
        pen.setStroke(palette.accent());
        pen.setLineWidth(2);
        if (row.isSummary()) {
            pen.setLineDashes(4, 3);
            pen.strokeRect(1, top + 1, layout.labelWidth() - 6, HeatmapLayout.ROW - 2);
            pen.setLineDashes();
            return;
        }
        model.selection()
                .selected()
                .ifPresent(key -> {
                    for (int panel = 0; panel < panels.size(); panel++) {
                        double left = layout.cellLeft(panel, key.role());
                        pen.strokeRect(left - 1, top, layout.cellWidth() + 2, HeatmapLayout.ROW);
                    }
                });
    }

    private void paintHead() {
        double width = layout.rows().width();
        pen.setFill(palette.subtle());
        pen.fillRect(0, 0, width, HeatmapLayout.HEAD - 2);
        pen.setStroke(palette.border());
        pen.setLineWidth(1);
        pen.strokeLine(0, HeatmapLayout.HEAD - 2.5, width, HeatmapLayout.HEAD - 2.5);
        text("Block · node", 18, 15, HEAD, palette.text(), TextAlignment.LEFT);
        for (int panel = 0; panel < panels.size(); panel++) {
            double center = layout.panelLeft(panel) + layout.panelWidth() / 2;
            String title = fitter.fit(panels.get(panel).title(), HEAD, layout.panelWidth());
            text(title, center, 13, HEAD, palette.text(), TextAlignment.CENTER);
            for (Role role : Role.values()) {
                text(
                        RoleSign.of(role) + " " + role.symbol(),
                        layout.cellLeft(panel, role) + layout.cellWidth() / 2,
                        31,
                        SMALL,
                        palette.mutedText(),
                        TextAlignment.CENTER);
            }
        }
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
