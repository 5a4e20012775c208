package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
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
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = factor · x`, and `g_x = backward · g_y`; exact. Without `backward` both passes multiply by
/// `factor`, as the derivative does. In single precision a factor is rounded to single first, as a
/// constant in a framework is.
///
/// With another `backward` the gradient is, on purpose, not that of the function: unit scaling
/// chooses the scale of each pass by itself. A product with factor a forward, b on the gradient of
/// its input and c on that of its weight is three scales around a plain `linear`: `factor` 1 and
/// `backward` b on the input, `factor` 1 and `backward` c on the weight, `factor` a and `backward`
/// 1 on the output. Then `y = a x Wᵀ`, `g_x = b g_y W`, `g_W = c g_yᵀ x`.
public final class Scale implements Operator {
    private static final int BLOCK = 1 << 14;
    private static final double LARGEST = 1e30;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "scale",
                "Scale",
                "Multiplies by a constant, the gradient by the same one or by one of its own.",
                "y = factor · x, g_x = backward · g_y",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.required("factor", -LARGEST, LARGEST),
                        Attribute.required("backward", -LARGEST, LARGEST).orAbsent("factor")));
    }

    private static double factor(Invocation use) {
        return use.attributes().number("factor");
    }

    private static double backwardFactor(Invocation use) {
        return use.attributes().number("backward", factor(use));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(multiply(factor(use), (RealTensor) inputs.getFirst(), workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(multiply(backwardFactor(use), gradients.getFirst(), workers)));
    }

    private static RealTensor multiply(double factor, RealTensor in, Workers workers) {
        double rounded =
                switch (in.precision()) {
                    case SINGLE -> (float) factor;
                    case DOUBLE -> factor;
                };
        RealTensor out = in.zeros(in.shape());
        workers.forRanges(
                in.shape().count(),
                BLOCK,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        out.set(i, rounded * in.get(i));
                    }
                });
        return out;
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(inputs.getFirst().scaled(factor(use))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    // Of a gradient that holds `a y`, `b · a c x`.
                    double own = g.alignment() * backwardFactor(use) * factor(use);
                    return List.of(Optional.of(g.scaled(backwardFactor(use)).aligned(own)));
                },
                Basis.EXACT,
                new Explained());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
            return Optional.of(derivation("E y² = factor² · E x²", factor(of.use()), square));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Quantity square =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            return Optional.of(
                    derivation("E g_x² = factor² · E g²", backwardFactor(of.use()), square));
        }

        private static Derivation derivation(String formula, double factor, Quantity square) {
            Quantity squared =
                    new Quantity("factor²", factor * factor, "the factor of this pass, squared");
            return new Derivation("a constant factor", formula, Term.of("all", squared, square));
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(CrossRule.constant(inputs.getFirst(), factor(use))),
                (use, inputs) ->
                        List.of(CrossRule.constant(inputs.getFirst(), backwardFactor(use))));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// The inverse of its own factors: a constant has no place in a unit-scaled model.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double forward = Math.abs(factor(of.use()));
        double backward = Math.abs(backwardFactor(of.use()));
        return forward == 0 || backward == 0
                ? Optional.empty()
                : Optional.of(
                        IdealFactors.of(
                                Factor.of(1 / forward, "1/factor", "factor = " + forward),
                                Factor.of(1 / backward, "1/backward", "backward = " + backward)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "an eighth",
                        List.of(OperatorCase.normal(32, 64)),
                        new AttributeMap(Map.of("factor", 0.125)),
                        0),
                new OperatorCase(
                        "four forward, a half backward",
                        List.of(OperatorCase.normal(32, 64)),
                        new AttributeMap(Map.of("factor", 4.0, "backward", 0.5)),
                        0,
                        0.125));
    }
}
