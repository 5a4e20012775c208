package org.unitscope.app.histogram;

import java.util.Optional;
import javafx.scene.layout.Region;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.fx.ChartCanvas;

/// Holds a chart's canvas and gives it its own size: a canvas in an ordinary pane stays empty.
public final class ChartPane extends Region {
    private Optional<ChartCanvas> canvas = Optional.empty();

    /// An empty one.
    public ChartPane() {
        setMinSize(0, 0);
    }

    /// Draws a chart in the place of the one before.
    public void show(JFreeChart chart) {
        if (canvas.isEmpty()) {
            // Created late: the first chart costs a second.
            ChartCanvas created = new ChartCanvas(chart);
            created.removeAuxiliaryMouseHandler(created.getMouseHandler("scroll"));
            canvas = Optional.of(created);
            getChildren().setAll(created);
        } else {
            canvas.get().setChart(chart);
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        canvas.ifPresent(chart -> {
            chart.setWidth(Math.max(1, getWidth()));
            chart.setHeight(Math.max(1, getHeight()));
        });
    }
}
