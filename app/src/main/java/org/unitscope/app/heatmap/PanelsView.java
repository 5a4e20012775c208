package org.unitscope.app.heatmap;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.unitscope.app.theme.ThemeModel;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;

/// Several heatmaps side by side that share rows, scroll bar, selection and color bar; the last one
/// is of differences. Mouse: click selects, double-click folds, wheel scrolls. Keys: arrows move,
/// Enter folds, Home, End and page keys jump.
public final class PanelsView extends Region {
    private static final double SCROLL_WIDTH = 14;

    private final HeatmapViewModel model;
    private final ThemeModel themes;
    private final Function<TensorRecord, String> describe;
    private final Canvas canvas = new Canvas();
    private final ScrollBar scroll = new ScrollBar();
    private final PanelsBar bar = new PanelsBar();
    private final TextFitter fitter = new TextFitter();
    private final Tooltip tooltip = new Tooltip();
    private List<HeatmapPanel> panels = List.of();
    private int hoveredRow = -1;
    private Role cursorRole = Role.ACTIVATION;

    /// A view of these rows, without panels yet.
    ///
    /// @param describe the tool tip of a row's record
    public PanelsView(
            HeatmapViewModel model, ThemeModel themes, Function<TensorRecord, String> describe) {
        this.model = model;
        this.themes = themes;
        this.describe = describe;
        getStyleClass().add("heatmap");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        setAccessibleText("Heatmaps side by side");
        setMinSize(0, 0);
        scroll.setOrientation(Orientation.VERTICAL);
        getChildren().addAll(canvas, scroll, bar);
        model.rowsProperty().subscribe(rows -> requestLayout());
        themes.themeProperty().subscribe(theme -> requestLayout());
        model.selection().selectedProperty().subscribe(key -> reveal());
        scroll.valueProperty().subscribe(value -> requestLayout());
        // In a tab that has not been seen yet there is nothing to scroll.
        heightProperty().subscribe(height -> reveal());
        canvas.setOnMousePressed(this::pressed);
        canvas.setOnMouseMoved(event -> hover(event.getX(), event.getY()));
        canvas.setOnMouseExited(event -> hover(-1, -1));
        canvas.setOnScroll(event -> scrollTo(scroll.getValue() - event.getDeltaY()));
        setOnKeyPressed(this::key);
        tooltip.setShowDelay(Duration.millis(350));
        tooltip.setShowDuration(Duration.INDEFINITE);
    }

    /// Shows these heatmaps, at least two.
    public void show(List<HeatmapPanel> shown) {
        panels = List.copyOf(shown);
        requestLayout();
    }

    private PanelsLayout geometry() {
        HeatmapLayout rows =
                new HeatmapLayout(
                        Math.max(1, Math.floor(getWidth() - SCROLL_WIDTH)),
                        Math.max(1, Math.floor(getHeight() - bar.getPrefHeight())),
                        model.rowsProperty().get().size(),
                        scroll.getValue());
        return new PanelsLayout(rows, Math.max(1, panels.size()));
    }

    @Override
    protected void layoutChildren() {
        HeatmapLayout rows = geometry().rows();
        canvas.setWidth(rows.width());
        canvas.setHeight(rows.height());
        scroll.resizeRelocate(
                rows.width(),
                HeatmapLayout.HEAD,
                SCROLL_WIDTH,
                Math.max(1, rows.height() - HeatmapLayout.HEAD));
        scroll.setMax(rows.maxOffset());
        scroll.setVisibleAmount(
                rows.maxOffset() * rows.viewport() / (rows.rows() * HeatmapLayout.ROW + 1));
        scroll.setUnitIncrement(HeatmapLayout.ROW);
        scroll.setBlockIncrement(rows.viewport());
        scroll.setVisible(rows.maxOffset() > 0);
        scrollTo(scroll.getValue());
        bar.resizeRelocate(0, rows.height(), getWidth(), bar.getPrefHeight());
        if (panels.isEmpty()) {
            return;
        }
        new PanelsPainter(
                        canvas.getGraphicsContext2D(),
                        themes.palette(),
                        geometry(),
                        model,
                        panels,
                        fitter)
                .paint(hoveredRow);
        bar.paint(themes.palette(), panels.getFirst(), panels.getLast(), getWidth());
    }

    private void scrollTo(double offset) {
        scroll.setValue(Math.clamp(offset, 0, Math.max(0, geometry().rows().maxOffset())));
    }

    private void reveal() {
        model.selection().selected().ifPresent(key -> cursorRole = key.role());
        int row = model.selectedRow();
        if (row >= 0 && getHeight() > 0) {
            scrollTo(geometry().rows().offsetToShow(row));
        }
        requestLayout();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        PanelsLayout layout = geometry();
        int index = layout.rows().rowAt(event.getY());
        if (index < 0) {
            return;
        }
        HeatmapRow row = model.rowsProperty().get().get(index);
        double triangleEnd = 6 + Math.min(row.item().depth(), 8) * 12 + 14;
        if (event.getX() < triangleEnd || event.getClickCount() == 2) {
            model.toggle(row);
        } else {
            model.select(row, layout.roleAt(event.getX()).orElse(cursorRole));
        }
    }

    private void hover(double x, double y) {
        PanelsLayout layout = geometry();
        int row = layout.rows().rowAt(y);
        Optional<Role> role = layout.roleAt(x);
        if (row != hoveredRow) {
            hoveredRow = row;
            requestLayout();
        }
        Optional<TensorRecord> tensor =
                row < 0 || role.isEmpty() || model.rowsProperty().get().get(row).isSummary()
                        ? Optional.empty()
                        : model.rowsProperty().get().get(row).tensors(role.get()).stream()
                                .findFirst();
        Tooltip.uninstall(canvas, tooltip);
        tensor.ifPresent(shown -> {
            tooltip.setText(describe.apply(shown));
            Tooltip.install(canvas, tooltip);
        });
    }

    private void key(KeyEvent event) {
        int row = model.selectedRow();
        int page = Math.max(1, (int) (geometry().rows().viewport() / HeatmapLayout.ROW) - 1);
        int last = model.rowsProperty().get().size() - 1;
        switch (event.getCode()) {
            case UP -> move(row - 1, -1);
            case DOWN -> move(row + 1, 1);
            case PAGE_UP -> move(row - page, -1);
            case PAGE_DOWN -> move(row + page, 1);
            case HOME -> move(0, 1);
            case END -> move(last, -1);
            case LEFT -> turn(row, -1);
            case RIGHT -> turn(row, 1);
            case ENTER, SPACE -> {
                if (row >= 0) {
                    model.toggle(model.rowsProperty().get().get(row));
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    /// Goes to the nearest row from there on that has a tensor of its own.
    private void move(int to, int step) {
        List<HeatmapRow> rows = model.rowsProperty().get();
        if (rows.isEmpty()) {
            return;
        }
        for (int i = Math.clamp(to, 0, rows.size() - 1); i >= 0 && i < rows.size(); i += step) {
            if (!rows.get(i).isSummary() || !rows.get(i).unfolded()) {
                model.select(rows.get(i), cursorRole);
                return;
            }
        }
    }

    private void turn(int row, int by) {
        if (row < 0) {
            return;
        }
        HeatmapRow shown = model.rowsProperty().get().get(row);
        for (int next = cursorRole.ordinal() + by;
                next >= 0 && next < Role.values().length;
                next += by) {
            Role role = Role.values()[next];
            if (shown.item().shown(role).isPresent()) {
                cursorRole = role;
                model.select(shown, role);
                return;
            }
        }
    }
}
