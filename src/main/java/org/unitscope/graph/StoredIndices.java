package org.unitscope.graph;

import java.util.Arrays;
import org.unitscope.tensor.Shape;

/// Indices that a file gives an input, −1 where nothing is. Immutable; two are equal if their bytes
/// are.
public final class StoredIndices {
    private final String file;
    private final String sha256;
    private final Shape shape;
    private final int[] values;

    /// Takes the array, which must not be changed afterwards.
    ///
    /// @param file as the model names it
    /// @param sha256 of the file's bytes, lower-case hex
    public StoredIndices(String file, String sha256, Shape shape, int[] values) {
        this.file = file;
        this.sha256 = sha256;
        this.shape = shape;
        this.values = values;
    }

    /// As the model names it.
    public String file() {
        return file;
    }

    /// A copy, in row-major order.
    public int[] values() {
        return values.clone();
    }

    /// The largest of them.
    public int largest() {
        return Arrays.stream(values).max().orElse(-1);
    }

    /// The share of rows in which something is at this place.
    double presentAt(int position) {
        int length = shape.rank() == 0 ? 1 : shape.extent(-1);
        int present = 0;
        for (int i = position; i < values.length; i += length) {
            present += values[i] >= 0 ? 1 : 0;
        }
        return (double) present * length / values.length;
    }

    /// The share of places that hold something.
    double presentShare() {
        return (double) Arrays.stream(values).filter(v -> v >= 0).count() / values.length;
    }

    /// How often each index is there, of all that are.
    double[] frequencies(int bound) {
        double[] counts = new double[bound];
        double present = 0;
        for (int value : values) {
            if (value >= 0) {
                counts[value]++;
                present++;
            }
        }
        for (int k = 0; k < bound; k++) {
            counts[k] /= present;
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredIndices stored && stored.sha256.equals(sha256);
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
