package org.unitscope.operators;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.GaussianExpectation;
import org.unitscope.tensor.Shape;

/// Family of operators `y = φ(x; attributes)` on every element. The author gives the member of
/// [ElementwiseUnary] that some attributes stand for; everything follows from it.
public abstract class ParameterizedUnary implements Operator {
    /// The function of these attributes, which were checked.
    protected abstract ElementwiseUnary at(AttributeMap attributes);

    private ElementwiseUnary at(Invocation use) {
        return at(use.attributes());
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(request.input(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> at(use).forward().apply(use, inputs, workers);
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                at(use).backward().apply(use, inputs, outputs, gradients, workers);
    }

    private MomentRule.Formulas formulas(Invocation use) {
        return at(use).moments().formulas();
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.Quadrature(
                GaussianExpectation.NODES,
                (use, inputs) -> formulas(use).forward().apply(use, inputs),
                (use, inputs, outputs, gradients) ->
                        formulas(use).backward().apply(use, inputs, outputs, gradients),
                new Explained());
    }

    private final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            return formulas(of.use()).derivations().output(of, output);
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return formulas(of.use()).derivations().gradient(of, input);
        }

        @Override
        public Map<Assumption, Double> assumptions(Application of) {
            return formulas(of.use()).derivations().assumptions(of);
        }
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds((use, inputs) ->
                at(use).cross() instanceof CrossRule.Responds responds
                        ? responds.slopes().of(use, inputs)
                        : List.of());
    }

    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return at(of.use()).unitScaling(of);
    }
}
