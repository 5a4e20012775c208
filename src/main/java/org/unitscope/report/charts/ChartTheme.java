package org.unitscope.report.charts;

import java.util.List;
import org.unitscope.report.DivergingScale;

/// The colors of a report, as `#rrggbb`. The fates have the colors of the window.
///
/// @param isDark whether the paper is dark
/// @param paper background
/// @param soft background of heads and cards
/// @param ink text
/// @param muted text of less weight, axes
/// @param line rules between rows, grid
/// @param good what became better
/// @param normal fate of elements that are kept
/// @param subnormal fate of elements that lose precision
/// @param flushed fate of elements that become zero
/// @param overflow fate of elements that do not fit
/// @param shares colors of an exponent map for [ExponentMap#SHARES], the smallest first
public record ChartTheme(
        boolean isDark,
        String paper,
        String soft,
        String ink,
        String muted,
        String line,
        String good,
        String normal,
        String subnormal,
        String flushed,
        String overflow,
        List<String> shares) {
    /// On white paper. `shares` are seven steps of ColorBrewer's YlGnBu, darker for more.
    public static final ChartTheme LIGHT =
            new ChartTheme(
                    false,
                    "#ffffff",
                    "#f6f8fa",
                    "#1f2328",
                    "#59636e",
                    "#d1d9e0",
                    "#0a6b2d",
                    "#1f6fb2",
                    "#56b4e9",
                    "#e69f00",
                    "#a3123a",
                    List.of(
                            "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8",
                            "#0c2c84"));

    /// On dark paper, the shares lighter for more.
    public static final ChartTheme DARK =
            new ChartTheme(
                    true,
                    "#0d1117",
                    "#161b22",
                    "#e6edf3",
                    "#9da7b3",
                    "#3d444d",
                    "#6fdd8b",
                    "#4aa3df",
                    "#b8ddf5",
                    "#f2b134",
                    "#ff5d5d",
                    List.of(
                            "#1b2f4a", "#1f4a73", "#1f6b99", "#2b93b8", "#5bb8c4", "#a3dcc0",
                            "#edf8b1"));

    /// The theme asked for.
    public static ChartTheme of(boolean dark) {
        return dark ? DARK : LIGHT;
    }

    /// The color of `log2` of a scale.
    String scale(double log2) {
        return DivergingScale.css(log2, isDark);
    }

    /// Black or white, whichever is readable on the color of that scale.
    String inkOn(double log2) {
        int argb = DivergingScale.argb(log2, isDark);
        double luma =
                0.299 * (argb >> 16 & 0xFF) + 0.587 * (argb >> 8 & 0xFF) + 0.114 * (argb & 0xFF);
        return luma > 140 ? "#000000" : "#ffffff";
    }
}
