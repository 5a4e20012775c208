package org.unitscope.operators.library;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = x`, and no gradient: a constant for the backward pass, as `detach` in PyTorch.
public final class StopGradient implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "stop_gradient",
                "Stop gradient",
                "Hands its input on and lets no gradient back.",
                "y = x, g_x = 0",
                "");
    }

    @Override
    public Signature signature() {
        return Signature.unary();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor y = x.zeros(x.shape());
            for (int i = 0; i < x.shape().length(); i++) {
                y.set(i, x.get(i));
            }
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(gradients.getFirst().zeros(use.input(0))));
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(inputs.getFirst()),
                (use, inputs, outputs, gradients) ->
                        List.of(Optional.of(gradients.getFirst().scaled(0))),
                Basis.EXACT,
                new Explained());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    new Derivation(
                            "the input",
                            "E y² = E x²",
                            Term.of(
                                    "all",
                                    Quantity.square(
                                            "x", of.input(0).secondMoment(), "the input"))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    new Derivation(
                            "stopped", "g_x = 0", Term.of("all", new Quantity("0", 0, "stopped"))));
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(CrossRule.constant(inputs.getFirst(), 1)),
                (use, inputs) -> List.of(CrossRule.constant(inputs.getFirst(), 0)));
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "plain", List.of(OperatorCase.normal(32, 64)), AttributeMap.NONE, 0, 0));
    }
}
