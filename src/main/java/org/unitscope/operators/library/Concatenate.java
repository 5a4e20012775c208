package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Application;
import org.unitscope.operators.AxisPart;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.JoinedParts;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.MovedDerivations;
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
import org.unitscope.tensor.Tensor;

/// Two to 16 tensors one behind the other along an axis, which counts from the end where it is
/// negative. Each gets its part of the gradient. For rows of two inputs, which are taken as
/// independent, and for what stays known of pairs, see [JoinedParts].
public final class Concatenate implements Operator {
    private static final int MOST_INPUTS = 16;
    private static final String RULE = "tensors one behind the other";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "concat",
                "Concatenate",
                "Puts tensors one behind the other along an axis.",
                "y = [x_1, x_2, …] along axis",
                "NumPy concatenate; ONNX Concat");
    }

    @Override
    public Signature signature() {
        List<Input> inputs = new ArrayList<>();
        for (int i = 1; i <= MOST_INPUTS; i++) {
            Input input = Input.real("input" + i);
            inputs.add(i <= 2 ? input : input.orNone());
        }
        return new Signature(
                inputs,
                List.of("output"),
                List.of(Attribute.integer("axis", -1, -(1 << 10), 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape first = request.input(0);
        int axis = AxisPart.axis(first, request.attributes().integer("axis"));
        long extent = 0;
        for (Shape shape : request.inputs()) {
            if (shape.rank() != first.rank() || !shape.with(axis, 1).equals(first.with(axis, 1))) {
                throw new ShapeException(
                        "the inputs must have the same extents but along axis "
                                + axis
                                + ", got "
                                + request.inputs());
            }
            extent += shape.extent(axis);
        }
        if (extent > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "an axis holds at most " + Integer.MAX_VALUE + " elements, got " + extent);
        }
        return List.of(first.with(axis, (int) extent));
    }

    private static List<AxisPart> parts(Invocation use) {
        Shape whole = use.output();
        int given = use.attributes().integer("axis");
        int axis = given < 0 ? given + whole.rank() : given;
        List<AxisPart> parts = new ArrayList<>();
        int from = 0;
        for (Shape shape : use.inputs()) {
            parts.add(new AxisPart(whole, shape, axis, from, 1));
            from += shape.extent(axis);
        }
        return parts;
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor result = ((RealTensor) inputs.getFirst()).zeros(use.output());
            List<AxisPart> parts = parts(use);
            int i = 0;
            for (Tensor input : inputs) {
                parts.get(i++).map().put((RealTensor) input, result, workers);
            }
            return List.of(result);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                parts(use).stream()
                        .map(part -> Optional.of(part.map().take(gradients.getFirst(), workers)))
                        .toList();
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(JoinedParts.of(parts(use), inputs, use.grid(use.output()))),
                (use, inputs, outputs, gradients) ->
                        parts(use).stream()
                                .map(part ->
                                        Optional.of(
                                                part.take(
                                                        gradients.getFirst(),
                                                        use.grid(part.part()))))
                                .toList(),
                Basis.INDEPENDENT_INPUTS,
                Basis.EXACT,
                new Explained());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            List<AxisPart> parts = parts(of.use());
            List<Term> terms =
                    IntStream.range(0, parts.size()).mapToObj(i -> term(of, parts, i)).toList();
            return Optional.of(new Derivation(RULE, "E y² = Σ_i f_i E x_i²", terms));
        }

        private static Term term(Application of, List<AxisPart> parts, int i) {
            String name = "x_" + (i + 1);
            return Term.of(
                            "input " + (i + 1),
                            new Quantity("f", parts.get(i).share(), "its share of the elements"),
                            Quantity.square(name, of.input(i).secondMoment(), "the input"))
                    .from(i);
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return new MovedDerivations(RULE).gradient(of, input);
        }
    }

    /// The inputs lie apart, so their parts of the output add up.
    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return IntStream.range(0, MOST_INPUTS).mapToObj(List::of).toList();
    }

    /// 1 in both directions.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(of.use().inputs().size()));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "features",
                        List.of(
                                OperatorCase.normal(4, 8, 16),
                                OperatorCase.gaussian(2, 4, 8, 48),
                                OperatorCase.gaussian(0.5, 4, 8, 32)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "a position in front",
                        List.of(OperatorCase.gaussian(3, 4, 1, 32), OperatorCase.normal(4, 8, 32)),
                        new AttributeMap(Map.of("axis", 1.0)),
                        0),
                new OperatorCase(
                        "rows",
                        List.of(OperatorCase.normal(16, 32), OperatorCase.gaussian(2, 24, 32)),
                        new AttributeMap(Map.of("axis", 0.0)),
                        0));
    }
}
