package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Factor;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.PositiveUnary;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;

/// `y = x^p`, `y' = p x^(p − 1)`, by the rules of IEEE `pow`: negative numbers to whole powers
/// only, else NaN.
public final class Power extends PositiveUnary {
    private static final int MOST_WHOLE = 16;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "power",
                "Power",
                "Raises every element to a constant power.",
                "y = x^exponent",
                "");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(Attribute.required("exponent", -64, 64)));
    }

    private static AttributeMap exponent(double exponent) {
        return new AttributeMap(Map.of("exponent", exponent));
    }

    @Override
    protected double value(double x, AttributeMap attributes) {
        return StrictMath.pow(x, attributes.number("exponent"));
    }

    @Override
    protected double derivative(double x, AttributeMap attributes) {
        double p = attributes.number("exponent");
        return p == 0 ? 0 : p * StrictMath.pow(x, p - 1);
    }

    /// Of whole powers, whose moments exist for numbers of either sign: `E z^2n = (2n − 1)!!`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double p = of.use().attributes().number("exponent");
        if (p < 1 || p > MOST_WHOLE || p != Math.rint(p)) {
            return Optional.empty();
        }
        int n = (int) p;
        double mean = n % 2 == 0 ? oddFactorial(n - 1) : 0;
        double deviation = Math.sqrt(oddFactorial(2 * n - 1) - mean * mean);
        double slope = n * Math.sqrt(oddFactorial(2 * n - 3));
        return Optional.of(
                IdealFactors.of(
                        Factor.of(1 / deviation, "1 / std z^p", "p = " + n),
                        Factor.of(1 / slope, "1 / rms p z^(p − 1)", "p = " + n)));
    }

    /// 1 · 3 · … · last; 1 for none.
    private static double oddFactorial(int last) {
        double product = 1;
        for (int i = 3; i <= last; i += 2) {
            product *= i;
        }
        return product;
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                positiveCase("a root of three", 0.25, 4, exponent(1.0 / 3)),
                positiveCase("of 1.5", 0.25, 4, exponent(1.5)),
                new OperatorCase(
                        "cubes of a Gaussian",
                        List.of(OperatorCase.gaussian(1, 64, 256)),
                        exponent(3),
                        0));
    }
}
