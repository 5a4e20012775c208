package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
import org.unitscope.operators.BroadcastRows;
import org.unitscope.operators.BroadcastTerms;
import org.unitscope.operators.CrossRule;
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
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Repeated to a larger shape by the rules of NumPy: axes are aligned from the last, an extent of 1
/// stretches. The gradient of an element is the sum over its repeats, in double precision.
///
/// One row for all rows (`[d]`) and one sequence for all sequences (`[t, d]` to `[b, t, d]`) keep
/// what is known of pairs; else nothing is known of pairs, and repeats have independent gradients
/// but for their means.
public final class Expand implements Operator {
    private static final int BLOCK = 1 << 14;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "expand",
                "Expand",
                "Repeats along axes of extent 1, and along new ones in front, up to a shape.",
                "y = x broadcast to [shape], g_x = Σ over repeats of g",
                "NumPy broadcast_to; ONNX Expand");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integers("shape", 1, Integer.MAX_VALUE)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        Shape out = Shape.of(request.attributes().integers("shape"));
        if (!Shape.broadcast(in, out).equals(Optional.of(out))) {
            throw new ShapeException(
                    "aligned from the last axis, every extent of the input must be 1 or that of the"
                            + " shape, got input "
                            + in
                            + " and shape "
                            + out);
        }
        return List.of(out);
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor in = (RealTensor) inputs.getFirst();
            RealTensor out = in.zeros(use.output());
            Broadcast places = Broadcast.of(use.input(0), use.output());
            workers.forRanges(
                    out.shape().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            out.set(i, in.get(places.source(i)));
                        }
                    });
            return List.of(out);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(
                        Optional.of(
                                Broadcast.of(use.input(0), use.output())
                                        .sumBack(gradients.getFirst(), workers)));
    }

    /// The use as that of an elementwise operator beside a tensor of the output's shape.
    private static Invocation beside(Invocation use) {
        return new Invocation(
                use.node(),
                use.attributes(),
                List.of(use.input(0), use.output()),
                use.outputs(),
                List.of(Optional.empty(), Optional.empty()),
                use.singlePositions());
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                BroadcastRows.of(
                                        beside(use), 0, inputs.getFirst(), use.grid(use.output()))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        BroadcastRows.gradient(
                                                beside(use), 0, gradients.getFirst()))),
                Basis.EXACT,
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
            return Optional.of(
                    new Derivation(
                            "the same elements, repeated", "E y² = E x²", Term.of("all", square)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Quantity square =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            return Optional.of(
                    new Derivation(
                            "a sum over repeats",
                            "E g_x² = E g², summed over repeats",
                            BroadcastTerms.gradient(
                                    beside(of.use()), 0, of.gradient(), List.of(square))));
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) ->
                List.of(
                        use.input(0).equals(use.output())
                                ? CrossRule.constant(inputs.getFirst(), 1)
                                : new double[0]));
    }

    /// 1; an element sums the gradients of its repeats.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.of(Factor.ONE, of.repeated(0)).fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("one row for all", List.of(64), 4, 8, 64),
                example("one sequence for all", List.of(8, 64), 4, 8, 64),
                example("along one axis", List.of(16, 1, 64), 16, 8, 64));
    }

    private static OperatorCase example(String title, List<Integer> extents, Integer... shape) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(
                                extents.stream().mapToInt(Integer::intValue).toArray())),
                new AttributeMap(
                        Map.of("shape", Arrays.stream(shape).map(Integer::doubleValue).toList())),
                0);
    }
}
