package org.unitscope.onnx;

import java.util.Arrays;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.tensor.Shape;

/// Masks and biases as the documentation and the papers state them, apart from the engine's.
final class Masks {
    private Masks() {}

    /// Whether the mask hides a key of any query.
    static boolean hides(AttributeMap attributes) {
        return attributes.flag("causal")
                || attributes.integer("window", 0) > 0
                || attributes.find("valid").isPresent();
    }

    /// Whether distance is held against keys.
    static boolean isBiased(AttributeMap attributes) {
        return attributes.find("alibi").equals(Optional.of(true));
    }

    /// Which keys `[queries, keys]` are seen.
    static boolean[] visible(AttributeMap attributes, int queries, int keys) {
        boolean[] visible = new boolean[queries * keys];
        int window = attributes.integer("window", 0);
        for (int i = 0; i < queries; i++) {
            for (int j = 0; j < keys; j++) {
                boolean near = window == 0 || (i - j < window && j - i < window);
                boolean seen =
                        attributes.flag("causal")
                                ? (near && j <= i) || j < attributes.integer("prefix", 0)
                                : near;
                visible[i * keys + j] = seen && j < attributes.integer("valid", keys);
            }
        }
        return visible;
    }

    /// The biases of ALiBi `[heads, queries, keys]`, and −∞ where a key is hidden. With a power of
    /// two of heads slopes are the geometric sequence from `2^(−8/heads)` on; else those of the
    /// power below and every second one of the power above (Press et al. 2021, footnote 8 and the
    /// authors' code).
    static double[] biases(AttributeMap attributes, int heads, int queries, int keys) {
        boolean[] visible = visible(attributes, queries, keys);
        double[] biases = new double[heads * queries * keys];
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < queries; i++) {
                for (int j = 0; j < keys; j++) {
                    biases[(h * queries + i) * keys + j] =
                            visible[i * keys + j]
                                    ? -slopes(heads)[h] * Math.abs(i - j)
                                    : Double.NEGATIVE_INFINITY;
                }
            }
        }
        return biases;
    }

    private static double[] slopes(int heads) {
        double ratio = Math.pow(2, -8.0 / heads);
        double[] slopes = new double[heads];
        if (Integer.bitCount(heads) == 1) {
            Arrays.setAll(slopes, h -> Math.pow(ratio, h + 1.0));
            return slopes;
        }
        int below = Integer.highestOneBit(heads);
        System.arraycopy(slopes(below), 0, slopes, 0, below);
        double[] above = slopes(2 * below);
        for (int h = below; h < heads; h++) {
            slopes[h] = above[2 * (h - below)];
        }
        return slopes;
    }

    /// The largest size of a bias; none is above the distance, as no slope is above 1.
    static double largestBias(AttributeMap attributes, int keys) {
        return isBiased(attributes) ? keys : 0;
    }

    /// The mask as a constant of a graph.
    static String flags(GraphDraft g, AttributeMap attributes, int queries, int keys) {
        return g.flags(Shape.of(queries, keys), visible(attributes, queries, keys));
    }

    /// Biases and mask as a constant of a graph.
    static String numbers(GraphDraft g, AttributeMap attributes, int heads, int queries, int keys) {
        return g.constant(Shape.of(heads, queries, keys), biases(attributes, heads, queries, keys));
    }
}
