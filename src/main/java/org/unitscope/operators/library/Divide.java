package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.ValueLaw;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ElementwiseBinary;
import org.unitscope.operators.FunctionOfLaw;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.tensor.Shape;

/// `y = a / b` with broadcasting; IEEE division, so infinite or NaN where b is 0.
///
/// Moments are those of a product with 1 / b, whose own are by the law of an element of b, see
/// [FunctionOfLaw]: a Gaussian about 0 has none. `g_a = g / b`, `g_b = −g a / b²`.
public final class Divide extends ElementwiseBinary {
    private static final Multiply PRODUCT = new Multiply();

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "divide",
                "Divide",
                "Divides the first tensor by the second element by element, with broadcasting.",
                "y = a / b",
                "");
    }

    @Override
    protected double value(double left, double right) {
        return left / right;
    }

    @Override
    protected double leftPartial(double left, double right) {
        return 1 / right;
    }

    @Override
    protected double rightPartial(double left, double right) {
        return -left / (right * right);
    }

    private static MomentRule.Formulas product() {
        return PRODUCT.moments().formulas();
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> product().forward().apply(use, factors(use, inputs)),
                (use, inputs, outputs, gradients) -> {
                    List<Optional<TensorState>> ofFactors =
                            product()
                                    .backward()
                                    .apply(use, factors(use, inputs), outputs, gradients);
                    TensorState toReciprocal = ofFactors.get(1).orElseThrow();
                    return List.of(
                            ofFactors.get(0),
                            Optional.of(through(use, toReciprocal, inputs.get(1))));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    /// a and 1 / b.
    private static List<TensorState> factors(Invocation use, List<TensorState> inputs) {
        return List.of(inputs.get(0), reciprocal(use, inputs.get(1)).state(use.input(1)));
    }

    private static FunctionOfLaw reciprocal(Invocation use, TensorState b) {
        return new FunctionOfLaw(x -> 1 / x, b, use.input(1).count());
    }

    private static FunctionOfLaw slope(Invocation use, TensorState b) {
        return new FunctionOfLaw(x -> -1 / (x * x), b, use.input(1).count());
    }

    private static TensorState through(Invocation use, TensorState g, TensorState b) {
        return slope(use, b).pulled(g);
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return product()
                    .derivations()
                    .output(
                            new Application(of.use(), factors(of.use(), of.inputs()), of.outputs()),
                            output)
                    .map(found -> renamed(found, "E y² = E a² · E (1/b)²"));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            if (input == 0) {
                return product()
                        .derivations()
                        .gradient(
                                new Application(
                                        of.use(),
                                        factors(of.use(), of.inputs()),
                                        of.outputs(),
                                        of.gradients(),
                                        of.pulled()),
                                0);
            }
            List<Optional<TensorState>> ofFactors =
                    product()
                            .backward()
                            .apply(
                                    of.use(),
                                    factors(of.use(), of.inputs()),
                                    of.outputs(),
                                    of.gradients());
            TensorState toReciprocal = ofFactors.get(1).orElseThrow();
            FunctionOfLaw slope = slope(of.use(), of.input(1));
            return Optional.of(
                    new Derivation(
                            "the gradient of 1 / b, and the slope of that",
                            "E g_b² = E g_r² · E (1/b²)², r = 1 / b",
                            slope.term(toReciprocal, "r")));
        }

        private static Derivation renamed(Derivation of, String formula) {
            return new Derivation(
                    "a product with 1 / b, b by the law of an element", formula, of.terms());
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                dividing("same shape", Shape.of(64, 128)),
                dividing("one row for all", Shape.of(128)));
    }

    private static OperatorCase dividing(String title, Shape shape) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(64, 128),
                        new OperatorCase.CaseInput.Real(shape, new ValueLaw.Uniform(0.5, 3))),
                AttributeMap.NONE,
                0);
    }
}
