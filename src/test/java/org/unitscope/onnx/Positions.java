package org.unitscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.unitscope.operators.Invocation;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Counterparts of operators that know positions.
final class Positions {
    private Positions() {}

    static List<Counterpart> all() {
        return List.of(
                Counterpart.node("rotary", Positions::rotary, Positions::rotary)
                        .also(
                                Cases.of(
                                        "two heads, a small base",
                                        Map.of("heads", 2.0, "base", 100.0),
                                        Cases.normal(3, 10, 24))),
                Counterpart.composed(
                        "sinusoidal_positions", Positions::sinusoids, Positions::sinusoids));
    }

    /// ONNX takes tables of cosines and sines `[positions, d / 2]`; without `interleaved` a feature
    /// goes with that half a head further on.
    private static String rotary(Invocation use, GraphDraft g) {
        int heads = use.attributes().integer("heads");
        Shape in = use.input(0);
        int positions = in.extent(-2);
        int pairs = in.extent(-1) / heads / 2;
        double base = use.attributes().number("base");
        double[] cosines = new double[positions * pairs];
        double[] sines = new double[positions * pairs];
        for (int k = 0; k < cosines.length; k++) {
            int position = k / pairs;
            double angle = position * Math.pow(base, -(k % pairs) / (double) pairs);
            cosines[k] = Math.cos(angle);
            sines[k] = Math.sin(angle);
        }
        Shape table = Shape.of(positions, pairs);
        NodeAttributes attributes = NodeAttributes.of("interleaved", 0);
        if (in.rank() == 3) {
            attributes.and("num_heads", heads);
        }
        long[] numbers = new long[in.extent(0) * positions];
        Arrays.setAll(numbers, k -> k % positions);
        String places = g.node("Reshape", g.integers(numbers), g.integers(in.extent(0), positions));
        return g.node(
                "RotaryEmbedding",
                attributes,
                "input0",
                g.constant(table, cosines),
                g.constant(table, sines),
                places);
    }

    /// The table is rounded, then two products and their sum.
    private static double[] rotary(Sample sample, RealTensor y) {
        int width = y.shape().extent(-1) / sample.use().attributes().integer("heads");
        double[] allowed = new double[y.shape().length()];
        for (int k = 0; k < allowed.length; k++) {
            int partner = k % width < width / 2 ? k + width / 2 : k - width / 2;
            double sizes =
                    Math.abs(sample.input(0).get(k)) + Math.abs(sample.input(0).get(partner));
            allowed[k] = 3 * Bounds.U * sizes;
        }
        return allowed;
    }

    /// `t / base^(2i/d)` by Range, Pow and Div, its sine and cosine as two columns of a pair.
    private static String sinusoids(Invocation use, GraphDraft g) {
        int positions = use.input(0).extent(-2);
        int features = use.input(0).extent(-1);
        String t = g.node("Range", g.constant(0), g.constant(positions), g.constant(1));
        String i = g.node("Range", g.constant(0), g.constant(features / 2.0), g.constant(1));
        String share = g.node("Div", i, g.constant(features / 2.0));
        String length = g.node("Pow", g.constant(use.attributes().number("base")), share);
        String angle = g.node("Div", g.node("Unsqueeze", t, g.integers(1)), length);
        String sine = g.node("Unsqueeze", g.node("Sin", angle), g.integers(2));
        String cosine = g.node("Unsqueeze", g.node("Cos", angle), g.integers(2));
        String pairs = g.node("Concat", NodeAttributes.of("axis", 2), sine, cosine);
        String table = g.node("Reshape", pairs, g.integers(positions, features));
        String factor = g.constant(use.attributes().number("factor"));
        return g.node("Add", "input0", g.node("Mul", table, factor));
    }

    /// The power, 2 ulp and its rounded exponent of up to 1 times `ln base`, and a quotient make
    /// the angle, and so the sine, off by so many u of it; then the sine itself, its factor, and
    /// the sum.
    private static double[] sinusoids(Sample sample, RealTensor y) {
        int positions = y.shape().extent(-2);
        int features = y.shape().extent(-1);
        double base = sample.use().attributes().number("base");
        double factor = Math.abs(sample.use().attributes().number("factor"));
        double[] allowed = new double[y.shape().length()];
        for (int k = 0; k < allowed.length; k++) {
            int pair = k % features / 2;
            int position = k / features % positions;
            double angle = position * Math.pow(base, -pair / (features / 2.0));
            double off = angle * (Bounds.EXP + Math.log(base) + 1) + Bounds.EXP + 2;
            allowed[k] = Bounds.U * (factor * off + Math.abs(y.get(k)));
        }
        return allowed;
    }
}
