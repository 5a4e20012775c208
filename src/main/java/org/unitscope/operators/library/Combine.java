package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ExpertOrder;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.RoutedPairs;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// What experts made of a token, weighted by its gates `[..., experts]` and summed: the way back of
/// `dispatch`, with the same gates. `g_row = gate g`, `g_gate = ⟨x_row, g⟩` for chosen experts, 0
/// for others.
///
/// Moments: gates are taken as independent of what experts make of a token; tokens have in common
/// what the experts have that they share, see [RoutedPairs].
public final class Combine implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "combine",
                "Combine experts",
                "Sums what experts made of every token, weighted by its gates.",
                "y[token] = Σ over its experts of gate[token, e] · x[row]",
                "Gale et al. 2022, arXiv 2211.15841");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("rows"), Input.real("gates")),
                List.of("output"),
                List.of(ExpertOrder.chosen()));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape rows = request.input(0);
        Shape gates = request.input(1);
        int count = ExpertOrder.rows(gates, request.attributes());
        ExpertOrder.requireRows(rows, gates, List.of("the rows", "the gates"), count);
        return List.of(gates.with(-1, rows.extent(-1)));
    }

    private static ExpertOrder order(Invocation use, RealTensor gates) {
        return ExpertOrder.of(gates, use.attributes().integer("k"));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gates = (RealTensor) inputs.get(1);
            ExpertOrder order = order(use, gates);
            RealTensor y = x.zeros(use.output());
            int d = use.output().extent(-1);
            int k = order.k();
            workers.forRanges(
                    order.rows() / k,
                    16,
                    (from, to) -> {
                        for (int at = (int) from * d; at < to * d; at++) {
                            double sum = 0;
                            int token = at / d;
                            for (int choice = token * k; choice < (token + 1) * k; choice++) {
                                int gate = token * order.experts() + order.expert()[choice];
                                int row = order.row()[choice];
                                sum += gates.get(gate) * x.get(row * d + at % d);
                            }
                            y.set(at, sum);
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor gates = (RealTensor) inputs.get(1);
            RealTensor g = gradients.getFirst();
            ExpertOrder order = order(use, gates);
            RealTensor toRows = x.zeros(use.input(0));
            RealTensor toGates = x.zeros(use.input(1));
            int d = use.output().extent(-1);
            workers.forRanges(
                    order.rows(),
                    16,
                    (from, to) -> {
                        for (int choice = (int) from; choice < to; choice++) {
                            int token = choice / order.k();
                            int row = order.row()[choice];
                            int gate = token * order.experts() + order.expert()[choice];
                            double along = 0;
                            for (int i = 0; i < d; i++) {
                                double own = g.get(token * d + i);
                                toRows.set(row * d + i, gates.get(gate) * own);
                                along += x.get(row * d + i) * own;
                            }
                            toGates.set(gate, along);
                        }
                    });
            return List.of(Optional.of(toRows), Optional.of(toGates));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs.get(0), inputs.get(1))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(toRows(use, inputs.get(0), inputs.get(1), g)),
                            Optional.of(toGates(use, inputs.get(0), inputs.get(1), g)));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static RoutedPairs pairs(Invocation use, TensorState gates) {
        return new RoutedPairs(gates, use.input(1).extent(-1), use.attributes().integer("k"));
    }

    private static TensorState predict(Invocation use, TensorState x, TensorState gates) {
        RowGrid grid = use.grid(use.output());
        TensorState rows = x.rows().positions().equals(grid.positions()) ? x : x.repeated(grid);
        double each = use.input(1).extent(-1) * gates.mean();
        double[] means = Arrays.stream(rows.means()).map(m -> each * m).toArray();
        return TensorState.of(
                        grid, means, pairs(use, gates).combined(rows.kernels()), x.shape().summed())
                .noisy(x.rowNoise(), x.pairNoise())
                .scattered(x.scatter());
    }

    /// On the grid that the rows have.
    private static TensorState toRows(
            Invocation use, TensorState x, TensorState gates, TensorState g) {
        RoutedPairs pairs = pairs(use, gates);
        double share = gates.mean() / pairs.share();
        double[] means = Arrays.stream(g.means()).map(m -> share * m).toArray();
        ElementShape shape = g.shape().times(ElementShape.of(() -> chosen(gates.law())));
        TensorState tokens =
                TensorState.of(g.rows(), means, pairs.gated(g.kernels()), shape)
                        .noisy(g.rowNoise(), g.pairNoise())
                        .scattered(g.scatter());
        return x.rows().positions().equals(g.rows().positions())
                ? tokens
                : tokens.repeated(x.rows());
    }

    /// The law of a gate that is not zero.
    private static ElementLaw chosen(ElementLaw gates) {
        return gates.zero() == 0 || gates.zero() >= 1 ? gates : gates.withoutZero();
    }

    /// `κ d D_x D_g`, of two tokens `P d K_x K_g`.
    private static TensorState toGates(
            Invocation use, TensorState x, TensorState gates, TensorState g) {
        RoutedPairs pairs = pairs(use, gates);
        double share = pairs.share();
        double d = use.output().extent(-1);
        double[] shares = {share, 1 - share};
        ElementShape shape =
                share >= 1
                        ? ElementShape.GAUSSIAN
                        : ElementShape.whole(() ->
                                ElementLaw.mixture(
                                        List.of(ElementLaw.gaussian(), ElementLaw.constant(0)),
                                        shares));
        double scatter = x.scatter() + g.scatter();
        if (!x.rows().positions().equals(g.rows().positions())) {
            return TensorState.of(0, share * d * x.secondMoment() * g.secondMoment())
                    .with(shape)
                    .repeated(use.grid(use.input(1)))
                    .scattered(scatter);
        }
        Kernels products = x.kernels().times(g.kernels()).scaled(d);
        return TensorState.centered(g.rows(), pairs.ofOneExpert(products), shape)
                .scattered(scatter);
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            RoutedPairs pairs = pairs(of.use(), of.input(1));
            return Optional.of(
                    new Derivation(
                            "a sum over the experts of a token, weighted",
                            "E y² = k · E gate² · E x²",
                            Term.of(
                                    "all",
                                    new Quantity("k", pairs.k(), "experts of a token"),
                                    new Quantity(
                                            "E gate²",
                                            pairs.square(),
                                            "mean square of the gate of a chosen expert"),
                                    Quantity.square("x", of.input(0).secondMoment(), "the rows"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            RoutedPairs pairs = pairs(of.use(), of.input(1));
            Quantity g =
                    Quantity.square(
                            "g", of.gradient().secondMoment(), "the gradient of the output");
            if (input == 0) {
                return Optional.of(
                        new Derivation(
                                "a row gets its token's gradient, weighted",
                                "E g_row² = E gate² · E g²",
                                Term.of(
                                        "all",
                                        new Quantity(
                                                "E gate²",
                                                pairs.square(),
                                                "mean square of the gate of a chosen expert"),
                                        g)));
            }
            return Optional.of(
                    new Derivation(
                            "a chosen gate gets the product of row and gradient",
                            "E g_gate² = κ · d · E x² · E g²",
                            Term.completed(
                                    "all",
                                    of.pulled(1).secondMoment(),
                                    "c",
                                    "how rows and gradients go together over positions",
                                    new Quantity("κ", pairs.share(), "share of chosen gates"),
                                    new Quantity("d", of.use().output().extent(-1), "features"),
                                    Quantity.square("x", of.input(0).secondMoment(), "the rows"),
                                    g)));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// For unit rows and gates of unit RMS over all experts: `experts^-1/2`; a row's gradient `(k /
    /// experts)^1/2`, a gate's `(experts / (k d))^1/2`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double experts = of.use().input(1).extent(-1);
        double k = of.use().attributes().integer("k");
        double d = of.use().output().extent(-1);
        String numbers = "k = " + Factor.whole(k) + ", experts = " + Factor.whole(experts);
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("experts", experts),
                        Factor.of(Math.sqrt(k / experts), "(k / experts)^1/2", numbers),
                        Factor.of(
                                Math.sqrt(experts / (k * d)),
                                "(experts / (k d))^1/2",
                                numbers + ", d = " + Factor.whole(d))));
    }

    /// All experts, so that gates need not be zero.
    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "all of four",
                        List.of(OperatorCase.normal(128, 32), OperatorCase.normal(8, 4, 4)),
                        new AttributeMap(Map.of("k", 4.0)),
                        0));
    }
}
