package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.Kernels;
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
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// A row for every choice of an expert by a token, `[k · tokens, d]`, in the order of
/// [ExpertOrder]: what the experts of a mixture work on. A token's gradient is the sum of those of
/// its rows; the choice itself has none.
///
/// Moments: a row is a token. So rows keep the grid of the tokens, and a pair of rows stands for a
/// pair of tokens in one expert; between here and `combine` belong operators on every element and
/// `expert_linear`. Back: `k D_g`, and of two tokens what comes from the experts they share
/// ([RoutedPairs]).
public final class Dispatch implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "dispatch",
                "Dispatch to experts",
                "Copies every token to its k experts, rows of one expert together; drops none.",
                "y[row] = x[token of the row]",
                "Gale et al. 2022, arXiv 2211.15841");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("tokens"), Input.real("gates")),
                List.of("output"),
                List.of(ExpertOrder.chosen()));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape tokens = request.input(0);
        Shape gates = request.input(1);
        int rows = ExpertOrder.rows(gates, request.attributes());
        if (!tokens.slice(0, Math.max(0, tokens.rank() - 1))
                .equals(gates.slice(0, gates.rank() - 1))) {
            throw new ShapeException(
                    "tokens [..., d] and gates [..., experts] must agree but for the last axis, got "
                            + tokens
                            + " and "
                            + gates);
        }
        return List.of(Shape.of(rows, tokens.extent(-1)));
    }

    private static ExpertOrder order(Invocation use, RealTensor gates) {
        return ExpertOrder.of(gates, use.attributes().integer("k"));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            ExpertOrder order = order(use, (RealTensor) inputs.get(1));
            RealTensor y = x.zeros(use.output());
            int d = use.output().extent(-1);
            workers.forRanges(
                    order.rows(),
                    16,
                    (from, to) -> {
                        for (int row = (int) from; row < to; row++) {
                            for (int i = 0; i < d; i++) {
                                y.set(row * d + i, x.get(order.token()[row] * d + i));
                            }
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            ExpertOrder order = order(use, (RealTensor) inputs.get(1));
            RealTensor result = g.zeros(use.input(0));
            int d = use.output().extent(-1);
            int k = order.k();
            workers.forRanges(
                    order.rows() / k,
                    16,
                    (from, to) -> {
                        for (int at = (int) from * d; at < to * d; at++) {
                            double sum = 0;
                            for (int choice = at / d * k; choice < (at / d + 1) * k; choice++) {
                                sum += g.get(order.row()[choice] * d + at % d);
                            }
                            result.set(at, sum);
                        }
                    });
            return List.of(Optional.of(result), Optional.of(g.zeros(use.input(1))));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(inputs.getFirst()),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(pulled(use, inputs.get(1), gradients.getFirst())),
                                Optional.of(inputs.get(1).scaled(0))),
                Basis.EXACT,
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static RoutedPairs pairs(Invocation use, TensorState gates) {
        return new RoutedPairs(gates, use.input(1).extent(-1), use.attributes().integer("k"));
    }

    private static TensorState pulled(Invocation use, TensorState gates, TensorState g) {
        boolean tokens = g.rows().positions().equals(use.grid(use.input(0)).positions());
        TensorState rows = tokens ? g : g.repeated(use.grid(use.input(0)));
        Kernels kernels = pairs(use, gates).summed(rows.kernels());
        double k = use.attributes().integer("k");
        double[] means = java.util.Arrays.stream(rows.means()).map(m -> k * m).toArray();
        return TensorState.of(
                        use.grid(use.input(0)),
                        means,
                        kernels,
                        k == 1 ? g.shape() : g.shape().summed())
                .noisy(g.rowNoise(), g.pairNoise())
                .scattered(g.scatter());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    new Derivation(
                            "every row is a token",
                            "E y² = E x²",
                            Term.of(
                                    "all",
                                    Quantity.square(
                                            "x", of.input(0).secondMoment(), "the tokens"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            if (input == 1) {
                return Optional.of(
                        new Derivation(
                                "a choice has no gradient",
                                "g = 0",
                                Term.of("all", new Quantity("0", 0, "the choice is discrete"))));
            }
            return Optional.of(
                    new Derivation(
                            "a token sums the gradients of its experts",
                            "E g_x² = k · E g²",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "k",
                                            of.use().attributes().integer("k"),
                                            "experts of a token"),
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the rows"))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1; a token sums k gradients.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double k = of.use().attributes().integer("k");
        return Optional.of(
                IdealFactors.of(Factor.ONE, Factor.inverseRoot("k", k), Factor.ONE).fixed());
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(example("two of four", 2), example("one of four", 1));
    }

    private static OperatorCase example(String title, double k) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.normal(4, 8, 32), OperatorCase.normal(4, 8, 4)),
                new AttributeMap(Map.of("k", k)),
                0);
    }
}
