package org.unitscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorCase.CaseInput;
import org.unitscope.tensor.Shape;

/// Cases of settings that the worked cases of an operator leave out.
final class Cases {
    private Cases() {}

    static OperatorCase of(String title, Map<String, Object> attributes, CaseInput... inputs) {
        return new OperatorCase(title, List.of(inputs), new AttributeMap(attributes), 0);
    }

    /// Standard normal numbers.
    static CaseInput normal(int... extents) {
        return OperatorCase.normal(extents);
    }

    /// Numbers about 1, all positive.
    static CaseInput positive(int... extents) {
        return new CaseInput.Real(Shape.of(extents), new ValueLaw.Uniform(0.25, 4));
    }

    /// Indices below a bound.
    static CaseInput indices(int bound, int... extents) {
        return new CaseInput.Index(Shape.of(extents), new IndexLaw.Uniform(bound));
    }

    /// A list of whole numbers, as attributes hold it.
    static List<Double> list(int... values) {
        return Arrays.stream(values).mapToObj(value -> (double) value).toList();
    }
}
