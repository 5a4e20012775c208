package org.unitscope.operators;

import java.util.Arrays;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.PairSum;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.Shape;

/// Rows of an input of an elementwise operator, seen over the rows of its output, and back: the
/// same rows; one row or number for all; one sequence for all sequences; one row of every sequence
/// for all its positions; else elements with nothing known of pairs.
public final class BroadcastRows {
    private BroadcastRows() {}

    /// What an input is repeated over.
    enum Repetition {
        NONE,
        ONE_ROW,
        ONE_SEQUENCE,
        ONE_POSITION,
        ONE_FEATURE,
        ELEMENTS
    }

    /// What the gradient of an input of this shape is summed over.
    static Repetition repetition(Shape shape, Shape output) {
        if (shape.equals(output)) {
            return Repetition.NONE;
        }
        if (shape.rank() == 1 && sameWidth(shape, output) && shape.extent(0) > 1) {
            return Repetition.ONE_ROW;
        }
        if (isOnePosition(shape, output)) {
            return Repetition.ONE_POSITION;
        }
        if (isOneSequence(shape, output)) {
            return Repetition.ONE_SEQUENCE;
        }
        return isOneFeature(shape, output) ? Repetition.ONE_FEATURE : Repetition.ELEMENTS;
    }

    /// The state of an input, repeated as broadcasting does.
    ///
    /// @param other rows of the other input
    public static TensorState of(Invocation use, int input, TensorState state, RowGrid other) {
        Shape shape = use.input(input);
        Shape output = use.output();
        if (shape.equals(output)) {
            return state;
        }
        boolean otherIsWhole = use.input(1 - input).equals(output);
        RowGrid grid = otherIsWhole ? other : use.grid(output);
        if (shape.count() == 1 || (shape.rank() == 1 && sameWidth(shape, output))) {
            return oneRow(state, grid);
        }
        if (isOneSequence(shape, output)) {
            return overSequences(state, grid);
        }
        if (isOnePosition(shape, output)) {
            return PositionSums.repeated(state, grid);
        }
        if (isOneFeature(shape, output) && state.rows().positions().equals(grid.positions())) {
            return FeatureSums.repeated(state);
        }
        return state.repeated(grid);
    }

    private static boolean sameWidth(Shape shape, Shape output) {
        return output.rank() > 0 && shape.extent(-1) == output.extent(-1);
    }

    /// `[T, d]` beside `[B, T, d]`.
    private static boolean isOneSequence(Shape shape, Shape output) {
        return output.rank() == 3 && shape.equals(output.slice(1, output.rank()));
    }

    /// `[B, 1, d]` beside `[B, T, d]`.
    private static boolean isOnePosition(Shape shape, Shape output) {
        return output.rank() == 3 && output.extent(1) > 1 && shape.equals(output.with(1, 1));
    }

    /// `[…, T, 1]` beside `[…, T, d]`.
    private static boolean isOneFeature(Shape shape, Shape output) {
        return output.rank() > 1 && output.extent(-1) > 1 && shape.equals(output.with(-1, 1));
    }

    private static TensorState oneRow(TensorState row, RowGrid grid) {
        double second = row.secondMoment();
        double[] diagonal = new double[grid.positions().blocks()];
        double[] means = new double[diagonal.length];
        Arrays.fill(diagonal, second);
        Arrays.fill(means, row.mean());
        Kernels kernels =
                Kernels.independent(grid.positions(), 0, second, 1).map((i, j, k) -> second);
        return TensorState.of(grid, means, kernels.withDiagonal(diagonal), row.shape())
                .scattered(row.scatter());
    }

    /// Two sequences hold the same row at a position.
    private static TensorState overSequences(TensorState state, RowGrid grid) {
        TensorState one = asOneSequence(state, grid.positions());
        Positions t = grid.positions();
        Kernels k = one.kernels();
        Kernels repeated =
                k.isTracked()
                        ? Kernels.fill(
                                t,
                                k.classes(),
                                k.diagonal(),
                                (c, i, j, across) ->
                                        across && i == j
                                                ? (k.diagonal(i)
                                                                + (t.size(i) - 1)
                                                                        * k.at(c, i, i, false))
                                                        / t.size(i)
                                                : k.at(c, i, j, false))
                        : k;
        return TensorState.of(grid, one.means(), repeated, one.shape())
                .noisy(one.rowNoise(), one.pairNoise())
                .scattered(one.scatter());
    }

    /// Independent rows taken as the positions of one sequence.
    private static TensorState asOneSequence(TensorState state, Positions t) {
        if (state.rows().positions().equals(t)) {
            return state;
        }
        double[] diagonal = new double[t.blocks()];
        double[] means = new double[t.blocks()];
        Arrays.fill(diagonal, state.secondMoment());
        Arrays.fill(means, state.mean());
        Kernels k = state.kernels();
        Kernels spread =
                k.isTracked()
                        ? Kernels.fill(
                                t, k.classes(), diagonal, (c, i, j, across) -> k.at(c, 0, 0, true))
                        : Kernels.untracked(t, diagonal);
        return TensorState.of(new RowGrid(1, t), means, spread, state.shape())
                .noisy(state.rowNoise(), state.pairNoise())
                .scattered(state.scatter());
    }

    /// The gradient of an input, summed over what broadcasting repeated.
    public static TensorState gradient(Invocation use, int input, TensorState g) {
        Shape shape = use.input(input);
        Shape output = use.output();
        return switch (repetition(shape, output)) {
            case NONE -> g;
            case ONE_ROW -> WeightGradient.ofShift(g, shape.extent(0));
            case ONE_SEQUENCE -> summedOverSequences(g);
            case ONE_POSITION -> PositionSums.summed(g, use.grid(shape));
            case ONE_FEATURE ->
                    FeatureSums.summed(g, output.extent(-1), output.count() / g.rows().rows());
            case ELEMENTS -> summedElements(use.grid(shape), shape, output, g);
        };
    }

    private static TensorState summedElements(
            RowGrid grid, Shape shape, Shape output, TensorState g) {
        if (shape.count() == 1 && g.isTracked()) {
            return TensorState.of(total(g, output), ElementShape.GAUSSIAN)
                    .repeated(grid)
                    .scattered(g.scatter());
        }
        double terms = Broadcast.of(shape, output).repetitions();
        double mean = terms * g.mean();
        double second =
                terms * g.secondMoment() + terms * Math.max(0, terms - 1) * g.mean() * g.mean();
        return TensorState.of(new Moments(mean, second), ElementShape.GAUSSIAN)
                .repeated(grid)
                .scattered(g.scatter());
    }

    /// Moments of the sum of all elements: per feature that over pairs of rows, between features
    /// the product of means.
    private static Moments total(TensorState g, Shape output) {
        double features = output.rank() == 0 ? 1 : output.extent(-1);
        double mean = g.rows().rows() * g.mean();
        double own = PairSum.ofRows(g.kernels(), g.rows().sequences()).total();
        return new Moments(
                features * mean, features * own + features * (features - 1) * mean * mean);
    }

    /// Position by position: `G' = B G_within + B (B − 1) G_across`.
    private static TensorState summedOverSequences(TensorState g) {
        double sequences = g.rows().sequences();
        double others = sequences * (sequences - 1);
        Positions t = g.rows().positions();
        RowGrid grid = new RowGrid(1, t);
        double[] means = Arrays.stream(g.means()).map(m -> sequences * m).toArray();
        Kernels k = g.kernels();
        double[] diagonal = k.diagonal();
        if (!k.isTracked()) {
            Arrays.setAll(
                    diagonal, i -> sequences * k.diagonal(i) + others * g.mean(i) * g.mean(i));
            return TensorState.of(
                    grid, means, Kernels.untracked(t, diagonal), ElementShape.GAUSSIAN);
        }
        double[] across = k.mean(true);
        Arrays.setAll(
                diagonal, i -> sequences * k.diagonal(i) + others * across[i * t.blocks() + i]);
        Kernels summed =
                Kernels.fill(
                        t,
                        k.classes(),
                        diagonal,
                        (c, i, j, outside) ->
                                sequences * k.at(c, i, j, false) + others * k.at(c, i, j, true));
        int many = (int) Math.min(64, sequences);
        ElementShape shape =
                ElementShape.GAUSSIAN.withRows(
                        g.shape().rows().meanWith(g.shape().rows(), 1, many));
        return TensorState.of(grid, means, summed, shape).scattered(g.scatter());
    }
}
