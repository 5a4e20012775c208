package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PairKernels;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.TensorState;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Row `indices[i]` of the table `[vocabulary, d]` at every place i.
///
/// Moments: those of the table. Its gradient sums the gradients of all places with one index: over
/// the whole table, `E g² = N E g_y² / V` for N places and V rows, taking places as uncorrelated.
public final class Embedding implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "embedding",
                "Embedding",
                "Looks up one row of a table for every index.",
                "y_i = table[indices_i]",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.index("indices"), Input.real("table")), List.of("output"), List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape table = request.input(1);
        if (table.rank() != 2) {
            throw new ShapeException("the table must be [vocabulary, features], got " + table);
        }
        request.requireIndicesBelow(0, table.extent(0), false);
        return List.of(request.input(0).concat(Shape.of(table.extent(1))));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            int[] indices = ((IndexTensor) inputs.get(0)).array();
            RealTensor table = (RealTensor) inputs.get(1);
            RealTensor out = table.zeros(use.output());
            int features = table.shape().extent(1);
            workers.forRanges(
                    indices.length,
                    64,
                    (from, to) -> {
                        for (int place = (int) from; place < to; place++) {
                            for (int i = 0; i < features; i++) {
                                out.set(
                                        place * features + i,
                                        table.get(indices[place] * features + i));
                            }
                        }
                    });
            return List.of(out);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            int[] indices = ((IndexTensor) inputs.get(0)).array();
            RealTensor g = gradients.getFirst();
            RealTensor toTable = g.zeros(use.input(1));
            int features = use.input(1).extent(1);
            // By feature, so that every sum runs over the places in order on any number of threads.
            workers.forRanges(
                    features,
                    16,
                    (from, to) -> {
                        for (int place = 0; place < indices.length; place++) {
                            for (int i = (int) from; i < to; i++) {
                                int target = indices[place] * features + i;
                                double sum = toTable.get(target) + g.get(place * features + i);
                                toTable.set(target, sum);
                            }
                        }
                    });
            return Arrays.asList(Optional.empty(), Optional.of(toTable));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(rows(use, inputs.get(1))),
                (use, inputs, outputs, gradients) ->
                        List.of(Optional.empty(), Optional.of(toTable(use, gradients.getFirst()))),
                Basis.INDEPENDENT_INPUTS);
    }

    /// Rows with the same token are equal; under a uniform law that has the probability 1/V.
    private static TensorState rows(Invocation use, TensorState table) {
        double features = use.input(1).extent(1);
        boolean tracked = uniform(use) && table.mean() == 0;
        Optional<IndexLaw.Range> range = range(use);
        if (range.isPresent() && table.mean() == 0) {
            PairKernels pairs = byPosition(use, range.get(), table.secondMoment(), features);
            return table.with(pairs, 2 / features);
        }
        return tracked
                ? table.with(
                        PairKernels.drawn(
                                use.node(),
                                1.0 / use.input(1).extent(0),
                                table.secondMoment(),
                                features),
                        2 / features)
                : table;
    }

    private static Optional<IndexLaw.Range> range(Invocation use) {
        return use.indexLaws()
                .getFirst()
                .filter(IndexLaw.Range.class::isInstance)
                .map(IndexLaw.Range.class::cast);
    }

    /// Position t takes row `t / divisor`: neighbors may share it, and all sequences take the same.
    private static PairKernels byPosition(
            Invocation use, IndexLaw.Range range, double variance, double features) {
        double positions = use.input(0).rank() == 0 ? 1 : use.input(0).extent(-1);
        double share = Math.min(range.divisor(), positions) / positions;
        boolean several = use.input(0).rank() > 1;
        boolean alone = range.divisor() < 2 && !several;
        return alone
                ? PairKernels.independent(0, variance, features)
                : PairKernels.drawn(use.node(), share, variance, features);
    }

    /// Each of the rows in use sums `sequences · divisor` gradients.
    private static TensorState toRange(Invocation use, IndexLaw.Range range, TensorState g) {
        double positions = use.input(0).rank() == 0 ? 1 : use.input(0).extent(-1);
        double sequences = use.input(0).count() / positions;
        double shared = Math.min(range.divisor(), positions);
        double table = use.input(1).extent(0);
        TensorState alone =
                TensorState.of(
                        g.mean() * use.input(0).count() / table,
                        g.secondMoment() * use.input(0).count() / table);
        if (!g.pairs().isTracked()) {
            return alone;
        }
        boolean several = use.input(0).rank() > 1;
        PairKernels same = g.pairs().given(use.node());
        PairKernels pairs = same.isTracked() ? same : g.pairs();
        double within = pairs.mean(!several);
        double across = pairs.mean(true);
        double row =
                sequences * shared * (g.secondMoment() + (shared - 1) * within)
                        + sequences * (sequences - 1) * shared * shared * across;
        return alone.withSecondMoment(positions / shared / table * row);
    }

    private static boolean uniform(Invocation use) {
        return use.indexLaws().getFirst().filter(IndexLaw.Uniform.class::isInstance).isPresent();
    }

    /// A row of the table sums the gradients of its hits. `(N E g² + Σ p² Σ_pairs G_same) / V`,
    /// G_same being the kernel of pairs that hold the same token.
    private static TensorState toTable(Invocation use, TensorState g) {
        double share = (double) use.input(0).count() / use.input(1).extent(0);
        TensorState alone = TensorState.of(g.mean() * share, g.secondMoment() * share);
        Optional<IndexLaw.Range> range = range(use);
        if (range.isPresent()) {
            return toRange(use, range.get(), g);
        }
        PairKernels same = g.pairs().given(use.node());
        if (!uniform(use) || !same.isTracked()) {
            return alone;
        }
        double vocabulary = use.input(1).extent(0);
        double rows = use.input(0).count();
        double pairs = same.sumOfRows(0, use.output());
        double second = (rows * g.secondMoment() + pairs / vocabulary) / vocabulary;
        return alone.withSecondMoment(second);
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "tokens",
                        List.of(
                                new OperatorCase.CaseInput.Index(
                                        Shape.of(16, 64), new IndexLaw.Uniform(256)),
                                OperatorCase.normal(256, 64)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "frequent and rare tokens",
                        List.of(
                                new OperatorCase.CaseInput.Index(
                                        Shape.of(16, 64), new IndexLaw.Zipf(256, 1)),
                                OperatorCase.normal(256, 64)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "positions",
                        List.of(
                                new OperatorCase.CaseInput.Index(
                                        Shape.of(64), new IndexLaw.Range(128, 1)),
                                OperatorCase.normal(128, 64)),
                        AttributeMap.NONE,
                        0));
    }
}
