package org.unitscope.onnx;

import static org.unitscope.onnx.Bounds.ERF;
import static org.unitscope.onnx.Bounds.EXP;
import static org.unitscope.onnx.Bounds.LOG;
import static org.unitscope.onnx.Bounds.SIGMOID;
import static org.unitscope.onnx.Bounds.TANH;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;
import org.unitscope.tensor.RealTensor;

/// Counterparts of functions of every element. Comments say what an error is multiplied by on its
/// way to the result, in multiples of u.
final class Activations {
    private Activations() {}

    static List<Counterpart> all() {
        return List.of(
                plain("relu", "Relu", Bounds.exact()),
                // The slope is rounded, and the product.
                Counterpart.node(
                        "leaky_relu",
                        Bounds.relative(2),
                        (use, g) ->
                                g.node(
                                        "LeakyRelu",
                                        number("alpha", use.attributes().number("slope")),
                                        "input0")),
                Counterpart.composed(
                        "squared_relu", Bounds.rounded(), (use, g) -> squaredRelu(g, "input0")),
                // 1 may be subtracted from an exponential that was rounded.
                Counterpart.node(
                        "elu",
                        (sample, y) -> {
                            double alpha = sample.use().attributes().number("alpha");
                            return Bounds.map(
                                    sample.input(0), x -> x > 0 ? 0 : Bounds.U * alpha * elu(x));
                        },
                        (use, g) ->
                                g.node(
                                        "Elu",
                                        number("alpha", use.attributes().number("alpha")),
                                        "input0")),
                Counterpart.node(
                        "gelu",
                        Bounds.elementwise(Activations::gelu),
                        (use, g) -> gelu(g, "input0", "none")),
                Counterpart.node(
                        "gelu_tanh",
                        Bounds.elementwise(Activations::geluTanh),
                        (use, g) -> gelu(g, "input0", "tanh")),
                plain("tanh", "Tanh", Bounds.relative(TANH)),
                plain("sigmoid", "Sigmoid", Bounds.elementwise(x -> SIGMOID)),
                Counterpart.composed(
                        "silu",
                        Bounds.elementwise(Activations::silu),
                        (use, g) -> silu(g, "input0")),
                // 1 + exp(-|x|), where it is summed first, is rounded up to 2; its logarithm is
                // below
                // 1 and no steeper.
                plain(
                        "softplus",
                        "Softplus",
                        Bounds.elementwise(x -> 2 + EXP + LOG + Math.max(x, 0))),
                // x/6 of a rounded 1/6, the product and the sum, all up to 1.
                Counterpart.node(
                        "hard_sigmoid",
                        Bounds.elementwise(x -> 3),
                        (use, g) ->
                                g.node(
                                        "HardSigmoid",
                                        number("alpha", 1.0 / 6).real("beta", 0.5),
                                        "input0")),
                plain("hard_swish", "HardSwish", Bounds.elementwise(x -> 4 * Math.abs(x))),
                plain("exp", "Exp", Bounds.relative(EXP)),
                plain("abs", "Abs", Bounds.exact()),
                Counterpart.node(
                        "square", Bounds.rounded(), (use, g) -> g.node("Mul", "input0", "input0")),
                Counterpart.node(
                        "clip",
                        Bounds.exact(),
                        (use, g) ->
                                g.node(
                                        "Clip",
                                        "input0",
                                        g.constant(use.attributes().number("low")),
                                        g.constant(use.attributes().number("high")))),
                plain("log", "Log", Bounds.relative(LOG)),
                plain("sqrt", "Sqrt", Bounds.rounded()),
                // A root and a quotient; the error of a root's argument counts half.
                Counterpart.composed(
                        "rsqrt",
                        Bounds.relative(2),
                        (use, g) -> g.node("Reciprocal", g.node("Sqrt", "input0"))),
                Counterpart.node("power", Activations::power, Activations::power)
                        .also(
                                Cases.of(
                                        "a reciprocal square",
                                        Map.of("exponent", -2.0),
                                        Cases.positive(16, 64))),
                Counterpart.composed(
                        "function",
                        Bounds.elementwise(Activations::function),
                        (use, g) -> function(g, use.attributes().text("formula"))),
                Counterpart.composed(
                        "glu",
                        Activations::glu,
                        (use, g) ->
                                g.node(
                                        "Mul",
                                        "input0",
                                        activation(g, use.attributes().text("activation")))));
    }

    private static Counterpart plain(String operator, String onnx, Bound bound) {
        return Counterpart.node(operator, bound, (use, g) -> g.node(onnx, "input0"));
    }

    private static NodeAttributes number(String name, double value) {
        return NodeAttributes.none().real(name, value);
    }

    private static String squaredRelu(GraphDraft g, String x) {
        String positive = g.node("Relu", x);
        return g.node("Mul", positive, positive);
    }

    private static String gelu(GraphDraft g, String x, String approximate) {
        return g.node("Gelu", NodeAttributes.none().and("approximate", approximate), x);
    }

    private static String silu(GraphDraft g, String x) {
        return g.node("Mul", x, g.node("Sigmoid", x));
    }

    private static String activation(GraphDraft g, String name) {
        String gate = "input1";
        return switch (name) {
            case "silu" -> silu(g, gate);
            case "gelu" -> gelu(g, gate, "none");
            case "gelu_tanh" -> gelu(g, gate, "tanh");
            case "sigmoid" -> g.node("Sigmoid", gate);
            case "relu" -> g.node("Relu", gate);
            case "squared_relu" -> squaredRelu(g, gate);
            case "tanh" -> g.node("Tanh", gate);
            default -> throw new IllegalArgumentException("no nodes for " + name);
        };
    }

    private static String function(GraphDraft g, String formula) {
        String x = "input0";
        return switch (formula) {
            case "x * sigmoid(1.702 * x)" ->
                    g.node("Mul", x, g.node("Sigmoid", g.node("Mul", g.constant(1.702), x)));
            case "where(x > 1, 2 * x - 1, x ^ 2)" ->
                    g.node(
                            "Where",
                            g.node("Greater", x, g.constant(1)),
                            g.node("Sub", g.node("Mul", g.constant(2), x), g.constant(1)),
                            g.node("Mul", x, x));
            default -> throw new IllegalArgumentException("write down the nodes of " + formula);
        };
    }

    /// The exponential and its rounding, the subtraction and the factor, itself rounded.
    private static double elu(double x) {
        return EXP * Math.exp(x) + 4 * -Math.expm1(x);
    }

    /// `x/2 · (1 + erf)`: the error of erf, of a sum up to 2 and of two products of up to |x|.
    private static double gelu(double x) {
        return Math.abs(x) * (ERF / 2 + 1 + 2);
    }

    /// `x/2 · (1 + tanh z)`: z has five roundings, and `z tanh' z` is at most 0.448.
    private static double geluTanh(double x) {
        return Math.abs(x) * (TANH / 2 + 5 * 0.448 / 2 + 1 + 2);
    }

    private static double silu(double x) {
        return Math.abs(x) * (SIGMOID + 1);
    }

    /// The scaled argument z of the sigmoid has two roundings, and `z sigmoid' z` is at most 0.224.
    private static double function(double x) {
        return Math.abs(x) * (SIGMOID + 2 * 0.224 + 1) + 1;
    }

    private static String power(Invocation use, GraphDraft g) {
        return g.node("Pow", "input0", g.constant(use.attributes().number("exponent")));
    }

    /// The exponent e is rounded, which counts `e |ln x|`-fold; the power itself has 2 ulp.
    private static double[] power(Sample sample, RealTensor output) {
        double exponent = sample.use().attributes().number("exponent");
        double[] allowed = new double[output.shape().length()];
        for (int i = 0; i < allowed.length; i++) {
            double x = Math.abs(sample.input(0).get(i));
            boolean exact = x == 0 || Double.isInfinite(x);
            double rounding = exact ? 0 : Math.abs(exponent * Math.log(x));
            allowed[i] = Bounds.U * Math.abs(output.get(i)) * (EXP + rounding);
        }
        return allowed;
    }

    /// The error of the activation, times the value, and of the product.
    private static double[] glu(Sample sample, RealTensor output) {
        String activation = sample.use().attributes().text("activation");
        double[] allowed = new double[output.shape().length()];
        for (int i = 0; i < allowed.length; i++) {
            double gate = sample.input(1).get(i);
            double error =
                    switch (activation) {
                        case "silu" -> silu(gate);
                        case "gelu" -> gelu(gate);
                        case "gelu_tanh" -> geluTanh(gate);
                        case "sigmoid" -> SIGMOID;
                        case "tanh" -> TANH * Math.min(Math.abs(gate), 1);
                        default -> gate * gate;
                    };
            double product = Math.abs(output.get(i));
            allowed[i] = Bounds.U * (Math.abs(sample.input(0).get(i)) * error + product);
        }
        return allowed;
    }

    /// A case of 4096 Gaussian elements.
    static OperatorCase unary(double deviation, Map<String, Object> attributes) {
        return new OperatorCase(
                attributes.toString(),
                List.of(OperatorCase.gaussian(deviation, 16, 256)),
                new AttributeMap(attributes),
                0);
    }
}
