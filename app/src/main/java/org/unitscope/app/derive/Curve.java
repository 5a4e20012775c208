package org.unitscope.app.derive;

import org.unitscope.formula.Formula;

/// A function and its derivative at evenly spaced places.
///
/// @param x the places
/// @param value f there
/// @param slope f' there
@SuppressWarnings("ArrayRecordComponent") // never compared
record Curve(double[] x, double[] value, double[] slope) {
    private static final double REACH = 4;
    private static final int POINTS = 481;

    /// Over four deviations on either side, where all but 6e-5 of the inputs lie.
    static Curve of(Formula formula) {
        double[] x = new double[POINTS];
        double[] value = new double[POINTS];
        double[] slope = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = REACH * (2.0 * i / (POINTS - 1) - 1);
            value[i] = formula.value(x[i]);
            slope[i] = formula.slope(x[i]);
        }
        return new Curve(x, value, slope);
    }
}
