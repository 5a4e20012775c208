package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.RepeatDerivations;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `[batch, heads, positions, d]` to `[batch, heads · repeats, positions, d]`: every head `repeats`
/// times in a row, so that groups of query heads share the keys and values of one. The gradient of
/// a head is the sum over its repeats, in double precision, first repeat first.
public final class RepeatHeads implements Operator {
    private static final int BLOCK = 1 << 12;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "repeat_heads",
                "Repeat heads",
                "Repeats every attention head, for keys and values that several query heads share.",
                "[b, h, t, d] -> [b, h·repeats, t, d]",
                "Ainslie et al. 2023, arXiv 2305.13245");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integer("repeats", 1, 1 << 20)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        long heads = in.rank() < 2 ? 0 : (long) in.extent(1) * repeats(request.attributes());
        if (in.rank() != 4 || heads > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "the input must be [batch, heads, positions, features] and the result must fit, got "
                            + in
                            + " and "
                            + repeats(request.attributes())
                            + " repeats");
        }
        return List.of(in.with(1, (int) heads));
    }

    private static int repeats(AttributeMap attributes) {
        return attributes.integer("repeats");
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor out = in.zeros(use.output());
            int repeats = repeats(use.attributes());
            int head = head(use);
            workers.forRanges(
                    in.shape().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            for (int r = 0; r < repeats; r++) {
                                out.set((i / head * repeats + r) * head + i % head, in.get(i));
                            }
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
            int repeats = repeats(use.attributes());
            int head = head(use);
            workers.forRanges(
                    result.shape().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            double sum = 0;
                            for (int r = 0; r < repeats; r++) {
                                sum += g.get((i / head * repeats + r) * head + i % head);
                            }
                            result.set(i, sum);
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    /// Elements of one head.
    private static int head(Invocation use) {
        return use.input(0).extent(2) * use.input(0).extent(3);
    }

    /// Heads that repeat one leave every kernel as it is; their gradients, which come through heads
    /// of queries of their own, add up independently.
    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(inputs.getFirst()),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    double repeats = use.attributes().integer("repeats");
                    double[] means = g.means().clone();
                    Arrays.setAll(means, i -> repeats * g.mean(i));
                    double pairs = repeats * (repeats - 1);
                    TensorState sum = g.with(g.kernels().scaled(repeats)).withMeans(means);
                    return List.of(
                            Optional.of(
                                    g.isCentered()
                                            ? sum
                                            : sum.with(
                                                    sum.kernels()
                                                            .map((i, j, k) ->
                                                                    k
                                                                            + pairs * g.mean(i)
                                                                                    * g.mean(j)))));
                },
                Basis.INDEPENDENT_INPUTS,
                new RepeatDerivations());
    }

    @Override
    public CrossRule cross() {
        return CrossRule.same();
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1; a head sums the gradients of its repeats.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(
                IdealFactors.of(
                                Factor.ONE,
                                Factor.inverseRoot("repeats", repeats(of.use().attributes())))
                        .fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "two heads for six",
                        List.of(OperatorCase.normal(2, 2, 8, 16)),
                        new AttributeMap(Map.of("repeats", 3.0)),
                        0));
    }
}
