package org.unitscope.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.unitscope.comparison.ComparisonFixtures.gradient;
import static org.unitscope.comparison.ComparisonFixtures.node;
import static org.unitscope.comparison.ComparisonFixtures.run;
import static org.unitscope.comparison.ComparisonFixtures.side;
import static org.unitscope.comparison.ComparisonFixtures.unpredicted;
import static org.unitscope.comparison.ComparisonFixtures.unsampled;
import static org.unitscope.comparison.ComparisonFixtures.weight;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.comparison.RunComparison.PairOrder;
import org.unitscope.graph.Role;
import org.unitscope.run.Forecast;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;
import org.unitscope.task.WorkbenchException;

/// What is said of pairs: differences in octaves, states, verdicts, counts, chance.
class RunComparisonTest {
    private static final float FLUSHED = 0x1p-18f;

    private static TensorPair pair(TensorRecord a, TensorRecord b) {
        return new TensorPair(a, b, AlignedBy.ID);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, 3",
        "3, 1.5, -1",
        "0.1, 107374182.4, 30",
        "5, 5, 0",
        // sqrt(2) is half an octave.
        "1, 1.4142135623730951, 0.5",
        // The ends of the doubles: 2^-1074 to (2 - 2^-52) 2^1023.
        "4.9E-324, 1.7976931348623157E308, 2098"
    })
    void differencesAreOctaves(double before, double after, double octaves) {
        ScaleChange change = new ScaleChange(OptionalDouble.of(before), OptionalDouble.of(after));

        assertThat(change.octaves().getAsDouble()).isEqualTo(octaves, within(1e-15 * 4096));
        if (octaves == Math.rint(octaves) && octaves < 1000) {
            assertThat(change.octaves().getAsDouble()).isEqualTo(octaves);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 1, WITHIN",
        "1, 2, 0.999, OUTSIDE",
        "2, 1, 1, WITHIN",
        "1, 1, 0, WITHIN",
        "0, 0, 0, BOTH_ZERO",
        "0, 1, 9, WAS_ZERO",
        "1, 0, 9, BECAME_ZERO",
        "NaN, 1, 9, NOT_FINITE",
        "0, NaN, 9, NOT_FINITE",
        "1, Infinity, 9, NOT_FINITE",
    })
    void everyPairHasAState(double before, double after, double tolerance, ScaleState state) {
        ScaleChange change = new ScaleChange(OptionalDouble.of(before), OptionalDouble.of(after));

        assertThat(change.state(tolerance)).isEqualTo(state);
        assertThat(change.octaves().isPresent())
                .isEqualTo(state == ScaleState.WITHIN || state == ScaleState.OUTSIDE);
    }

    @Test
    void likeIsComparedWithLike() {
        // Predicted scale 1, sampled 4.
        TensorRecord both = weight("w", 4, 4);
        TensorRecord predicted = unsampled(weight("w", 4));
        TensorRecord sampled = unpredicted(weight("w", 4));

        assertThat(pair(both, weight("w", 8, 8)).scale().octaves()).hasValue(1);
        assertThat(pair(both, predicted).scale().octaves()).hasValue(0);
        assertThat(pair(both, predicted).isMeasured()).isFalse();
        assertThat(pair(predicted, sampled).scale().state(1)).isEqualTo(ScaleState.NOT_COMPARABLE);
        assertThat(pair(predicted, sampled).verdictChange()).isEqualTo(VerdictChange.NOT_JUDGED);
    }

    @Test
    void tensorsWithoutFiniteElementsHaveAStateAndNoNumber() {
        TensorRecord nan = weight("w", Float.NaN, Float.NaN);

        assertThat(pair(weight("w", 1), nan).scale().state(1)).isEqualTo(ScaleState.NOT_FINITE);
        assertThat(pair(weight("w", 1), nan).standardErrors()).isEmpty();
        assertThat(pair(weight("w", 1), nan).verdictChange()).isEqualTo(VerdictChange.BROKEN);
    }

    @Test
    void verdictsChangeBetweenFourGrades() {
        // E5M2: 2^-18 becomes zero. One in three: at risk; all: lost. E5M2 ends at 57344.
        TensorRecord fine = gradient("x", "add", 1, 1, 1);
        TensorRecord risk = gradient("x", "add", FLUSHED, 1, 1);
        TensorRecord lost = gradient("x", "add", FLUSHED, FLUSHED, FLUSHED);
        TensorRecord over = gradient("x", "add", 1e6f, 1, 1);

        assertThat(pair(lost, fine).verdictChange()).isEqualTo(VerdictChange.FIXED);
        assertThat(pair(risk, fine).verdictChange()).isEqualTo(VerdictChange.FIXED);
        assertThat(pair(fine, over).verdictChange()).isEqualTo(VerdictChange.BROKEN);
        assertThat(pair(lost, risk).verdictChange()).isEqualTo(VerdictChange.IMPROVED);
        assertThat(pair(lost, over).verdictChange()).isEqualTo(VerdictChange.WORSE);
        assertThat(pair(risk, risk).verdictChange()).isEqualTo(VerdictChange.SAME);
        assertThat(pair(risk, lost).flushedChange().getAsDouble())
                .isEqualTo(2.0 / 3, within(1e-15));
    }

    /// Two analyses without a sample are judged by what they predict; a sample only by a sample.
    @Test
    void predictedVerdictsAreComparedWithPredictedOnes() {
        TensorRecord lost = forecast(unsampled(gradient("x", "add", 1)), Verdict.LOST, 0.5);
        TensorRecord fine =
                forecast(unsampled(gradient("x", "add", 1)), Verdict.REPRESENTABLE, 0.125);
        TensorRecord sampled =
                forecast(gradient("x", "add", FLUSHED, FLUSHED), Verdict.REPRESENTABLE, 0.125);

        assertThat(pair(lost, fine).verdictChange()).isEqualTo(VerdictChange.FIXED);
        assertThat(pair(lost, fine).before().isPredicted()).isTrue();
        assertThat(pair(lost, fine).flushedChange()).hasValue(-0.375);
        assertThat(pair(lost, sampled).verdictChange()).isEqualTo(VerdictChange.FIXED);
        assertThat(pair(lost, sampled).after().isPredicted()).isTrue();
        assertThat(pair(sampled, sampled).before().isPredicted()).isFalse();
        assertThat(pair(sampled, sampled).before().flushed()).hasValue(1);
        assertThat(pair(sampled, unsampled(gradient("x", "add", 1))).verdictChange())
                .isEqualTo(VerdictChange.NOT_JUDGED);
    }

    private static TensorRecord forecast(TensorRecord of, Verdict verdict, double flushed) {
        Forecast none = Forecast.NONE;
        return new TensorRecord(
                of.key(),
                of.operator(),
                of.shape(),
                of.format(),
                of.appliedFormat(),
                of.predicted(),
                of.measured(),
                new Forecast(
                        OptionalDouble.of(flushed),
                        none.subnormal(),
                        none.overflow(),
                        none.sqnrDecibels(),
                        Optional.of(verdict),
                        none.scatter(),
                        none.coherent()));
    }

    @Test
    void countsAddUpToAllTensors() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        side(
                                "a",
                                node("same", "add"),
                                gradient("same", "add", FLUSHED),
                                weight("zero", 0, 0),
                                weight("nan", Float.NaN),
                                unsampled(weight("quiet", 1)),
                                weight("only.here", 1, 2, 3)),
                        side(
                                "b",
                                node("same", "add"),
                                gradient("same", "add", 1),
                                weight("zero", 0, 0),
                                weight("nan", 1000),
                                weight("quiet", 1),
                                weight("there", 1),
                                weight("there.too", 1)),
                        TensorMapping.NONE);
        ComparisonCounts counts = comparison.counts(0.5);

        assertThat(counts.aligned()).isEqualTo(5);
        assertThat(counts.onlyInFirst()).isEqualTo(1);
        assertThat(counts.onlyInSecond()).isEqualTo(2);
        assertThat(counts.unaligned()).isEqualTo(3);
        assertThat(counts.measured()).isEqualTo(4);
        assertThat(counts.of(VerdictChange.FIXED)).isEqualTo(1);
        assertThat(counts.of(VerdictChange.NOT_JUDGED)).isEqualTo(1);
        assertThat(counts.of(VerdictChange.SAME)).isEqualTo(3);
        assertThat(counts.of(ScaleState.OUTSIDE)).isEqualTo(1);
        assertThat(counts.of(ScaleState.BOTH_ZERO)).isEqualTo(1);
        assertThat(counts.of(ScaleState.NOT_FINITE)).isEqualTo(1);
        assertThat(counts.of(AlignedBy.ID)).isEqualTo(5);
        assertThat(counts.verdicts().values().stream().mapToLong(n -> n).sum()).isEqualTo(5);
        assertThat(counts.scales().values().stream().mapToLong(n -> n).sum()).isEqualTo(5);
        assertThat(comparison.changed(VerdictChange.FIXED))
                .extracting(pair -> pair.a().key().toString())
                .containsExactly("same gA");
    }

    @Test
    void flushedGradientsAreWeightedByTheirValues() {
        FlushedTotals totals =
                FlushedTotals.of(
                        run(
                                "a",
                                1,
                                // 1 of 3 values that are not zero, 0 of 6, and what does not count.
                                gradient("x", "add", FLUSHED, 0, 1, 1),
                                RunFixtures.tensor(
                                        "w",
                                        "parameter",
                                        Role.WEIGHT_GRADIENT,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1),
                                weight("w", FLUSHED),
                                gradient("zero", "add", 0, 0),
                                unsampled(gradient("y", "add", FLUSHED))));

        assertThat(totals.share().getAsDouble()).isEqualTo(1.0 / 9, within(1e-15));
        assertThat(totals.tensors()).isEqualTo(3);
        assertThat(totals.over()).isEqualTo(1);
        assertThat(FlushedTotals.of(run("b", 1, weight("w", 1))).share()).isEmpty();
    }

    /// x has 4 elements: in A one is flushed and one is zero where B has four values; y is whole in
    /// both; a zero that both have is missing in neither.
    @Test
    void whatWasFlushedUpstreamIsMissingToo() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        side(
                                "a",
                                gradient("x", "add", FLUSHED, 0, 1, 1),
                                gradient("y", "add", 0, 1, 1)),
                        side("b", gradient("x", "add", 1, 1, 1, 1), gradient("y", "add", 0, 1, 1)),
                        TensorMapping.NONE);
        MissingGradients first = MissingGradients.of(comparison.pairs(), true);

        assertThat(first.share().getAsDouble()).isEqualTo(2.0 / 6, within(1e-15));
        assertThat(first.tensors()).isEqualTo(2);
        assertThat(first.over()).isEqualTo(1);
        assertThat(MissingGradients.of(comparison.pairs(), false).share().getAsDouble()).isZero();
    }

    @Test
    void differencesAreCountedInStandardErrors() throws WorkbenchException {
        // Fixtures have a standard error of a tenth of the predicted scale, here 0.1.
        TensorPair pair = pair(weight("w", 1, 1), weight("w", 2, 2));

        assertThat(pair.standardErrors().getAsDouble())
                .isEqualTo(1 / (0.1 * StrictMath.sqrt(2)), within(1e-12));
        assertThat(pair(weight("w", 1), unsampled(weight("w", 1))).standardErrors()).isEmpty();

        ComparedRun first = new ComparedRun("a", run("a", 1, weight("w", 1)));
        ComparedRun other = new ComparedRun("b", run("b", 2, weight("w", 1)));
        assertThat(RunComparison.of(first, other, TensorMapping.NONE).sharesSeed()).isFalse();
        assertThat(RunComparison.of(first, first, TensorMapping.NONE).sharesSeed()).isTrue();
        assertThat(RunComparison.of(first, other, TensorMapping.NONE).chance())
                .isEqualTo(new ChanceCounts(1, 1));
        assertThat(RunComparison.of(first, first, TensorMapping.NONE).chance().judged()).isZero();
    }

    @Test
    void pairsCanBeSorted() throws WorkbenchException {
        ComparedRun a =
                side(
                        "a",
                        gradient("blocks.10.x", "add", 1),
                        gradient("blocks.2.x", "add", FLUSHED),
                        gradient("blocks.2.y", "add", 1),
                        gradient("z", "add", 0, 0));
        ComparedRun b =
                side(
                        "b",
                        gradient("blocks.10.x", "add", 64),
                        gradient("blocks.2.x", "add", 0x1p-16f),
                        gradient("blocks.2.y", "add", 0),
                        gradient("z", "add", 0, 0));
        RunComparison comparison = RunComparison.of(a, b, TensorMapping.NONE);

        assertThat(comparison.sorted(PairOrder.DELTA))
                .extracting(pair -> pair.a().path())
                .containsExactly("blocks.2.y", "blocks.10.x", "blocks.2.x", "z");
        assertThat(comparison.sorted(PairOrder.FLUSHED).getFirst().a().path())
                .isEqualTo("blocks.2.x");
        assertThat(comparison.sorted(PairOrder.PATH))
                .extracting(pair -> pair.a().path())
                .containsExactly("blocks.2.x", "blocks.2.y", "blocks.10.x", "z");
    }

    @Test
    void twoToSixRunsAreComparedAgainstTheFirst() throws WorkbenchException {
        ComparedRun run = side("a", node("x", "input"));

        assertThat(RunComparison.of(List.of(run, run, run), TensorMapping.NONE)).hasSize(2);
        assertThatThrownBy(() -> RunComparison.of(List.of(run), TensorMapping.NONE))
                .hasMessageContaining("needs 2 to 6 runs, got 1");
        assertThatThrownBy(() ->
                        RunComparison.of(
                                List.of(run, run, run, run, run, run, run), TensorMapping.NONE))
                .hasMessageContaining("got 7");
    }

    @Test
    void theTableHasARowForEveryTensorAndNoNan() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        side("a", weight("nan", Float.NaN), weight("here", 1, 2)),
                        side("b", weight("nan", 2), node("there", "add")),
                        TensorMapping.NONE);
        List<String> lines = ComparisonTable.csv(List.of(comparison), 0.5).lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("run_a,run_b,role,aligned_by,state,verdict_change");
        assertThat(lines.get(1)).startsWith("a,b,W,id,not finite,");
        assertThat(lines.get(2)).startsWith("a,b,W,,unaligned,");
        assertThat(lines.get(3)).startsWith("a,b,A,,unaligned,").contains(",there,add,");
        assertThat(lines).noneMatch(line -> line.contains("NaN"));
        int columns = ComparisonTable.COLUMNS.size();
        assertThat(ComparisonTable.row(comparison, comparison.pairs().getFirst(), 0.5))
                .hasSize(columns);
        assertThat(comparison.unaligned())
                .allMatch(one -> ComparisonTable.row(comparison, one).size() == columns);
    }

    @Test
    void whatWasAskedDifferentlyIsNamed() throws WorkbenchException {
        ComparedRun first = new ComparedRun("a", run("mlp", 1, weight("w", 1)));
        ComparedRun other = new ComparedRun("b", run("gpt", 2, weight("w", 1)));

        assertThat(RunComparison.of(first, other, TensorMapping.NONE).differences())
                .containsExactly("model: mlp | gpt", "seed: 1 | 2");
        assertThat(RunComparison.of(first, first, TensorMapping.NONE).differences()).isEmpty();
    }

    @Test
    void mergedRowsKeepTheOrderOfBothRuns() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        side("a", node("x", "input"), weight("gone", 1), node("y", "add")),
                        side(
                                "b",
                                node("before", "input"),
                                node("x", "input"),
                                node("behind.x", "mul"),
                                node("y", "add"),
                                node("last", "mul")),
                        TensorMapping.NONE);
        MergedTensors merged = MergedTensors.of(comparison);
        List<TensorRecord> rows = merged.run().tensors();

        assertThat(rows)
                .extracting(TensorRecord::path)
                .containsExactly("before", "x", "behind.x", "gone", "y", "last");
        assertThat(rows)
                .extracting(row -> merged.first(row).isPresent())
                .containsExactly(false, true, false, true, true, false);
        assertThat(rows)
                .extracting(row -> merged.second(row).isPresent())
                .containsExactly(true, true, true, false, true, true);
        assertThat(rows)
                .extracting(
                        row -> merged.pair(row).isPresent() || merged.unaligned(row).isPresent())
                .containsOnly(true);
    }
}
