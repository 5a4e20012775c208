package org.unitscope.sampling;

import java.util.Arrays;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.RandomBits;
import org.unitscope.kernels.Workers;
import org.unitscope.random.RandomStream;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.Shape;

/// Draws inputs and parameters. Every tensor has a stream of its own, addressed by run seed, node
/// path and purpose, so that no tensor's numbers depend on another's.
public final class Sources {
    /// Streams of places and of labels of a masked law are apart.
    private static final String PLACES = "places";

    private final long seed;
    private final Workers workers;

    /// For one run.
    public Sources(long seed, Workers workers) {
        this.seed = seed;
        this.workers = workers;
    }

    /// Of the run.
    long seed() {
        return seed;
    }

    /// Real numbers from a law.
    ///
    /// @param purpose `input` or `weight`
    public FloatTensor values(String node, String purpose, Shape shape, ValueLaw law) {
        float[] out = new float[shape.length()];
        RandomStream stream = RandomStream.of(seed, node, purpose);
        Draws draws = new Draws(part -> RandomStream.of(seed, node, purpose + " " + part), workers);
        switch (law) {
            case ValueLaw.Normal normal ->
                    stream.fillNormal(
                            workers,
                            out,
                            0,
                            (float) normal.mean(),
                            (float) normal.standardDeviation());
            case ValueLaw.Uniform uniform ->
                    stream.fillUniform(
                            workers, out, 0, (float) uniform.low(), (float) uniform.high());
            case ValueLaw.Constant constant -> Arrays.fill(out, (float) constant.value());
            case ValueLaw.TruncatedNormal cut -> draws.truncated(out, cut);
            case ValueLaw.StudentT heavy -> draws.studentT(out, heavy);
            case ValueLaw.CorrelatedRows rows ->
                    draws.correlatedRows(out, shape.rank() == 0 ? 1 : shape.extent(-1), rows);
            case ValueLaw.Orthogonal matrix ->
                    draws.orthogonal(out, shape.extent(0), matrix.gain());
            case ValueLaw.Stored stored -> draws.stored(out, stored);
        }
        return new FloatTensor(shape, out);
    }

    /// The bits that stochastic rounding takes, by index of the element.
    ///
    /// @param node path of the node that rounds
    /// @param place which of its tensors: a role, `input 0`, `gradient 0`
    RandomBits roundingBits(String node, String place) {
        return RandomStream.of(seed, node, "rounding " + place)::bits;
    }

    /// Indices from a law.
    public IndexTensor indices(String node, Shape shape, IndexLaw law) {
        int[] out = new int[shape.length()];
        int innermost = shape.rank() == 0 ? 1 : shape.extent(-1);
        RandomStream stream = RandomStream.of(seed, node, "index");
        switch (law) {
            case IndexLaw.Uniform uniform -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = stream.below(i, uniform.bound());
                }
            }
            case IndexLaw.Range range -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = i % innermost / range.divisor();
                }
            }
            case IndexLaw.Zipf zipf -> fill(out, zipf.probabilities(innermost), stream);
            case IndexLaw.ExceptLast except -> {
                Arrays.fill(out, -1);
                int rest = innermost - except.count();
                if (rest > 0) {
                    int[] drawn = indices(node, shape.with(-1, rest), except.of()).array();
                    for (int i = 0; i < drawn.length; i++) {
                        out[i / rest * innermost + i % rest] = drawn[i];
                    }
                }
            }
            case IndexLaw.Stored stored ->
                    System.arraycopy(stored.values().values(), 0, out, 0, out.length);
            case IndexLaw.Masked masked -> fillMasked(node, out, innermost, masked, stream);
        }
        return new IndexTensor(shape, out);
    }

    /// Inverts the distribution function: the first index whose cumulated probability exceeds a
    /// uniform number.
    private static void fill(int[] out, double[] probabilities, RandomStream stream) {
        double[] cumulated = probabilities.clone();
        for (int k = 1; k < cumulated.length; k++) {
            cumulated[k] += cumulated[k - 1];
        }
        for (int i = 0; i < out.length; i++) {
            int found = Arrays.binarySearch(cumulated, stream.uniform(i));
            int above = found < 0 ? -found - 1 : found + 1;
            out[i] = Math.min(above, cumulated.length - 1);
        }
    }

    /// Selection sampling (Knuth, Algorithm 3.4.2 S): every row gets its exact count of labels,
    /// every set of places being equally likely.
    private void fillMasked(
            String node, int[] out, int innermost, IndexLaw.Masked masked, RandomStream stream) {
        RandomStream places = RandomStream.of(seed, node, PLACES);
        int wanted = masked.presentCount(innermost);
        int missing = wanted;
        for (int i = 0; i < out.length; i++) {
            int position = i % innermost;
            missing = position == 0 ? wanted : missing;
            boolean chosen = places.uniform(i) * (innermost - position) < missing;
            out[i] = chosen ? stream.below(i, masked.bound()) : -1;
            missing -= chosen ? 1 : 0;
        }
    }
}
