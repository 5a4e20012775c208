package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Map<String, Double> NAMES = Map.of("width", 64.0, "layers", 12.0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3|7",
                "(1 + 2) * 3|9",
                "-width / 2|-32",
                "2 - 3 - 4|-5",
                "0.02 / sqrt(2 * layers)|0.004082482904638631",
                "max(1, floor(layers / 5))|2",
                "min(width, 3) * 1e-3|0.003",
                "ln(10)|2.302585092994046",
                "ln(width / 64)|0",
                "pow(width, -(1 - 0.5))|0.125",
                "pow(2, layers)|4096",
            })
    void evaluates(String text, double value) throws Expression.Unusable {
        assertThat(Expression.evaluate(text, NAMES, new HashSet<>())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 +|ends where a number or name belongs",
                "1 2|does not end at '2'",
                "widht|did you mean width?",
                "1 / 0|is not a finite number",
                "sqrt(-1)|is not a finite number",
                "ln(0)|is not a finite number",
                "pow(-2, 0.5)|is not a finite number",
                "ln(2, 10)|calls ln with 2 argument(s)",
                "exp(1)|known are min(a, b)",
                "(1|lacks a ')'",
                "1.2.3|which is no number",
                "a; b|uses 'a'",
            })
    void refuses(String text, String reason) {
        assertThatThrownBy(() -> Expression.evaluate(text, NAMES, new HashSet<>()))
                .isInstanceOf(Expression.Unusable.class)
                .hasMessageContaining(reason);
    }
}
