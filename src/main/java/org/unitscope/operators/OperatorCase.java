package org.unitscope.operators;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;
import org.unitscope.tensor.Shape;

/// A worked example of an operator: it is run by the contract test and shown in the documentation.
///
/// @param title a few words, for example `wide, without bias`
/// @param inputs what goes in, in the signature's order
/// @param bias how far prediction and sample may differ beyond statistical error, relative to the
///   RMS: the size of the terms the rule leaves out for this case
/// @param backwardRatio what the backward pass gives over the derivative: 1, but where the
///   attributes of the case ask for other factors backward than forward
public record OperatorCase(
        String title,
        List<CaseInput> inputs,
        AttributeMap attributes,
        double bias,
        double backwardRatio) {
    /// Copies the list.
    public OperatorCase {
        inputs = List.copyOf(inputs);
    }

    /// One whose backward pass is the derivative.
    public OperatorCase(
            String title, List<CaseInput> inputs, AttributeMap attributes, double bias) {
        this(title, inputs, attributes, bias, 1);
    }

    /// One input of a case.
    public sealed interface CaseInput {
        /// Its shape.
        Shape shape();

        /// Real numbers drawn from a law.
        record Real(Shape shape, ValueLaw law) implements CaseInput {}

        /// Indices drawn from a law.
        record Index(Shape shape, IndexLaw law) implements CaseInput {}
    }

    /// A standard normal input.
    public static CaseInput normal(int... extents) {
        return gaussian(1, extents);
    }

    /// A zero-mean Gaussian input with this standard deviation.
    public static CaseInput gaussian(double standardDeviation, int... extents) {
        return new CaseInput.Real(Shape.of(extents), new ValueLaw.Normal(0, standardDeviation));
    }
}
