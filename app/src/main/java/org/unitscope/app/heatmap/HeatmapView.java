package org.unitscope.app.heatmap;

import java.util.List;
import java.util.Optional;
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

/// The heatmap's canvas with scroll bar and color bar. Mouse: click selects, double-click folds,
/// wheel and strip scroll. Keys: arrows move, Enter folds, Home, End and page keys jump.
public final class HeatmapView extends Region {
    private static final double SCROLL_WIDTH = 14;

    private final HeatmapViewModel model;
    private final ThemeModel themes;
    private final Canvas canvas = new Canvas();
    private final ScrollBar scroll = new ScrollBar();
    private final ColorBar colorBar = new ColorBar();
    private final OverviewStrip strip = new OverviewStrip();
    private final TextFitter fitter = new TextFitter();
    private final Tooltip tooltip = new Tooltip();
    private int hoveredRow = -1;
    private Optional<Role> hoveredRole = Optional.empty();
    private Role cursorRole = Role.ACTIVATION;

    /// A view of this model.
    public HeatmapView(HeatmapViewModel model, ThemeModel themes) {
        this.model = model;
        this.themes = themes;
        getStyleClass().add("heatmap");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        setAccessibleText("Scale heatmap");
        setMinSize(0, 0);
        scroll.setOrientation(Orientation.VERTICAL);
        getChildren().addAll(canvas, scroll, colorBar);
        model.rowsProperty().subscribe(rows -> refresh());
        model.modeProperty().subscribe(mode -> refresh());
        themes.themeProperty().subscribe(theme -> refresh());
        model.selection().selectedProperty().subscribe(key -> reveal());
        scroll.valueProperty().subscribe(value -> requestLayout());
        focusedProperty().subscribe(focused -> requestLayout());
        canvas.setOnMousePressed(this::pressed);
        canvas.setOnMouseDragged(event -> dragStrip(event.getX(), event.getY()));
        canvas.setOnMouseMoved(event -> hover(event.getX(), event.getY()));
        canvas.setOnMouseExited(event -> hover(-1, -1));
        canvas.setOnScroll(event -> scrollTo(scroll.getValue() - event.getDeltaY()));
        setOnKeyPressed(this::key);
        tooltip.setShowDelay(Duration.millis(350));
        tooltip.setShowDuration(Duration.INDEFINITE);
        tooltip.getStyleClass().add("card-tooltip");
    }

    private void refresh() {
        strip.invalidate();
        requestLayout();
    }

    private HeatmapLayout geometry() {
        return new HeatmapLayout(
                Math.max(1, Math.floor(getWidth() - SCROLL_WIDTH)),
                Math.max(1, Math.floor(getHeight() - colorBar.getPrefHeight())),
                model.rowsProperty().get().size(),
                scroll.getValue());
    }

    @Override
    protected void layoutChildren() {
        HeatmapLayout layout = geometry();
        canvas.setWidth(layout.width());
        canvas.setHeight(layout.height());
        scroll.resizeRelocate(
                layout.width(),
                HeatmapLayout.HEAD,
                SCROLL_WIDTH,
                Math.max(1, layout.height() - HeatmapLayout.HEAD));
        scroll.setMax(layout.maxOffset());
        scroll.setVisibleAmount(
                layout.maxOffset() * layout.viewport() / (layout.rows() * HeatmapLayout.ROW + 1));
        scroll.setUnitIncrement(HeatmapLayout.ROW);
        scroll.setBlockIncrement(layout.viewport());
        scroll.setVisible(layout.maxOffset() > 0);
        scrollTo(scroll.getValue());
        colorBar.resizeRelocate(0, layout.height(), getWidth(), colorBar.getPrefHeight());
        paint();
    }

    private void paint() {
        HeatmapLayout layout = geometry();
        new HeatmapPainter(canvas.getGraphicsContext2D(), themes.palette(), layout, model, fitter)
                .paint(hoveredRow);
        strip.paint(canvas.getGraphicsContext2D(), themes.palette(), layout, model);
        colorBar.paint(themes.palette(), model.effectiveMode(), getWidth());
    }

    private void scrollTo(double offset) {
        scroll.setValue(Math.clamp(offset, 0, Math.max(0, geometry().maxOffset())));
    }

    private void reveal() {
        model.selection().selected().ifPresent(key -> cursorRole = key.role());
        int row = model.selectedRow();
        if (row >= 0 && getHeight() > 0) {
            scrollTo(geometry().offsetToShow(row));
        }
        setAccessibleText(
                model.selection().selected().map(key -> "Heatmap, " + key).orElse("Scale heatmap"));
        requestLayout();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        HeatmapLayout layout = geometry();
        if (layout.onStrip(event.getX(), event.getY())) {
            dragStrip(event.getX(), event.getY());
            return;
        }
        int index = layout.rowAt(event.getY());
        if (index < 0) {
            return;
        }
        HeatmapRow row = model.rowsProperty().get().get(index);
        double triangleEnd = 6 + Math.min(row.item().depth(), 8) * 14 + 14;
        if (event.getX() < triangleEnd || event.getClickCount() == 2) {
            model.toggle(row);
        } else {
            model.select(row, layout.roleAt(event.getX()).orElse(cursorRole));
        }
    }

    private void dragStrip(double x, double y) {
        HeatmapLayout layout = geometry();
        if (layout.onStrip(x, y)) {
            double share = (y - HeatmapLayout.HEAD) / layout.viewport();
            double content = layout.rows() * HeatmapLayout.ROW;
            scrollTo(share * content - layout.viewport() / 2);
        }
    }

    private void hover(double x, double y) {
        HeatmapLayout layout = geometry();
        int row = layout.rowAt(y);
        Optional<Role> role = layout.roleAt(x);
        if (row == hoveredRow && role.equals(hoveredRole)) {
            return;
        }
        hoveredRow = row;
        hoveredRole = role;
        Optional<CellCard> card = row < 0 ? Optional.empty() : role.flatMap(r -> card(row, r));
        if (card.isPresent()) {
            tooltip.setGraphic(card.get());
            Tooltip.install(canvas, tooltip);
        } else {
            tooltip.hide();
            Tooltip.uninstall(canvas, tooltip);
        }
        requestLayout();
    }

    private Optional<CellCard> card(int index, Role role) {
        HeatmapRow row = model.rowsProperty().get().get(index);
        if (row.isSummary()) {
            return row.tensors(role).isEmpty()
                    ? Optional.empty()
                    : Optional.of(CellCard.of(row, role, model.halves()));
        }
        return row.item().shown(role).map(CellCard::of);
    }

    private void key(KeyEvent event) {
        List<HeatmapRow> rows = model.rowsProperty().get();
        int row = model.selectedRow();
        int page = Math.max(1, (int) (geometry().viewport() / HeatmapLayout.ROW) - 1);
        switch (event.getCode()) {
            case UP -> move(rows, row, -1);
            case DOWN -> move(rows, row, 1);
            case PAGE_UP -> move(rows, row, -page);
            case PAGE_DOWN -> move(rows, row, page);
            case HOME -> move(rows, 0, 0);
            case END -> move(rows, rows.size() - 1, 0);
            case LEFT -> turn(rows, row, -1);
            case RIGHT -> turn(rows, row, 1);
            case ENTER, SPACE -> {
                if (row >= 0) {
                    model.toggle(rows.get(row));
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    /// Goes to the next row in that direction that has a tensor of its own; a folded block on the
    /// way is unfolded.
    private void move(List<HeatmapRow> rows, int from, int by) {
        if (rows.isEmpty()) {
            return;
        }
        int target = Math.clamp((long) from + by, 0, rows.size() - 1);
        int step = by < 0 ? -1 : 1;
        for (int i = target; i >= 0 && i < rows.size(); i += step) {
            if (!rows.get(i).isSummary()) {
                model.select(rows.get(i), cursorRole);
                return;
            }
            if (!rows.get(i).unfolded()) {
                model.toggle(rows.get(i));
                move(model.rowsProperty().get(), i, step);
                return;
            }
        }
    }

    private void turn(List<HeatmapRow> rows, int row, int by) {
        if (row < 0) {
            return;
        }
        int next = cursorRole.ordinal() + by;
        while (next >= 0 && next < Role.values().length) {
            Role role = Role.values()[next];
            if (rows.get(row).item().shown(role).isPresent()) {
                cursorRole = role;
                model.select(rows.get(row), role);
                return;
            }
            next += by;
        }
    }
}
