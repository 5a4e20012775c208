package org.unitscope.graph;

import org.unitscope.tensor.Shape;

/// Numbers that a file gives a tensor. Immutable; two are equal if their bytes are.
public final class StoredValues {
    private final String file;
    private final String sha256;
    private final Shape shape;
    private final float[] values;
    private final double mean;
    private final double secondMoment;

    /// Takes the array, which must not be changed afterwards.
    ///
    /// @param file as the model names it
    /// @param sha256 of the file's bytes, lower-case hex
    public StoredValues(String file, String sha256, Shape shape, float[] values) {
        this.file = file;
        this.sha256 = sha256;
        this.shape = shape;
        this.values = values;
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        this.mean = sum / values.length;
        this.secondMoment = squares / values.length;
    }

    /// As the model names it.
    public String file() {
        return file;
    }

    /// The extents the file says.
    public Shape shape() {
        return shape;
    }

    /// A copy, in row-major order.
    public float[] values() {
        return values.clone();
    }

    /// How many.
    public int length() {
        return values.length;
    }

    /// One of them.
    public float get(int i) {
        return values[i];
    }

    /// Of all.
    public double mean() {
        return mean;
    }

    /// Of all.
    public double secondMoment() {
        return secondMoment;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredValues stored && stored.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    @Override
    public String toString() {
        return file + ", sha256 " + sha256;
    }
}
