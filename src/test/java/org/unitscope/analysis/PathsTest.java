package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unitscope.analysis.SmallGraphs.against;
import static org.unitscope.analysis.SmallGraphs.explain;
import static org.unitscope.analysis.SmallGraphs.input;
import static org.unitscope.analysis.SmallGraphs.operation;
import static org.unitscope.analysis.SmallGraphs.weight;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.tensor.Shape;

/// Which way a path takes, and what it says of each step.
class PathsTest {
    private static final Shape ROWS = Shape.of(64, 128);

    /// x + W x with E w² = gain² / 128: the branch has gain² of the mean square of x.
    private static Graph residual(double gain) {
        return against(
                ROWS,
                input("x", 1, 64, 128),
                weight("w", gain / Math.sqrt(128), 128, 128),
                operation("branch", "linear", ROWS, "x", "w"),
                operation("sum", "add", ROWS, "x", "branch"));
    }

    private static List<String> paths(Explanation explanation) {
        return explanation.path().stream().map(step -> step.key().toString()).toList();
    }

    @Test
    void itFollowsTheLargerSummand() {
        Explanation direct = explain(residual(0.5), "sum", Role.ACTIVATION);
        assertThat(paths(direct)).containsExactly("x A", "sum A");
        assertThat(direct.path().getLast().share()).isCloseTo(1 / 1.25, within(1e-12));
        assertThat(direct.path().getLast().octaves())
                .isCloseTo(0.5 * Math.log(1.25) / Math.log(2), within(1e-12));

        // The direct use gives 6, the branch 40, and what both hold of x itself 8 more.
        Explanation branch = explain(residual(2), "sum", Role.ACTIVATION);
        assertThat(paths(branch)).containsExactly("x A", "branch A", "sum A");
        assertThat(branch.path().get(1).octaves()).isCloseTo(1, within(1e-12));
        assertThat(branch.path().getLast().share()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void aLargeBiasIsASource() {
        Graph graph =
                against(
                        ROWS,
                        input("x", 1, 64, 128),
                        weight("w", 0.01, 128, 128),
                        weight("b", 3, 128),
                        operation("y", "linear", ROWS, "x", "w", "b"));

        assertThat(paths(explain(graph, "y", Role.ACTIVATION))).containsExactly("b W", "y A");
    }

    /// x is used by the sum, which passes the gradient g = a (y − t) on, and by the branch, which
    /// multiplies it by the gain. At gain 2, E y² = 5 and E t² = 1: the direct use gives 6 a², the
    /// branch 4·6 a² and, as Wᵀ W x = 4 x on average, (4 a)² more.
    @Test
    void aGradientFollowsTheLargerUseFromTheLoss() {
        assertThat(paths(explain(residual(0.5), "x", Role.ACTIVATION_GRADIENT)))
                .containsExactly("loss gA", "sum gA", "x gA");
        Explanation branch = explain(residual(2), "x", Role.ACTIVATION_GRADIENT);
        assertThat(paths(branch)).containsExactly("loss gA", "sum gA", "branch gA", "x gA");
        assertThat(branch.path().getLast().node()).isEqualTo("branch");
        assertThat(branch.path().getLast().share()).isCloseTo(40.0 / 54, within(1e-12));
    }

    @Test
    void aParametersGradientComesFromItsUser() {
        assertThat(paths(explain(residual(2), "w", Role.WEIGHT_GRADIENT)))
                .containsExactly("loss gA", "sum gA", "branch gA", "w gW");
    }

    @Test
    void aSourceIsItsOwnPath() {
        Explanation explanation = explain(residual(2), "w", Role.WEIGHT);

        assertThat(paths(explanation)).containsExactly("w W");
        assertThat(explanation.octaves()).isZero();
        assertThat(explanation.derivation().rule()).startsWith("drawn from normal(");
    }
}
