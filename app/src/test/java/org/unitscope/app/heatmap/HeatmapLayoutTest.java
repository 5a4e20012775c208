package org.unitscope.app.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.unitscope.graph.Role;

class HeatmapLayoutTest {
    private static final HeatmapLayout LAYOUT = new HeatmapLayout(640, 500, 2000, 240);

    @Test
    void aPointFindsItsRowAndColumn() {
        assertThat(LAYOUT.rowAt(10)).isEqualTo(-1);
        assertThat(LAYOUT.rowAt(HeatmapLayout.HEAD + 1)).isEqualTo(10);
        for (Role role : Role.values()) {
            double x = LAYOUT.columnLeft(role.ordinal()) + 2;
            assertThat(LAYOUT.roleAt(x)).contains(role);
        }
        assertThat(LAYOUT.roleAt(3)).isEmpty();
    }

    @Test
    void onlyVisibleRowsAreDrawn() {
        assertThat(LAYOUT.firstRow()).isEqualTo(10);
        assertThat(LAYOUT.lastRow() - LAYOUT.firstRow()).isLessThan(21);
    }

    @Test
    void scrollingBringsARowIntoView() {
        double offset = LAYOUT.offsetToShow(1999);
        HeatmapLayout moved = new HeatmapLayout(640, 500, 2000, offset);

        assertThat(moved.lastRow()).isEqualTo(1999);
        assertThat(LAYOUT.offsetToShow(12)).isEqualTo(240);
    }

    /// `−14.1` needs about 34 pixels in each half of a cell at the window's smallest usual size.
    @Test
    void halvesHoldTheirNumbers() {
        assertThat(new HeatmapLayout(620, 500, 10, 0).cellWidth() / 2).isGreaterThan(36);
    }
}
