package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PositionRows;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.operators.TokenRows;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Row `indices[i]` of the table `[vocabulary, d]` at every place i.
///
/// Moments: those of the table; pairs of rows are equal or independent, see [TokenRows] for indices
/// drawn at random and [PositionRows] for those that say the position. The table's gradient sums
/// the gradients of all places with one index.
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
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static TensorState rows(Invocation use, TensorState table) {
        double features = use.input(1).extent(1);
        RowGrid grid = use.grid(use.output());
        return switch (law(use)) {
            case IndexLaw.Range range ->
                    PositionRows.of(table, range.divisor(), features, byPosition(use));
            case null -> table.repeated(grid);
            case IndexLaw law ->
                    TokenRows.of(table, use.node(), probabilities(use, law), features, grid);
        };
    }

    private static @Nullable IndexLaw law(Invocation use) {
        return use.indexLaws().getFirst().orElse(null);
    }

    /// Indices by position are ordered even without an axis of sequences.
    private static RowGrid byPosition(Invocation use) {
        return use.input(0).rank() == 1
                ? use.grid(Shape.of(1).concat(use.output()))
                : use.grid(use.output());
    }

    /// Over all rows of the table; those beyond the law's bound are never hit.
    private static double[] probabilities(Invocation use, IndexLaw law) {
        return Arrays.copyOf(law.probabilities(innermost(use)), use.input(1).extent(0));
    }

    private static int innermost(Invocation use) {
        return use.input(0).rank() == 0 ? 1 : use.input(0).extent(-1);
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square = Quantity.square("w", of.input(1).secondMoment(), "the table");
            return Optional.of(
                    new Derivation("rows of a table", "E y² = E w²", Term.of("all", square)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState g = of.gradient();
            double table = of.use().input(1).extent(0);
            return switch (law(of.use())) {
                case IndexLaw.Range range ->
                        Optional.of(PositionRows.ofTable(g, range.divisor(), table));
                case null -> Optional.empty();
                case IndexLaw law ->
                        Optional.of(
                                TokenRows.ofTable(
                                        g, of.use().node(), probabilities(of.use(), law)));
            };
        }
    }

    private static TensorState toTable(Invocation use, TensorState g) {
        double table = use.input(1).extent(0);
        double places = use.input(0).count();
        return switch (law(use)) {
            case IndexLaw.Range range -> PositionRows.toTable(g, range.divisor(), table);
            case null ->
                    TensorState.of(g.mean() * places / table, g.secondMoment() * places / table);
            case IndexLaw law -> TokenRows.toTable(g, use.node(), probabilities(use, law));
        };
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(1));
    }

    /// 1; the table gets `(rows of the table / tokens)^1/2`, which is exact over the whole table
    /// for any law of tokens.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double rows = of.use().input(1).extent(0);
        double tokens = of.use().input(0).count();
        Factor table =
                Factor.of(
                        Math.sqrt(rows / tokens),
                        "(vocabulary / tokens)^1/2",
                        "vocabulary = "
                                + Factor.whole(rows)
                                + ", tokens = "
                                + Factor.whole(tokens));
        return Optional.of(
                new IdealFactors(Factor.ONE, List.of(Optional.empty(), Optional.of(table)), true));
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
