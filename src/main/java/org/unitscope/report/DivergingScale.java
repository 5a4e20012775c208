package org.unitscope.report;

/// The color of a scale: blue for small, pale at 1, red for large. Report and window use these
/// numbers.
///
/// Piecewise linear in sRGB between eleven anchors of the ColorBrewer map RdBu (Harrower and Brewer
/// 2003), reversed, at equal distances over ± [#RANGE] octaves; the dark theme has a dark center.
/// Values beyond the range get the end color and are to be marked (see [#isClamped]).
public final class DivergingScale {
    /// Octaves to either side of scale 1 that the map covers.
    public static final double RANGE = 8;

    private static final int[] LIGHT = {
        0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d,
        0xb2182b, 0x67001f
    };
    private static final int[] DARK = {
        0x92c5de, 0x6bacd1, 0x4393c3, 0x2f6f9f, 0x2b4a66, 0x2b2d31, 0x5c3a35, 0x96503f, 0xd6604d,
        0xe58368, 0xf4a582
    };

    private DivergingScale() {}

    /// Opaque `0xAARRGGBB` for `log2` of a scale; NaN is not a color.
    ///
    /// @throws IllegalArgumentException for NaN
    public static int argb(double log2, boolean dark) {
        if (Double.isNaN(log2)) {
            throw new IllegalArgumentException("NaN has no color; draw it as not computed");
        }
        int[] anchors = dark ? DARK : LIGHT;
        double position = (Math.clamp(log2, -RANGE, RANGE) / RANGE + 1) / 2 * (anchors.length - 1);
        int below = Math.min((int) position, anchors.length - 2);
        double share = position - below;
        int color = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = anchors[below] >> shift & 0xFF;
            int b = anchors[below + 1] >> shift & 0xFF;
            color = color << 8 | (int) Math.round(a + share * (b - a));
        }
        return color;
    }

    /// Whether the scale lies beyond the range, so that its color alone would mislead.
    public static boolean isClamped(double log2) {
        return Math.abs(log2) > RANGE;
    }

    /// The color as `#rrggbb`.
    public static String css(double log2, boolean dark) {
        return Html.fill("#%06x", argb(log2, dark) & 0xFFFFFF);
    }
}
