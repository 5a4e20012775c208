package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.Shape;

/// Quadrature moments of the activation functions against a table made by adaptive quadrature with
/// another library.
class ElementwiseMomentsTest {
    private static final Map<String, String> NAMES =
            Map.of(
                    "gelu_erf",
                    "gelu",
                    "elu_1",
                    "elu",
                    "hardtanh",
                    "clip",
                    "leaky_relu_0.01",
                    "leaky_relu",
                    "relu_squared",
                    "squared_relu");

    /// Attributes are left at their defaults, which the table's names tell.
    private static AttributeMap defaults(Operator operator) {
        Map<String, Object> values = new HashMap<>();
        operator.signature()
                .attributes()
                .forEach(attribute ->
                        attribute.fallback().ifPresent(v -> values.put(attribute.name(), v)));
        return new AttributeMap(values);
    }

    /// The table has 12 digits, of numbers above 1 as well, from an integral good to about 1e-12.
    private static final double TABLE = 2e-11;

    static Stream<String> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ElementwiseMomentsTest.class.getResourceAsStream(
                                "/operators/elementwise_exact.csv"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .filter(row -> OperatorCatalogue.standard().find(name(row)).isPresent());
        }
    }

    /// The operator of a row; the table has functions that are no operators, see
    /// `GaussianFactorsTest`.
    private static String name(String row) {
        String name = row.split(",", -1)[0];
        return NAMES.getOrDefault(name, name);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void agreesWithTheTable(String row) throws UnsupportedOperatorException {
        String[] cells = row.split(",", -1);
        double mean = Double.parseDouble(cells[1]);
        double deviation = Double.parseDouble(cells[2]);
        Operator operator = OperatorCatalogue.standard().require(name(row));
        MomentRule.Quadrature rule = (MomentRule.Quadrature) operator.moments();
        Shape shape = Shape.of(8);
        Invocation use =
                new Invocation(
                        "x",
                        defaults(operator),
                        List.of(shape),
                        List.of(shape),
                        List.of(Optional.empty()));
        TensorState in =
                TensorState.of(
                        new Moments(mean, mean * mean + deviation * deviation),
                        ElementShape.GAUSSIAN);
        TensorState out = rule.forward().apply(use, List.of(in)).getFirst();
        TensorState unit = TensorState.of(0, 1);
        TensorState gradient =
                rule.backward()
                        .apply(use, List.of(in), List.of(out), List.of(unit))
                        .getFirst()
                        .orElseThrow();

        requireTable(out.mean(), cells[3], deviation);
        requireTable(out.moments().rms(), cells[5], deviation);
        requireTable(gradient.moments().rms(), cells[7], deviation);
    }

    private static void requireTable(double ours, String cell, double deviation) {
        double table = Double.parseDouble(cell);
        assertThat(ours)
                .isCloseTo(
                        table, within(TABLE * Math.max(Math.abs(table), Math.max(1, deviation))));
    }
}
