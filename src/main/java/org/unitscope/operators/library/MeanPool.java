package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PoolDerivations;
import org.unitscope.operators.PositionMeans;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// The mean over positions: `[batch, positions, d]` to `[batch, d]`; with `window` w over
/// consecutive windows that do not overlap, to `[batch, positions / w, d]`. Every position gets `g
/// / n` back, n the number of positions averaged. Summed in double precision, first position first.
public final class MeanPool implements Operator {
    private static final int ROWS = 16;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "mean_pool",
                "Mean over positions",
                "Averages over all positions, or over windows that do not overlap (0: all).",
                "y = mean over positions t of x[t]",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integer("window", 0, 0, 1 << 30)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int window = request.attributes().integer("window");
        if (in.rank() != 3 || (window > 0 && in.extent(1) % window != 0)) {
            throw new ShapeException(
                    "the input must be [batch, positions, features] with positions a multiple of the"
                            + " window, got "
                            + in
                            + " and window "
                            + window);
        }
        return List.of(
                window == 0
                        ? Shape.of(in.extent(0), in.extent(2))
                        : in.with(1, in.extent(1) / window));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor out = in.zeros(use.output());
            int features = use.output().extent(-1);
            int averaged = averaged(use);
            forRows(
                    use,
                    workers,
                    row -> {
                        for (int i = 0; i < features; i++) {
                            double sum = 0;
                            for (int t = 0; t < averaged; t++) {
                                sum += in.get((row * averaged + t) * features + i);
                            }
                            out.set(row * features + i, sum / averaged);
                        }
                    });
            return List.of(out);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            int features = use.output().extent(-1);
            int averaged = averaged(use);
            forRows(
                    use,
                    workers,
                    row -> {
                        for (int i = 0; i < averaged * features; i++) {
                            double share = g.get(row * features + i % features) / averaged;
                            result.set(row * averaged * features + i, share);
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    /// How many positions make one of the output.
    private static int averaged(Invocation use) {
        return Math.toIntExact(use.input(0).count() / use.output().count());
    }

    /// Work on one row of the output.
    private interface RowBody {
        void accept(int row);
    }

    private static void forRows(Invocation use, Workers workers, RowBody body) {
        workers.forRanges(
                use.output().count() / use.output().extent(-1),
                ROWS,
                (from, to) -> {
                    for (int row = (int) from; row < to; row++) {
                        body.accept(row);
                    }
                });
    }

    /// Windows cut blocks of positions, so positions are described singly.
    @Override
    public boolean needsSinglePositions() {
        return true;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                PositionMeans.of(
                                        inputs.getFirst(),
                                        use.attributes().integer("window"),
                                        use.input(0).extent(2))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        PositionMeans.back(
                                                inputs.getFirst(),
                                                gradients.getFirst(),
                                                use.attributes().integer("window")))),
                Basis.EXACT,
                new PoolDerivations());
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// `n^1/2` for n positions; every position gets `g / n`, so its factor is n.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double n = of.use().input(0).count() / (double) of.use().output().count();
        return Optional.of(
                IdealFactors.of(
                        Factor.root("positions", n),
                        Factor.of(n, "positions", "positions = " + Factor.whole(n))));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "all positions",
                        List.of(OperatorCase.normal(8, 32, 64)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "windows of four",
                        List.of(OperatorCase.normal(8, 32, 64)),
                        new AttributeMap(Map.of("window", 4.0)),
                        0));
    }
}
