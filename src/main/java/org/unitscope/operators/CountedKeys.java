package org.unitscope.operators;

import java.util.function.IntToDoubleFunction;

/// A function of a number of keys, at a number that need not be whole.
public final class CountedKeys {
    private CountedKeys() {}

    /// Between the two next to it, along a straight line.
    public static double at(double keys, IntToDoubleFunction f) {
        int below = (int) keys;
        double part = keys - below;
        return part == 0
                ? f.applyAsDouble(below)
                : (1 - part) * f.applyAsDouble(below) + part * f.applyAsDouble(below + 1);
    }
}
