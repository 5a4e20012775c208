package org.unitscope.statistics;

import java.util.List;
import org.unitscope.statistics.FineHistogram.Bin;

/// How the density of elements rises or falls along a bin, from the bins beside it.
final class DensitySlope {
    private DensitySlope() {}

    /// The slope relative to the density in the middle: the density is `1 + slope (x - middle)`,
    /// not negative anywhere in the bin. Zero for a single number.
    static double of(List<Bin> bins, int index) {
        Bin bin = bins.get(index);
        double width = bin.high() - bin.low();
        if (width == 0) {
            return 0;
        }
        double here = bin.count() / width;
        double above = density(bins, index, 1, 0);
        double below = density(bins, index, -1, here);
        // The neighbors' middles are about two widths apart.
        double slope = (above - below) / (2 * width * here);
        return Math.clamp(slope, -2 / width, 2 / width);
    }

    /// Density of the next bin that is no single number, if it touches this one.
    private static double density(List<Bin> bins, int index, int direction, double otherwise) {
        Bin bin = bins.get(index);
        for (int i = index + direction; i >= 0 && i < bins.size(); i += direction) {
            Bin other = bins.get(i);
            if (!other.isPoint()) {
                double gap = direction > 0 ? other.low() - bin.high() : bin.low() - other.high();
                double width = other.high() - other.low();
                boolean touches = other.sign() == bin.sign() && gap >= 0 && gap < width / 8;
                return touches ? other.count() / width : otherwise;
            }
        }
        return otherwise;
    }
}
