package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.graph.IndexLaw;
import org.unitscope.tensor.Shape;

/// How often the indices of a tensor name each of n entries.
///
/// @param once per entry the expected number of places that hold it
/// @param pairs per entry the expected number of ordered pairs of places that both do
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexCounts(double[] once, double[] pairs) {
    /// Of indices of a law, independent but for those that say the position.
    ///
    /// @param shape of the index tensor
    /// @param entries n, at least the law's bound
    public static IndexCounts of(IndexLaw law, Shape shape, int entries) {
        int row = shape.rank() == 0 ? 1 : shape.extent(-1);
        double places = shape.count();
        double[] once = Arrays.copyOf(law.probabilities(row), entries);
        double[] pairs = once.clone();
        boolean fixed = law instanceof IndexLaw.Range;
        Arrays.setAll(once, i -> once[i] * places);
        Arrays.setAll(
                pairs,
                i ->
                        fixed
                                ? once[i] * Math.max(0, once[i] - 1)
                                : once[i] * once[i] * (places - 1) / places);
        return new IndexCounts(once, pairs);
    }

    /// Of indices of which nothing is known: uniform.
    public static IndexCounts uniform(Shape shape, int entries) {
        return of(new IndexLaw.Uniform(entries), shape, entries);
    }

    /// The sum over entries of the expected pairs.
    public double allPairs() {
        return Arrays.stream(pairs).sum();
    }
}
