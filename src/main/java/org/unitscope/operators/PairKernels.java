package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.unitscope.tensor.Shape;

/// Expected products `E x_p x_p'` of the same feature in two rows of a tensor: within one sequence
/// and across sequences, averaged over positions. A row is everything along the last axis; a
/// sequence is the rows of one index of the first axis.
///
/// A pair of rows belongs to a class, drawn with its weight. For every identity (a token, a
/// segment) both rows have the same or different ones; and the product over finitely many features
/// lies a standard deviation below or above its mean (two noise nodes). So a product of two
/// kernels, and a function of one, have the right mean. Identities are independent of each other.
///
/// @param identities paths of the tables that rows were looked up in, sorted
/// @param classes one entry per pair class, weights summing to 1; empty where nothing is tracked.
///   Class `2 b + e` has noise node e (0 below, 1 above) and equal identities where b has a 1, the
///   first identity in the lowest bit
public record PairKernels(List<String> identities, List<PairClass> classes) {
    /// No rule has said anything about pairs.
    public static final PairKernels UNTRACKED = new PairKernels(List.of(), List.of());

    private static final double CANCELLED = 1e-9;

    /// More identities than this are not followed: the number of classes doubles with each.
    private static final int MOST_IDENTITIES = 4;

    /// Copies the lists.
    public PairKernels {
        identities = List.copyOf(identities);
        classes = List.copyOf(classes);
    }

    /// One class of pairs.
    ///
    /// @param weight its probability
    /// @param inSequence `E x_t x_t'` for t not t' of the same sequence
    /// @param crossSequence `E x_t x_t'` of different sequences
    public record PairClass(double weight, double inSequence, double crossSequence) {
        private PairClass map(DoubleUnaryOperator f) {
            return new PairClass(
                    weight, f.applyAsDouble(inSequence), f.applyAsDouble(crossSequence));
        }
    }

    /// Independent rows with a common mean: the product over `features` elements scatters by
    /// `variance / √features` about the square of the mean.
    public static PairKernels independent(double mean, double variance, double features) {
        double noise = variance / Math.sqrt(features);
        double square = mean * mean;
        return new PairKernels(
                List.of(),
                List.of(
                        new PairClass(0.5, square - noise, square - noise),
                        new PairClass(0.5, square + noise, square + noise)));
    }

    /// Rows looked up in a table: equal with probability `same`, else independent.
    ///
    /// @param identity path of the look-up
    public static PairKernels drawn(
            String identity, double same, double variance, double features) {
        double noise = variance / Math.sqrt(features);
        return new PairKernels(
                List.of(identity),
                List.of(
                        new PairClass((1 - same) / 2, -noise, -noise),
                        new PairClass((1 - same) / 2, noise, noise),
                        new PairClass(same / 2, variance, variance),
                        new PairClass(same / 2, variance, variance)));
    }

    /// What a tensor of one sequence `[T, d]`, added to every sequence alike, brings with it.
    ///
    /// @param second its `E x²`
    public PairKernels perPosition(double second, double positions) {
        return new PairKernels(
                identities,
                classes.stream()
                        .map(pair ->
                                new PairClass(
                                        pair.weight(),
                                        pair.crossSequence(),
                                        second / positions
                                                + (1 - 1 / positions) * pair.crossSequence()))
                        .toList());
    }

    /// Whether any rule has said something.
    public boolean isTracked() {
        return !classes.isEmpty();
    }

    /// Every kernel mapped.
    public PairKernels map(DoubleUnaryOperator f) {
        return new PairKernels(identities, classes.stream().map(pair -> pair.map(f)).toList());
    }

    /// The kernels of `factor · x`.
    PairKernels scaled(double factor) {
        return map(k -> factor * factor * k);
    }

    /// Class by class combined; untracked if either is.
    public PairKernels combine(PairKernels other, DoubleBinaryOperator f) {
        TreeSet<String> union = new TreeSet<>(identities);
        union.addAll(other.identities);
        if (!isTracked() || !other.isTracked() || union.size() > MOST_IDENTITIES) {
            return UNTRACKED;
        }
        List<String> all = List.copyOf(union);
        List<PairClass> result = new ArrayList<>();
        for (int index = 0; index < 2 << all.size(); index++) {
            PairClass a = classes.get(project(index, all, identities));
            PairClass b = other.classes.get(project(index, all, other.identities));
            double weight = a.weight();
            for (String identity : all) {
                if (!identities.contains(identity)) {
                    weight *= other.share(identity, isSame(index, all, identity));
                }
            }
            result.add(
                    new PairClass(
                            weight,
                            f.applyAsDouble(a.inSequence(), b.inSequence()),
                            f.applyAsDouble(a.crossSequence(), b.crossSequence())));
        }
        return new PairKernels(all, result);
    }

    private static boolean isSame(int index, List<String> identities, String identity) {
        return (index >> (1 + identities.indexOf(identity)) & 1) == 1;
    }

    /// The index, among the classes of some identities, of a class of more.
    private static int project(int index, List<String> all, List<String> some) {
        int result = index & 1;
        for (int i = 0; i < some.size(); i++) {
            result |= isSame(index, all, some.get(i)) ? 2 << i : 0;
        }
        return result;
    }

    private double share(String identity, boolean same) {
        double sum = 0;
        for (int i = 0; i < classes.size(); i++) {
            sum += isSame(i, identities, identity) == same ? classes.get(i).weight() : 0;
        }
        return sum;
    }

    /// The kernels of pairs whose rows have one identity in common; untracked if it is not
    /// followed.
    public PairKernels given(String identity) {
        if (!identities.contains(identity)) {
            return UNTRACKED;
        }
        double share = share(identity, true);
        List<PairClass> result = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            PairClass pair = classes.get(i);
            double weight = isSame(i, identities, identity) ? pair.weight() / share : 0;
            result.add(new PairClass(weight, pair.inSequence(), pair.crossSequence()));
        }
        return new PairKernels(identities, result);
    }

    /// The mean over classes.
    ///
    /// @param across of pairs across sequences, else within one
    public double mean(boolean across) {
        return classes.stream()
                .mapToDouble(
                        pair -> pair.weight() * (across ? pair.crossSequence() : pair.inSequence()))
                .sum();
    }

    /// Widens the two noise nodes of a normalized kernel to what `features` features leave: `(1 -
    /// ρ²) / √features` about their mean ρ.
    public PairKernels renoised(double features) {
        List<PairClass> result = new ArrayList<>();
        for (int i = 0; i + 1 < classes.size(); i += 2) {
            PairClass a = classes.get(i);
            PairClass b = classes.get(i + 1);
            double[] in = widened(a.inSequence(), b.inSequence(), features);
            double[] cross = widened(a.crossSequence(), b.crossSequence(), features);
            result.add(new PairClass(a.weight(), in[0], cross[0]));
            result.add(new PairClass(b.weight(), in[1], cross[1]));
        }
        return new PairKernels(identities, result);
    }

    private static double[] widened(double low, double high, double features) {
        double middle = (low + high) / 2;
        double half = (high - low) / 2;
        double rho = Math.clamp(middle, -1, 1);
        double least = (1 - rho * rho) / Math.sqrt(features);
        double width = Math.abs(half) < least ? least : half;
        return new double[] {middle - width, middle + width};
    }

    /// `E (Σ_p x_p g_p)²` over all rows p of a tensor of this shape, for x independent of g: the
    /// sum over all pairs of rows of the product of their kernels. Its three parts are the rows
    /// alone, pairs within a sequence and pairs across sequences.
    ///
    /// @param second `E x²`
    /// @param gradientSecond `E g²`
    /// @return NaN if either is untracked
    public double sumOverPairs(
            double second, PairKernels gradients, double gradientSecond, Shape shape) {
        PairKernels products = combine(gradients, (x, g) -> x * g);
        if (!products.isTracked()) {
            return Double.NaN;
        }
        double inSequence = products.mean(false);
        double across = products.mean(true);
        double sequences = shape.rank() < 2 ? 1 : shape.extent(0);
        double positions = (double) shape.count() / shape.extent(-1) / sequences;
        double alone = positions * second * gradientSecond;
        double sum =
                sequences * (alone + positions * (positions - 1) * inSequence)
                        + sequences * (sequences - 1) * positions * positions * across;
        // What cancels but for rounding is zero: the sum of all gradients of a softmax's keys.
        boolean cancels = sum < CANCELLED * sequences * alone;
        return cancels ? 0 : sum;
    }

    /// `E (Σ_p g_p)²` over all rows p: [#sumOverPairs] with x = 1.
    ///
    /// @return NaN if untracked
    public double sumOfRows(double second, Shape shape) {
        return map(k -> 1).sumOverPairs(1, this, second, shape);
    }
}
