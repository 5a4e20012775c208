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
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.GateFactors;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// `y = value · φ(gate)`, both inputs and the output of one shape. φ is one of the activations that
/// are operators of their own; the kernels are theirs and that of [Multiply], so the results are
/// those of the two nodes to the bit: `g_value = g φ(gate)`, `g_gate = (g value) φ'(gate)`.
public final class Glu implements Operator {
    private static final String ACTIVATION = "activation";
    private static final List<ElementwiseUnary> ACTIVATIONS =
            List.of(
                    new Silu(),
                    new Gelu(),
                    new GeluTanh(),
                    new Sigmoid(),
                    new Relu(),
                    new SquaredRelu(),
                    new HyperbolicTangent());

    private final Multiply product = new Multiply();

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "glu",
                "Gated linear unit",
                "Multiplies a value by an activation of a gate: SwiGLU with silu, GEGLU with gelu,"
                        + " ReGLU with relu, GLU with sigmoid.",
                "y = value · φ(gate)",
                "Dauphin, Fan, Auli and Grangier 2016, arXiv 1612.08083;"
                        + " Shazeer 2020, arXiv 2002.05202");
    }

    @Override
    public Signature signature() {
        List<String> names = ACTIVATIONS.stream().map(Operator::name).toList();
        return new Signature(
                List.of(Input.real("value"), Input.real("gate")),
                List.of("output"),
                List.of(Attribute.word(ACTIVATION, names)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        if (!request.input(0).equals(request.input(1))) {
            throw new ShapeException(
                    "value and gate must have one shape, got value "
                            + request.input(0)
                            + " and gate "
                            + request.input(1));
        }
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                product.forward()
                        .apply(
                                use,
                                List.of(inputs.get(0), activated(use, inputs.get(1), workers)),
                                workers);
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            Tensor gate = inputs.get(1);
            RealTensor activated = activated(use, gate, workers);
            List<Optional<RealTensor>> factors =
                    product.backward()
                            .apply(
                                    use,
                                    List.of(inputs.get(0), activated),
                                    outputs,
                                    gradients,
                                    workers);
            Optional<RealTensor> toGate =
                    activation(use)
                            .backward()
                            .apply(
                                    alone(use),
                                    List.of(gate),
                                    List.of(activated),
                                    List.of(factors.get(1).orElseThrow()),
                                    workers)
                            .getFirst();
            return List.of(factors.get(0), toGate);
        };
    }

    private static RealTensor activated(Invocation use, Tensor gate, Workers workers) {
        return activation(use).forward().apply(alone(use), List.of(gate), workers).getFirst();
    }

    private static ElementwiseUnary activation(Invocation use) {
        return activation(use.attributes());
    }

    private static ElementwiseUnary activation(AttributeMap attributes) {
        String name = attributes.text(ACTIVATION);
        return ACTIVATIONS.stream()
                .filter(activation -> activation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The use of the activation by itself.
    private static Invocation alone(Invocation use) {
        List<Shape> shape = List.of(use.input(1));
        return new Invocation(
                use.node(),
                AttributeMap.NONE,
                shape,
                shape,
                List.of(Optional.empty()),
                use.singlePositions());
    }

    /// Those of the two nodes, value and gate taken as independent.
    @Override
    public MomentRule moments() {
        MomentRule.Formulas times = product.moments().formulas();
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    TensorState activated = activated(use, inputs.get(1));
                    return times.forward().apply(use, List.of(inputs.get(0), activated));
                },
                (use, inputs, outputs, gradients) -> {
                    TensorState gate = inputs.get(1);
                    TensorState activated = activated(use, gate);
                    List<Optional<TensorState>> factors =
                            times.backward()
                                    .apply(
                                            use,
                                            List.of(inputs.get(0), activated),
                                            outputs,
                                            gradients);
                    Optional<TensorState> toGate =
                            activation(use)
                                    .moments()
                                    .formulas()
                                    .backward()
                                    .apply(
                                            alone(use),
                                            List.of(gate),
                                            List.of(activated),
                                            List.of(factors.get(1).orElseThrow()))
                                    .getFirst();
                    return List.of(factors.get(0), toGate);
                },
                Basis.GAUSSIAN_INPUTS,
                new Explained());
    }

    /// The product's, with what the activation makes of the gate in the place of its second factor.
    private static final class Explained implements Derivations {
        private static final String RULE = "a gated product of independent tensors";

        private static MomentRule.Formulas times() {
            return new Multiply().moments().formulas();
        }

        private static MomentRule.Formulas alone(Application of) {
            return activation(of.use()).moments().formulas();
        }

        private static Application product(Application of) {
            List<TensorState> factors = List.of(of.input(0), activated(of.use(), of.input(1)));
            return new Application(of.use(), factors, of.outputs(), of.gradients(), of.pulled());
        }

        private static List<Quantity> gate(Application of) {
            TensorState activated = activated(of.use(), of.input(1));
            return alone(of)
                    .ofOutput(
                            new Application(
                                    Glu.alone(of.use()), List.of(of.input(1)), List.of(activated)),
                            0)
                    .terms()
                    .getFirst()
                    .factors();
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            Term term = times().ofOutput(product(of), output).terms().getFirst();
            return Optional.of(
                    new Derivation(
                            RULE,
                            "E y² = E a² · (E φ(x)² / E x²) · E x², x the gate",
                            term.replacing("E b²", gate(of))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Application product = product(of);
            Term term = times().ofGradient(product, input).terms().getFirst();
            if (input == 0) {
                return Optional.of(
                        new Derivation(
                                RULE,
                                "E g_a² = E g² · (E φ(x)² / E x²) · E x², x the gate",
                                term.replacing("E b²", gate(of))));
            }
            Optional<TensorState> toActivated =
                    times().backward()
                            .apply(of.use(), product.inputs(), of.outputs(), of.gradients())
                            .get(1);
            Term slope =
                    alone(of)
                            .ofGradient(
                                    new Application(
                                            Glu.alone(of.use()),
                                            List.of(of.input(1)),
                                            List.of(product.input(1)),
                                            List.of(toActivated.orElseThrow()),
                                            of.pulled()),
                                    0)
                            .terms()
                            .getFirst();
            return Optional.of(
                    new Derivation(
                            RULE,
                            "E g_x² = E φ'(x)² · E g² · E a², x the gate",
                            slope.replacing("E g²", named(term))));
        }

        /// The value is `a` here.
        private static List<Quantity> named(Term term) {
            return term.factors().stream()
                    .map(factor ->
                            factor.symbol().equals("E b²")
                                    ? Quantity.square("a", factor.value(), "the value")
                                    : factor)
                    .toList();
        }
    }

    private static TensorState activated(Invocation use, TensorState gate) {
        return activation(use)
                .moments()
                .formulas()
                .forward()
                .apply(alone(use), List.of(gate))
                .getFirst();
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) -> {
            double[] open = activated(use, inputs.get(1)).means();
            return List.of(open);
        });
    }

    /// With ReLU the gate is a factor too.
    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        boolean gated = activation(attributes).homogeneousTerms(AttributeMap.NONE).isEmpty();
        return List.of(gated ? List.of(0) : List.of(0, 1));
    }

    /// The inverse of the RMS of `φ(z)` for result and value, of `φ'(z)` for the gate; the library
    /// has one factor for a gate of SiLU.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        ElementwiseUnary gate = activation(of.use());
        if (of.style() == ScalingStyle.LIBRARY && gate instanceof Silu) {
            return Optional.of(GateFactors.gatedSilu());
        }
        Factor value = Factor.of(1 / gate.unitRms(), "1 / rms φ(z)", "");
        return Optional.of(
                IdealFactors.of(
                        value, value, Factor.of(1 / gate.unitSlope(), "1 / rms φ'(z)", "")));
    }

    @Override
    public List<OperatorCase> cases() {
        return ACTIVATIONS.stream().map(activation -> gluCase(activation.name())).toList();
    }

    private static OperatorCase gluCase(String activation) {
        return new OperatorCase(
                activation,
                List.of(OperatorCase.normal(32, 64), OperatorCase.normal(32, 64)),
                new AttributeMap(Map.of(ACTIVATION, activation)),
                0);
    }
}
