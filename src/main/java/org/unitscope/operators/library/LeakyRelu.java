package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ParameterizedUnary;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;

/// `y = x` for x > 0, else `slope · x`; the derivative at 0 is the slope, as in PyTorch.
public final class LeakyRelu extends ParameterizedUnary {
    private static final OperatorDoc DOC =
            new OperatorDoc(
                    "leaky_relu",
                    "Leaky ReLU",
                    "Keeps positive values and multiplies the others by a small slope.",
                    "y = x if x > 0, else slope · x",
                    "Maas et al. 2013, Rectifier Nonlinearities Improve Neural Network Acoustic Models");

    @Override
    public OperatorDoc doc() {
        return DOC;
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.number("slope", 0.01, -1000, 1000)));
    }

    @Override
    protected ElementwiseUnary at(AttributeMap attributes) {
        return new At(attributes.number("slope"));
    }

    private static final class At extends ElementwiseUnary {
        private final double slope;

        At(double slope) {
            this.slope = slope;
        }

        @Override
        public OperatorDoc doc() {
            return DOC;
        }

        @Override
        protected float value(float x) {
            return x > 0 ? x : (float) slope * x;
        }

        @Override
        protected float derivative(float x) {
            return x > 0 ? 1f : (float) slope;
        }

        @Override
        protected double value(double x) {
            return x > 0 ? x : slope * x;
        }

        @Override
        protected double derivative(double x) {
            return x > 0 ? 1 : slope;
        }

        @Override
        protected double[] kinks() {
            return new double[] {0};
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                unaryCase("plain", 1, Map.of()), unaryCase("steep", 4, Map.of("slope", 0.25)));
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
