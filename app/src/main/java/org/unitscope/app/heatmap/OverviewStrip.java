package org.unitscope.app.heatmap;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import org.unitscope.app.theme.Palette;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// The whole heatmap at the right edge, a few pixels wide, with a frame around what is seen. Kept
/// as an image that is built anew only when rows, colors or height change.
final class OverviewStrip {
    private static final double WIDTH = HeatmapLayout.STRIP - 6;

    private Optional<WritableImage> image = Optional.empty();
    private int imageHeight;

    void invalidate() {
        image = Optional.empty();
    }

    void paint(GraphicsContext pen, Palette palette, HeatmapLayout layout, HeatmapViewModel model) {
        if (layout.maxOffset() <= 0) {
            return;
        }
        int height = (int) layout.viewport();
        if (image.isEmpty() || imageHeight != height) {
            image = Optional.of(build(palette, layout, model, height));
            imageHeight = height;
        }
        double left = layout.stripLeft();
        pen.setImageSmoothing(false);
        pen.drawImage(image.get(), left, HeatmapLayout.HEAD, WIDTH, height);
        double scale = height / (layout.rows() * HeatmapLayout.ROW);
        pen.setStroke(palette.text());
        pen.setLineWidth(1.5);
        pen.strokeRect(
                left - 1,
                HeatmapLayout.HEAD + layout.offset() * scale,
                WIDTH + 2,
                Math.max(6, layout.viewport() * scale));
    }

    private static WritableImage build(
            Palette palette, HeatmapLayout layout, HeatmapViewModel model, int height) {
        int columns = Role.values().length;
        WritableImage built = new WritableImage(columns, Math.max(1, height));
        PixelWriter pixels = built.getPixelWriter();
        List<HeatmapRow> rows = model.rowsProperty().get();
        Function<TensorRecord, CellValue> value = model.halves().getLast();
        double range = model.effectiveMode().range();
        for (int y = 0; y < height; y++) {
            HeatmapRow row = rows.get((int) ((long) y * layout.rows() / height));
            for (Role role : Role.values()) {
                pixels.setColor(role.ordinal(), y, color(row, role, value, range, palette));
            }
        }
        return built;
    }

    private static Color color(
            HeatmapRow row,
            Role role,
            Function<TensorRecord, CellValue> value,
            double range,
            Palette palette) {
        Optional<CellValue> cell =
                row.isSummary() ? Optional.empty() : row.item().shown(role).map(value);
        if (cell.isEmpty()) {
            return palette.subtle();
        }
        return switch (cell.get()) {
            case CellValue.Octaves octaves -> palette.scale().at(octaves.log2() / range);
            case CellValue.NotFinite notFinite -> palette.overflow();
            case CellValue.Missing missing -> palette.border();
        };
    }
}
