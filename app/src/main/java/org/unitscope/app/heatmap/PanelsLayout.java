package org.unitscope.app.heatmap;

import java.util.Optional;
import org.unitscope.graph.Role;

/// Where the columns of several heatmaps with common rows are, in pixels; rows are where
/// [HeatmapLayout] has them.
///
/// @param rows the vertical geometry
/// @param panels number of heatmaps
record PanelsLayout(HeatmapLayout rows, int panels) {
    private static final double PANEL_GAP = 12;
    private static final double CELL_GAP = 2;

    double labelWidth() {
        return Math.clamp(0.2 * rows.width(), 90, 260);
    }

    double panelWidth() {
        double room = rows.width() - labelWidth() - 6 - PANEL_GAP * (panels - 1);
        return Math.max(4 * 10.0, Math.floor(room / panels));
    }

    double panelLeft(int panel) {
        return Math.floor(labelWidth() + panel * (panelWidth() + PANEL_GAP));
    }

    double columnWidth() {
        return Math.floor(panelWidth() / Role.values().length);
    }

    double cellWidth() {
        return columnWidth() - CELL_GAP;
    }

    double cellLeft(int panel, Role role) {
        return panelLeft(panel) + role.ordinal() * columnWidth();
    }

    /// The role of the column under a point, whichever panel it is in.
    Optional<Role> roleAt(double x) {
        for (int panel = 0; panel < panels; panel++) {
            double inside = x - panelLeft(panel);
            int column = (int) Math.floor(inside / columnWidth());
            if (inside >= 0 && column < Role.values().length) {
                return Optional.of(Role.values()[column]);
            }
        }
        return Optional.empty();
    }
}
