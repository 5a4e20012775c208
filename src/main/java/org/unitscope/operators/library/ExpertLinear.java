package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.TensorState;
import org.unitscope.moments.WeightGradient;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
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
import org.unitscope.operators.TensorMatrices;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = x W_eᵀ` for the rows of every expert e, which `dispatch` put together: rows `[k · tokens,
/// in]`, W `[experts, out, in]`, and the gates that say which rows are whose.
///
/// Moments: as those of `linear`, `K_y = in E w² K_x` for rows of one expert; the weight of an
/// expert sums over its own rows and pairs, κ of all rows and P of all pairs, see [RoutedPairs].
public final class ExpertLinear implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "expert_linear",
                "Linear, one per expert",
                "Multiplies the rows of every expert by the expert's own weight matrix.",
                "y[row] = x[row] W_eᵀ, e the expert of the row",
                "Gale et al. 2022, arXiv 2211.15841");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("input"), Input.factor("weight"), Input.real("gates")),
                List.of("output"),
                List.of(ExpertOrder.chosen()));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        Shape weight = request.input(1);
        Shape gates = request.input(2);
        int rows = ExpertOrder.rows(gates, request.attributes());
        ExpertOrder.requireRows(x, gates, List.of("the input", "the gates"), rows);
        boolean fits =
                weight.rank() == 3
                        && weight.extent(0) == gates.extent(-1)
                        && weight.extent(2) == x.extent(1);
        if (!fits) {
            throw new ShapeException(
                    "the weight must be [experts, out, in], got weight "
                            + weight
                            + ", input "
                            + x
                            + " and gates "
                            + gates);
        }
        return List.of(x.with(-1, weight.extent(1)));
    }

    private static ExpertOrder order(Invocation use, Object gates) {
        return ExpertOrder.of((RealTensor) gates, use.attributes().integer("k"));
    }

    /// The rows of an expert.
    private static TensorMatrices rows(RealTensor tensor, ExpertOrder order, int e) {
        int columns = tensor.shape().extent(-1);
        int many = order.start()[e + 1] - order.start()[e];
        return TensorMatrices.one(tensor, order.start()[e] * columns, many, columns, columns);
    }

    private static TensorMatrices weight(RealTensor tensor, int e) {
        int rows = tensor.shape().extent(1);
        int columns = tensor.shape().extent(2);
        return TensorMatrices.one(tensor, e * rows * columns, rows, columns, columns);
    }

    /// Work on an expert that has rows.
    private interface ExpertBody {
        void accept(int e);
    }

    private static void forExperts(ExpertOrder order, ExpertBody body) {
        for (int e = 0; e < order.experts(); e++) {
            if (order.start()[e + 1] > order.start()[e]) {
                body.accept(e);
            }
        }
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor w = (RealTensor) inputs.get(1);
            ExpertOrder order = order(use, inputs.get(2));
            RealTensor y = x.zeros(use.output());
            forExperts(
                    order,
                    e ->
                            rows(y, order, e)
                                    .setProduct(
                                            rows(x, order, e), weight(w, e).transpose(), workers));
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                pull(
                        order(use, inputs.get(2)),
                        List.of((RealTensor) inputs.get(0), (RealTensor) inputs.get(1)),
                        gradients.getFirst(),
                        use.input(2),
                        workers);
    }

    private static List<Optional<RealTensor>> pull(
            ExpertOrder order,
            List<RealTensor> factors,
            RealTensor g,
            Shape gates,
            Workers workers) {
        RealTensor x = factors.get(0);
        RealTensor w = factors.get(1);
        RealTensor toX = x.zeros(x.shape());
        RealTensor toW = w.zeros(w.shape());
        forExperts(
                order,
                e -> {
                    TensorMatrices own = rows(g, order, e);
                    rows(toX, order, e).setProduct(own, weight(w, e), workers);
                    weight(toW, e).setProduct(own.transpose(), rows(x, order, e), workers);
                });
        return List.of(Optional.of(toX), Optional.of(toW), Optional.of(g.zeros(gates)));
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(product(inputs.get(0), inputs.get(1), in(use), out(use))),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(product(g, inputs.get(1), out(use), in(use))),
                            Optional.of(weightGradient(use, inputs, g)),
                            Optional.of(inputs.get(2).scaled(0)));
                },
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static double in(Invocation use) {
        return use.input(1).extent(2);
    }

    private static double out(Invocation use) {
        return use.input(1).extent(1);
    }

    private static TensorState product(
            TensorState x, TensorState weight, double terms, double features) {
        double mean = weight.mean();
        double pairs = terms * (terms - 1) * mean * mean;
        double[] means = new double[x.means().length];
        Arrays.setAll(means, i -> terms * mean * x.mean(i));
        Kernels scaled = x.kernels().scaled(terms * weight.secondMoment());
        Kernels kernels =
                mean == 0 ? scaled : scaled.map((i, j, k) -> k + pairs * x.mean(i) * x.mean(j));
        return TensorState.of(x.rows(), means, kernels, x.shape().summed(weight.shape(), terms))
                .noisy(x.rowNoise() + 2 / features, x.pairNoise() + 1 / features)
                .scattered(x.scatter());
    }

    /// Rows of a grid of tokens are k times as many; of their own grid they are what they are.
    private static TensorState weightGradient(
            Invocation use, List<TensorState> inputs, TensorState g) {
        double experts = use.input(1).extent(0);
        boolean tokens = g.rows().rows() < use.input(0).extent(0);
        double k = tokens ? use.attributes().integer("k") : 1;
        RoutedPairs pairs = new RoutedPairs(inputs.get(2), experts, k);
        return WeightGradient.of(
                inputs.get(0), g.with(pairs.ofOneExpert(g.kernels())), in(use), out(use));
    }

    private static final class Explained implements Derivations {
        private static Derivation product(
                String name, TensorState x, TensorState weight, double n, double value) {
            return new Derivation(
                    "a sum of products",
                    "E y² = n · E %s² · E w²".formatted(name),
                    Term.completed(
                            "all",
                            value,
                            "r",
                            "what means add",
                            Quantity.count(n, "products that are summed"),
                            Quantity.square(name, x.secondMoment(), "what comes in"),
                            Quantity.square("w", weight.secondMoment(), "the weight")));
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            double value = of.output().secondMoment();
            return Optional.of(product("x", of.input(0), of.input(1), in(of.use()), value));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            TensorState g = of.gradient();
            if (input == 2) {
                return Optional.of(
                        new Derivation(
                                "a choice has no gradient",
                                "g = 0",
                                Term.of("all", new Quantity("0", 0, "the choice is discrete"))));
            }
            if (input == 0) {
                double value = of.pulled(0).secondMoment();
                return Optional.of(product("g", g, of.input(1), out(of.use()), value));
            }
            double rows = of.use().input(0).extent(0) / (double) of.use().input(1).extent(0);
            return Optional.of(
                    new Derivation(
                            "a sum over the rows of one expert",
                            "E g_W² = n · E x² · E g² · ⟨ρρ⟩",
                            Term.completed(
                                    "all",
                                    of.pulled(1).secondMoment(),
                                    "⟨ρρ⟩",
                                    "how rows of x and g go together, alone and in pairs",
                                    Quantity.count(rows, "rows of an expert, on average"),
                                    Quantity.square("x", of.input(0).secondMoment(), "the input"),
                                    Quantity.square("g", g.secondMoment(), "the gradient"))));
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Fresh(1);
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// `fan_in^-1/2`, gradients `fan_out^-1/2` and one over the root of an expert's rows on
    /// average.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double rows = of.use().input(0).extent(0) / (double) of.use().input(1).extent(0);
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("fan_in", in(of.use())),
                        Factor.inverseRoot("fan_out", out(of.use())),
                        Factor.inverseRoot("rows per expert", rows),
                        Factor.ONE));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "two of four experts",
                        List.of(
                                OperatorCase.normal(64, 48),
                                OperatorCase.normal(4, 32, 48),
                                OperatorCase.normal(4, 8, 4)),
                        new AttributeMap(Map.of("k", 2.0)),
                        0));
    }
}
