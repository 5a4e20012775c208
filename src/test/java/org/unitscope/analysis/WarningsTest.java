package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unitscope.analysis.SmallGraphs.against;
import static org.unitscope.analysis.SmallGraphs.classified;
import static org.unitscope.analysis.SmallGraphs.explain;
import static org.unitscope.analysis.SmallGraphs.input;
import static org.unitscope.analysis.SmallGraphs.operation;
import static org.unitscope.analysis.SmallGraphs.warning;
import static org.unitscope.analysis.SmallGraphs.weight;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.operators.Assumption;
import org.unitscope.tensor.Shape;

/// Each assumption broken on purpose, and kept.
class WarningsTest {
    private static final Shape WIDE = Shape.of(64, 128);

    /// x + φ(x): E x² = 4, E relu(x)² = 2, so parts of 2/3 and 1/3 and at most `2 √(2/9)` more.
    private static final Graph GATE =
            against(
                    WIDE,
                    input("x", 2, 64, 128),
                    operation("relu", "relu", WIDE, "x"),
                    operation("sum", "add", WIDE, "x", "relu"));

    /// x + W₂ relu(W₁ x).
    private static final Graph RESIDUAL =
            against(
                    WIDE,
                    input("x", 1, 64, 128),
                    weight("w1", 0.1, 128, 128),
                    weight("w2", 0.1, 128, 128),
                    operation("up", "linear", WIDE, "x", "w1"),
                    operation("relu", "relu", WIDE, "up"),
                    operation("down", "linear", WIDE, "relu", "w2"),
                    operation("sum", "add", WIDE, "x", "down"));

    @Test
    void inputsOfOneOriginWithoutAWeightOfTheirOwnAreCorrelated() {
        Explanation explanation = explain(GATE, "sum", Role.ACTIVATION);
        Warning warning = warning(explanation, Assumption.UNCORRELATED_INPUTS).orElseThrow();

        assertThat(warning.measure()).isCloseTo(2 * Math.sqrt(2.0 / 9), within(1e-12));
        assertThat(warning.where().tensor().path()).isEqualTo("sum");
        assertThat(warning.sentence()).contains("up to 94 %");
        assertThat(warning(explain(GATE, "relu", Role.ACTIVATION), Assumption.UNCORRELATED_INPUTS))
                .isEmpty();
        assertThat(warning(explain(GATE, "loss", Role.ACTIVATION), Assumption.UNCORRELATED_INPUTS))
                .isPresent();
    }

    /// The direct use gives g, the other g relu'(x): parts of 2/3 and 1/3 of the sum again, but for
    /// the means.
    @Test
    void andSoAreTheGradientsOfTheirUses() {
        Explanation explanation = explain(GATE, "x", Role.ACTIVATION_GRADIENT);

        assertThat(warning(explanation, Assumption.UNCORRELATED_GRADIENTS)).isPresent();
        assertThat(explanation.uses()).hasSize(2);
        assertThat(
                        warning(
                                explain(RESIDUAL, "x", Role.ACTIVATION_GRADIENT),
                                Assumption.UNCORRELATED_GRADIENTS))
                .isEmpty();
    }

    @Test
    void aBranchWithAWeightOfItsOwnIsNot() {
        assertThat(
                        warning(
                                explain(RESIDUAL, "loss", Role.ACTIVATION),
                                Assumption.UNCORRELATED_INPUTS))
                .isEmpty();
    }

    @Test
    void aWeightUsedTwiceIsSaidWhereBothUsesAreOnTheWay() {
        Graph tied =
                against(
                        WIDE,
                        input("x", 1, 64, 128),
                        weight("w", 0.1, 128, 128),
                        operation("first", "linear", WIDE, "x", "w"),
                        operation("second", "linear", WIDE, "first", "w"));

        Warning warning =
                warning(explain(tied, "second", Role.ACTIVATION), Assumption.UNTIED_WEIGHTS)
                        .orElseThrow();
        assertThat(warning.measure()).isEqualTo(2);
        assertThat(warning.where().tensor().path()).isEqualTo("w");
        assertThat(warning(explain(tied, "first", Role.ACTIVATION), Assumption.UNTIED_WEIGHTS))
                .isEmpty();
        assertThat(warning(explain(tied, "x", Role.ACTIVATION_GRADIENT), Assumption.UNTIED_WEIGHTS))
                .isPresent();
    }

    @Test
    void narrowRowsAreCountedAtEveryRule() {
        Shape narrow = Shape.of(64, 16);
        Graph graph =
                against(
                        narrow,
                        input("x", 1, 64, 16),
                        weight("w1", 0.1, 24, 16),
                        weight("w2", 0.1, 16, 24),
                        operation("up", "linear", Shape.of(64, 24), "x", "w1"),
                        operation("down", "linear", narrow, "up", "w2"));
        Warning warning =
                warning(explain(graph, "down", Role.ACTIVATION), Assumption.WIDE_ROWS)
                        .orElseThrow();

        assertThat(warning.measure()).isEqualTo(16);
        assertThat(warning.places()).isEqualTo(2);
        assertThat(warning(explain(RESIDUAL, "sum", Role.ACTIVATION), Assumption.WIDE_ROWS))
                .isEmpty();
    }

    private static final Graph LOGITS = readout(3);

    /// Readout of 64 rows to 50 classes.
    private static Graph readout(double logitDeviation) {
        return classified(
                50,
                64,
                input("x", 1, 64, 128),
                weight("w", logitDeviation / Math.sqrt(128), 50, 128),
                operation("logits", "linear", Shape.of(64, 50), "x", "w"));
    }

    @Test
    void peakedSoftmaxesAreSaid() {
        Warning warning =
                warning(
                                explain(LOGITS, "logits", Role.ACTIVATION_GRADIENT),
                                Assumption.SMALL_LOGITS)
                        .orElseThrow();

        assertThat(warning.measure()).isCloseTo(9, within(1e-9));
        assertThat(warning(explain(LOGITS, "logits", Role.ACTIVATION), Assumption.SMALL_LOGITS))
                .isEmpty();
    }

    /// For equal logits a row of p − y has 49 elements of 1/50 and one of −49/50: `(Σ x²)² / Σ x⁴ =
    /// (49/50² + 0.98²)² / (49/50⁴ + 0.98⁴) = 1.041`. Logits of deviation 0.05 move that by less
    /// than their variance.
    @Test
    void aNearlyOneHotGradientHasFewTerms() {
        Warning warning =
                warning(
                                explain(readout(0.05), "x", Role.ACTIVATION_GRADIENT),
                                Assumption.MANY_TERMS)
                        .orElseThrow();

        assertThat(warning.measure()).isCloseTo(1.041, within(0.005));
        assertThat(warning(explain(LOGITS, "logits", Role.ACTIVATION), Assumption.MANY_TERMS))
                .isEmpty();
    }

    @Test
    void rowsThatFallBackToIndependenceAreSaidWhereTheyDo() {
        Graph graph =
                against(
                        WIDE,
                        input("x", 1, 64, 128),
                        input("line", 1, 1, 128),
                        operation("product", "multiply", WIDE, "x", "line"),
                        operation("relu", "relu", WIDE, "product"));
        Warning warning =
                warning(explain(graph, "relu", Role.ACTIVATION), Assumption.TRACKED_PAIRS)
                        .orElseThrow();

        assertThat(warning.where().tensor().path()).isEqualTo("product");
        assertThat(warning.measure()).isEqualTo(64);
        assertThat(warning.places()).isEqualTo(1);
    }

    /// One row of 8 features: 2/8 of relative variance of the mean square, so 25 % of the RMS.
    @Test
    void scatterBetweenSeedsIsThatOfTheTensorAlone() {
        Shape tiny = Shape.of(1, 8);
        Graph graph = against(tiny, input("x", 1, 1, 8), operation("relu", "relu", tiny, "x"));
        Warning warning =
                warning(explain(graph, "x", Role.ACTIVATION), Assumption.LITTLE_SCATTER)
                        .orElseThrow();

        assertThat(warning.measure()).isCloseTo(0.25, within(1e-9));
        assertThat(warning(explain(RESIDUAL, "sum", Role.ACTIVATION), Assumption.LITTLE_SCATTER))
                .isEmpty();
    }

    @Test
    void aSmallBatchIsSaidOfParameterGradients() {
        Shape few = Shape.of(4, 32, 64);
        Graph graph =
                against(
                        few,
                        input("x", 1, 4, 32, 64),
                        weight("w", 0.1, 64, 64),
                        operation("y", "linear", few, "x", "w"));

        assertThat(
                        warning(explain(graph, "w", Role.WEIGHT_GRADIENT), Assumption.WIDE_BATCH)
                                .orElseThrow()
                                .measure())
                .isEqualTo(4);
        assertThat(warning(explain(graph, "y", Role.ACTIVATION), Assumption.WIDE_BATCH)).isEmpty();
        assertThat(warning(explain(RESIDUAL, "w1", Role.WEIGHT_GRADIENT), Assumption.WIDE_BATCH))
                .isEmpty();
    }

    @Test
    void theNearestComesFirst() {
        List<Warning> warnings = explain(LOGITS, "x", Role.ACTIVATION_GRADIENT).warnings();

        assertThat(warnings)
                .extracting(Warning::assumption)
                .containsSubsequence(Assumption.MANY_TERMS, Assumption.SMALL_LOGITS);
    }

    @ParameterizedTest
    @EnumSource(Assumption.class)
    void everyAssumptionHasASentenceWithItsMeasure(Assumption assumption) {
        double measure = 7.25;
        Warning warning =
                new Warning(
                        assumption,
                        explain(RESIDUAL, "x", Role.ACTIVATION).key(),
                        measure,
                        measure,
                        1);

        assertThat(warning.sentence()).containsPattern("7(\\.2|\\.3|\\b)|725").endsWith(".");
    }
}
