package org.unitscope.app.heatmap;

import org.unitscope.app.theme.ScaleColors;

/// What the cells of the heatmap show.
public enum HeatmapMode {
    BOTH("Predicted | sampled", "left half predicted, right half sampled"),
    PREDICTED("Predicted", "RMS that the moment rules predict"),
    SAMPLED("Sampled", "RMS measured in the sampled run"),
    DEVIATION("Sampled − predicted", "how far the sampled RMS lies from the predicted one");

    private final String title;
    private final String meaning;

    HeatmapMode(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    /// For the switch.
    public String title() {
        return title;
    }

    /// For its tooltip.
    public String meaning() {
        return meaning;
    }

    /// The octaves at either end of the colors.
    public double range() {
        return this == DEVIATION ? ScaleColors.DEVIATION_RANGE : ScaleColors.SCALE_RANGE;
    }
}
