package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ExpertRows;
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
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.operators.TensorProducts;
import org.unitscope.operators.TensorProducts.View;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y_e = x_e W_eᵀ` for every expert e: x `[experts, rows, in]`, W `[experts, out, in]`.
///
/// Moments: as those of `linear`, but rows of two experts meet other weights and have nothing in
/// common, and a weight's gradient sums over the rows of its own expert, see [ExpertRows].
public final class ExpertLinear implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "expert_linear",
                "Linear, one per expert",
                "Multiplies the rows of every expert by the expert's own weight matrix.",
                "y_e = x_e W_eᵀ",
                "Lepikhin et al. 2020, arXiv 2006.16668");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("input"), Input.factor("weight")),
                List.of("output"),
                List.of());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape x = request.input(0);
        Shape weight = request.input(1);
        boolean fits =
                x.rank() == 3
                        && weight.rank() == 3
                        && x.extent(0) == weight.extent(0)
                        && x.extent(2) == weight.extent(2);
        if (!fits) {
            throw new ShapeException(
                    "input [experts, rows, in] and weight [experts, out, in] must agree in experts"
                            + " and in, got "
                            + x
                            + " and "
                            + weight);
        }
        return List.of(x.with(-1, weight.extent(1)));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(
                        TensorProducts.multiply(
                                View.batched((RealTensor) inputs.get(0)),
                                View.batched((RealTensor) inputs.get(1)).transpose(),
                                use.output(),
                                workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            View g = View.batched(gradients.getFirst());
            View x = View.batched((RealTensor) inputs.get(0));
            View weight = View.batched((RealTensor) inputs.get(1));
            return List.of(
                    Optional.of(TensorProducts.multiply(g, weight, use.input(0), workers)),
                    Optional.of(
                            TensorProducts.multiply(g.transpose(), x, use.input(1), workers)));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(ExpertRows.product(inputs.get(0), inputs.get(1), in(use), out(use))),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        ExpertRows.product(
                                                gradients.getFirst(),
                                                inputs.get(1),
                                                out(use),
                                                in(use))),
                                Optional.of(
                                        ExpertRows.weightGradient(
                                                inputs.get(0),
                                                gradients.getFirst(),
                                                in(use),
                                                out(use)))),
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static double in(Invocation use) {
        return use.input(1).extent(2);
    }

    private static double out(Invocation use) {
        return use.input(1).extent(1);
    }

    private static final class Explained implements Derivations {
        private static Derivation product(
                String rule, String name, TensorState x, TensorState weight, double n, double value) {
            return new Derivation(
                    rule,
                    "E y² = n · E %s² · E w²".formatted(name),
                    Term.completed(
                            "all",
                            value,
                            "r",
                            "what means and single positions add",
                            Quantity.count(n, "products that are summed"),
                            Quantity.square(name, x.secondMoment(), "what comes in"),
                            Quantity.square("w", weight.secondMoment(), "the weight")));
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    product(
                            "a sum of products",
                            "x",
                            of.input(0),
                            of.input(1),
                            in(of.use()),
                            of.output().secondMoment()));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            if (input == 0) {
                return Optional.of(
                        product(
                                "a sum of products",
                                "g",
                                of.gradient(),
                                of.input(1),
                                out(of.use()),
                                of.pulled(0).secondMoment()));
            }
            return Optional.of(
                    new Derivation(
                            "a sum over the rows of one expert",
                            "E g_W² = n · E x² · E g² · ⟨ρρ⟩",
                            Term.completed(
                                    "all",
                                    of.pulled(1).secondMoment(),
                                    "⟨ρρ⟩",
                                    "how rows of x and g go together, alone and in pairs",
                                    Quantity.count(of.use().input(0).extent(1), "rows of an expert"),
                                    Quantity.square("x", of.input(0).secondMoment(), "the input"),
                                    Quantity.square(
                                            "g", of.gradient().secondMoment(), "the gradient"))));
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

    /// `fan_in^-1/2`, gradients `fan_out^-1/2` and `rows^-1/2` of the rows of one expert.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("fan_in", in(of.use())),
                        Factor.inverseRoot("fan_out", out(of.use())),
                        Factor.inverseRoot("rows", of.use().input(0).extent(1))));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "four experts",
                        List.of(OperatorCase.normal(4, 32, 64), OperatorCase.normal(4, 48, 64)),
                        AttributeMap.NONE,
                        0));
    }
}
