package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.ElementaryFunctions;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ParameterizedUnary;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;

/// `y = x` for x > 0, else `α (eˣ − 1)`; the derivative at 0 is α, as in PyTorch.
public final class Elu extends ParameterizedUnary {
    private static final OperatorDoc DOC =
            new OperatorDoc(
                    "elu",
                    "ELU",
                    "Keeps positive values and bends the others to -alpha.",
                    "y = x if x > 0, else alpha · (exp(x) - 1)",
                    "Clevert et al. 2015, arXiv 1511.07289");

    @Override
    public OperatorDoc doc() {
        return DOC;
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.number("alpha", 1, 0, 1000)));
    }

    @Override
    protected ElementwiseUnary at(AttributeMap attributes) {
        return new At(attributes.number("alpha"));
    }

    private static final class At extends ElementwiseUnary {
        private final double alpha;

        At(double alpha) {
            this.alpha = alpha;
        }

        @Override
        public OperatorDoc doc() {
            return DOC;
        }

        @Override
        protected float value(float x) {
            return x > 0 ? x : (float) (alpha * StrictMath.expm1(x));
        }

        @Override
        protected float derivative(float x) {
            return x > 0 ? 1f : (float) alpha * ElementaryFunctions.exp(x);
        }

        @Override
        protected double value(double x) {
            return x > 0 ? x : alpha * StrictMath.expm1(x);
        }

        @Override
        protected double derivative(double x) {
            return x > 0 ? 1 : alpha * StrictMath.exp(x);
        }

        @Override
        protected double[] kinks() {
            return new double[] {0};
        }
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                unaryCase("plain", 1, Map.of()),
                unaryCase("wide, alpha 2", 4, Map.of("alpha", 2.0)));
    }

    private static OperatorCase unaryCase(
            String title, double deviation, Map<String, Object> attributes) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 64, 256)),
                new AttributeMap(attributes),
                0);
    }
}
