package org.unitscope.operators.library;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.formula.Formula;
import org.unitscope.formula.FormulaException;
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

/// `y = f(x)` on every element, f a formula that the model writes down, see
/// [org.unitscope.formula.Formula]. Kernels, moments and factors are those of [ElementwiseUnary]
/// for that function; single precision is the double result, rounded.
public final class Function extends ParameterizedUnary {
    private static final String FORMULA = "formula";

    private final Map<String, Written> known = Collections.synchronizedMap(new HashMap<>());

    /// The family member for one formula.
    private static final class Written extends ElementwiseUnary {
        private final Formula formula;

        Written(Formula formula) {
            this.formula = formula;
        }

        @Override
        public OperatorDoc doc() {
            return new OperatorDoc("function", "Function", "", "y = " + formula.text(), "");
        }

        @Override
        protected float value(float x) {
            return (float) formula.value(x);
        }

        @Override
        protected float derivative(float x) {
            return (float) formula.slope(x);
        }

        @Override
        protected double value(double x) {
            return formula.value(x);
        }

        @Override
        protected double derivative(double x) {
            return formula.slope(x);
        }

        @Override
        protected double[] kinks() {
            return formula.kinks();
        }
    }

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "function",
                "Function",
                "A function of every element that the model writes down as a formula of x.",
                "y = f(x)",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.text(FORMULA),
                        Attribute.text("called").orAbsent("the function has no name")));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        try {
            Formula.parse(request.attributes().text(FORMULA), Map.of());
        } catch (FormulaException broken) {
            throw new ShapeException(String.valueOf(broken.getMessage()));
        }
        return List.of(request.input(0));
    }

    @Override
    protected ElementwiseUnary at(AttributeMap attributes) {
        return known.computeIfAbsent(attributes.text(FORMULA), Function::parsed);
    }

    private static Written parsed(String text) {
        try {
            return new Written(Formula.parse(text, Map.of()));
        } catch (FormulaException impossible) {
            throw new IllegalStateException("formulas were checked before", impossible);
        }
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                formulaCase("a fast GELU", "x * sigmoid(1.702 * x)"),
                formulaCase("in two pieces", "where(x > 1, 2 * x - 1, x ^ 2)"));
    }

    private static OperatorCase formulaCase(String title, String formula) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(1, 64, 256)),
                new AttributeMap(Map.of(FORMULA, formula)),
                0);
    }
}
