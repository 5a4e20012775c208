package org.unitscope.app.theme;

/// What rounding to a format does to a value, as words and glyphs of the screens.
public enum Fate {
    NORMAL("normal", "●"),
    SUBNORMAL("subnormal", "▨"),
    FLUSHED("flushed to zero", "▽"),
    OVERFLOW("overflow", "△"),
    /// Zero, infinite or NaN before rounding, or not known.
    OTHER("other", "×");

    private final String word;
    private final String glyph;

    Fate(String word, String glyph) {
        this.word = word;
        this.glyph = glyph;
    }

    /// The word in legends and tables.
    public String word() {
        return word;
    }

    /// The sign that goes with the color, so that color is never the only cue.
    public String glyph() {
        return glyph;
    }
}
