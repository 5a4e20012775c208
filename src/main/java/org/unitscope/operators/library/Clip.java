package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ParameterizedUnary;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.Shape;

/// `y = min(max(x, low), high)`; the derivative is 1 from low to high, ends included, as of
/// PyTorch's clamp.
public final class Clip extends ParameterizedUnary {
    private static final OperatorDoc DOC =
            new OperatorDoc(
                    "clip",
                    "Clip",
                    "Limits every element; from -1 to 1 it is the hard tanh.",
                    "y = min(max(x, low), high)",
                    "");

    @Override
    public OperatorDoc doc() {
        return DOC;
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.number("low", -1, -1e30, 1e30),
                        Attribute.number("high", 1, -1e30, 1e30)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        double low = request.attributes().number("low");
        double high = request.attributes().number("high");
        if (low > high) {
            throw new ShapeException(
                    "low must not exceed high, got low %s and high %s".formatted(low, high));
        }
        return List.of(request.input(0));
    }

    @Override
    protected ElementwiseUnary at(AttributeMap attributes) {
        return new At(attributes.number("low"), attributes.number("high"));
    }

    private static final class At extends ElementwiseUnary {
        private final double low;
        private final double high;

        At(double low, double high) {
            this.low = low;
            this.high = high;
        }

        @Override
        public OperatorDoc doc() {
            return DOC;
        }

        @Override
        protected float value(float x) {
            return Math.min(Math.max(x, (float) low), (float) high);
        }

        @Override
        protected float derivative(float x) {
            return x >= (float) low && x <= (float) high ? 1f : 0f;
        }

        @Override
        protected double value(double x) {
            return Math.min(Math.max(x, low), high);
        }

        @Override
        protected double derivative(double x) {
            return x >= low && x <= high ? 1 : 0;
        }

        @Override
        protected double[] kinks() {
            return new double[] {low, high};
        }
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                unaryCase("hard tanh", 1, Map.of()),
                unaryCase("ReLU6", 4, Map.of("low", 0.0, "high", 6.0)));
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
