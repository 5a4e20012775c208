package org.unitscope.app.histogram;

/// How wide the bars are.
public enum BinWidth {
    OCTAVE("1 octave", 1),
    /// Eight bars of equal width from one power of two to the next, as wide as the gaps between
    /// numbers with three mantissa bits.
    EIGHTH("1/8 octave", 8);

    private final String title;
    private final int parts;

    BinWidth(String title, int parts) {
        this.title = title;
        this.parts = parts;
    }

    /// What the choice is called.
    public String title() {
        return title;
    }

    /// Bars per octave.
    int parts() {
        return parts;
    }

    /// Which part of its octave a positive number lies in.
    int partOf(double magnitude) {
        double significand = Math.scalb(magnitude, -Math.getExponent(magnitude));
        return (int) ((significand - 1) * parts);
    }
}
