package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
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
import org.unitscope.operators.Quantity;
import org.unitscope.operators.RoutingMoments;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.operators.TopGates;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Routing weights of a mixture of experts: softmax over the experts' logits, of which the k
/// largest are kept and the others are zero; normalized (Mixtral), those kept sum to 1.
///
/// Moments: [RoutingMoments] of independent Gaussian logits; tokens whose logits correlate choose
/// the same experts more often. A gradient with as many zeros as there are experts not chosen is
/// taken as that of the chosen ones; what two rows of it have in common passes as its mean square
/// does.
public final class TopKGates implements Operator {
    private static final int ROWS = 16;
    private static final double SAME = 1e-6;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "top_k_gates",
                "Top-k routing weights",
                "Chooses k experts of every token and weighs them by a softmax; zero elsewhere.",
                "y = softmax(x) at the k largest, over their sum if normalized, else 0",
                "Shazeer et al. 2017, arXiv 1701.06538; Jiang et al. 2024, arXiv 2401.04088");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.integer("k", 1, 1, 1 << 16), Attribute.flag("normalized", true)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int k = request.attributes().integer("k");
        if (in.rank() < 1 || k > in.extent(-1)) {
            throw new ShapeException(
                    "k must not exceed the experts, the input's last extent, got k "
                            + k
                            + " and input "
                            + in);
        }
        return List.of(in);
    }

    /// Work on one row that begins at an offset.
    private interface RowBody {
        void accept(int offset, TopGates gates);
    }

    private static void forRows(Invocation use, RealTensor x, Workers workers, RowBody body) {
        int experts = use.output().extent(-1);
        int k = use.attributes().integer("k");
        boolean normalized = use.attributes().flag("normalized");
        workers.forRanges(
                use.output().count() / experts,
                ROWS,
                (from, to) -> {
                    double[] logits = new double[experts];
                    for (int row = (int) from; row < to; row++) {
                        int offset = row * experts;
                        Arrays.setAll(logits, e -> x.get(offset + e));
                        body.accept(offset, TopGates.of(logits, k, normalized));
                    }
                });
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor y = x.zeros(use.output());
            int experts = use.output().extent(-1);
            forRows(
                    use,
                    x,
                    workers,
                    (offset, gates) -> {
                        for (int e = 0; e < experts; e++) {
                            y.set(offset + e, gates.gate(e));
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            int experts = use.output().extent(-1);
            forRows(
                    use,
                    (RealTensor) inputs.getFirst(),
                    workers,
                    (offset, gates) -> {
                        double[] given = new double[experts];
                        double[] pulled = new double[experts];
                        Arrays.setAll(given, e -> g.get(offset + e));
                        gates.pull(given, pulled);
                        for (int e = 0; e < experts; e++) {
                            result.set(offset + e, pulled[e]);
                        }
                    });
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(Optional.of(pulled(use, inputs.getFirst(), gradients.getFirst()))),
                Basis.LOCALLY_SAMPLED,
                new Explained());
    }

    private static RoutingMoments of(Invocation use, double deviation) {
        return RoutingMoments.of(
                use.output().extent(-1),
                use.attributes().integer("k"),
                use.attributes().flag("normalized"),
                deviation);
    }

    private static double chosen(Invocation use) {
        return (double) use.attributes().integer("k") / use.output().extent(-1);
    }

    private static TensorState predict(Invocation use, TensorState x) {
        RoutingMoments moments = of(use, x.moments().standardDeviation());
        TensorState flat =
                flat(use, moments.law().mean(), moments.second(), ElementShape.whole(moments::law));
        if (!x.isTracked() || !x.rows().positions().equals(flat.rows().positions())) {
            return flat;
        }
        double[] scales = new double[x.means().length];
        Arrays.setAll(scales, x::deviation);
        return flat.with(
                x.kernels()
                        .mapPairs(
                                flat.kernels().diagonal(),
                                (i, j, k) -> {
                                    double scale = scales[i] * scales[j];
                                    double own = k - x.mean(i) * x.mean(j);
                                    return moments.product(scale == 0 ? 1 : own / scale);
                                }));
    }

    private static TensorState flat(
            Invocation use, double mean, double second, ElementShape shape) {
        RowGrid grid = use.grid(use.output());
        double[] means = new double[grid.positions().blocks()];
        double[] diagonal = new double[means.length];
        Arrays.fill(means, mean);
        Arrays.fill(diagonal, second);
        return TensorState.of(grid, means, Kernels.untracked(grid.positions(), diagonal), shape);
    }

    /// What the mean square of a gradient is multiplied by.
    private static double gain(Invocation use, TensorState x, TensorState g) {
        double gain = of(use, x.moments().standardDeviation()).gain();
        boolean ofChosen = 1 - g.law().zero() <= chosen(use) * (1 + SAME);
        return ofChosen ? gain / chosen(use) : gain;
    }

    private static TensorState pulled(Invocation use, TensorState x, TensorState g) {
        boolean sparse = use.attributes().flag("normalized") && chosen(use) < 1;
        TensorState dense =
                TensorState.centered(
                        g.rows(), g.kernels().scaled(gain(use, x, g)), ElementShape.GAUSSIAN);
        ElementShape shape =
                ElementShape.whole(() -> of(use, x.moments().standardDeviation()).law())
                        .times(ElementShape.GAUSSIAN);
        return (sparse ? dense.with(shape) : dense).scattered(g.scatter());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    new Derivation(
                            "routing weights of independent Gaussian logits, sampled",
                            "E y² = E Σ gate² / experts",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "E Σ gate²",
                                            of.output().secondMoment()
                                                    * of.use().output().extent(-1),
                                            "squares of a row of weights"),
                                    new Quantity(
                                            "1/experts",
                                            1.0 / of.use().output().extent(-1),
                                            "one over the experts"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    new Derivation(
                            "the Jacobian of the routing weights, sampled",
                            "E g_x² = J · E g²",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "J",
                                            gain(of.use(), of.input(0), of.gradient()),
                                            "squares of the derivatives, per gate that gets a"
                                                    + " gradient"),
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the weights"))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// For unit Gaussian logits: one over the RMS of the weights and of what the Jacobian leaves of
    /// unit gradients.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        RoutingMoments moments = of(of.use(), 1);
        if (moments.gain() <= 0) {
            return Optional.empty();
        }
        String numbers =
                "k = "
                        + of.use().attributes().integer("k")
                        + ", experts = "
                        + of.use().output().extent(-1);
        return Optional.of(
                IdealFactors.of(
                        Factor.of(
                                1 / Math.sqrt(moments.second()),
                                "1 / rms of the weights of unit logits (sampled)",
                                numbers),
                        Factor.of(
                                1 / Math.sqrt(moments.gain()),
                                "J^-1/2 of unit logits (sampled)",
                                numbers)));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("two of eight, as Mixtral", 1, Map.of("k", 2.0)),
                example("one of eight, as Switch", 1, Map.of("k", 1.0, "normalized", false)),
                example("three, of large logits", 3, Map.of("k", 3.0)));
    }

    /// The rule is sampled itself, to 1 % of a mean square.
    private static OperatorCase example(
            String title, double deviation, Map<String, Object> attributes) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 16, 32, 8)),
                new AttributeMap(attributes),
                5e-3);
    }
}
